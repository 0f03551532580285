import type { IDataObject } from 'n8n-workflow';
import type { FormField } from '../../message/questionValues';
import { isDay } from '../../message/timeValues';
import type { Question } from './readQuestion';

/** Names of what the page sends. */
export const DECISION = 'decision';
export const APPROVE = 'approve';
export const DECLINE = 'decline';
export const fieldName = (index: number): string => `f${index}`;

/** What a person sent: what comes out, or what is wrong with it, with all of it to be shown again. */
export type Answer =
	| { readonly ok: true; readonly data: IDataObject }
	| { readonly ok: false; readonly faults: ReadonlyMap<number, string>; readonly sentence: string };

/** More than anybody writes on a phone. */
const LONGEST_TEXT = 10_000;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,255}$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)$/;
/** More are not kept by every number. */
const MOST_DIGITS = 15;
/** To one reader thousands, to another a fraction. */
const IN_TWO_WAYS = /^([+-]?[1-9]\d{0,2})[.,](\d{3})$/;

/** What was sent under a name; n8n puts the fields of a form of several parts below `data`. */
function sent(body: unknown, name: string): unknown {
	if (typeof body !== 'object' || body === null) return undefined;
	const { data } = body as { data?: unknown };
	const fields = typeof data === 'object' && data !== null ? data : body;
	return Object.hasOwn(fields, name) ? (fields as Record<string, unknown>)[name] : undefined;
}

/** The values of one field as they came; a form sends a name as often as it has values. */
export function sentValues(body: unknown, index: number): string[] {
	const given = sent(body, fieldName(index));
	const all: readonly unknown[] = Array.isArray(given) ? given : [given];
	return all.filter((one): one is string => typeof one === 'string').slice(0, 100);
}

function readNumber(given: string): Read {
	if (!NUMBER.test(given)) return { fault: 'Please enter a number.' };
	const [, whole, rest] = IN_TWO_WAYS.exec(given) ?? [];
	if (whole !== undefined)
		return { fault: `Is that ${whole}${rest}, or ${whole}.${rest}0? Please write it so.` };
	if (given.replace(/\D/g, '').length > MOST_DIGITS)
		return { fault: `Please use at most ${MOST_DIGITS} digits.` };
	return { value: Number(given.replace(',', '.')) };
}

type Read = { readonly value: unknown } | { readonly fault: string };

function readField({ type, required, options }: FormField, given: readonly string[]): Read {
	const chosen = given.map((one) => one.replaceAll('\r\n', '\n').trim()).filter((one) => one !== '');
	const [first] = chosen;
	if (first === undefined) {
		if (required) return { fault: 'Please fill this in.' };
		return { value: type === 'checkbox' ? [] : null };
	}
	if (type === 'checkbox' || type === 'dropdown') {
		if (chosen.some((one) => !options.includes(one))) return { fault: 'Please choose from the list.' };
		return { value: type === 'checkbox' ? [...new Set(chosen)] : first };
	}
	if (first.length > LONGEST_TEXT) return { fault: `Please use at most ${LONGEST_TEXT} characters.` };
	switch (type) {
		case 'number':
			return readNumber(first);
		case 'email':
			return EMAIL.test(first) ? { value: first } : { fault: 'Please enter an email address.' };
		case 'date':
			return DATE.test(first) && isDay(first) ? { value: first } : { fault: 'Please enter a date.' };
		default:
			return { value: first };
	}
}

/** Reads the body of a form; nothing but what the page offers is an answer. */
export function readAnswer({ answer }: Question, body: unknown): Answer {
	if (answer.kind === 'approval') {
		const decision = sent(body, DECISION);
		if (decision === APPROVE) return { ok: true, data: { approved: true } };
		if (decision === DECLINE && answer.buttons.decline !== undefined)
			return { ok: true, data: { approved: false } };
		return { ok: false, faults: new Map(), sentence: 'Please press a button.' };
	}
	const faults = new Map<number, string>();
	const read: [name: string, value: unknown][] = [];
	answer.fields.forEach((field, index) => {
		const one = readField(field, sentValues(body, index));
		if ('fault' in one) faults.set(index, one.fault);
		else read.push([answer.isFreeText ? 'text' : field.label, one.value]);
	});
	return faults.size === 0
		? { ok: true, data: Object.fromEntries(read) as IDataObject }
		: { ok: false, faults, sentence: 'Not sent yet. Please look at what is marked.' };
}
