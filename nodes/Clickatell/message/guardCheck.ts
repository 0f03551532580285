import { GUARDS } from '../catalogue/guards';
import type { Operation } from '../catalogue/types';
import { cut } from '../formats/cut';
import type { Checked } from './checked';
import { codeNumber } from './numbers';
import { normalizeMsisdn } from './text/msisdn';
import { splitRecipients } from './text/splitRecipients';

/** What is checked before an AI agent may send. Undefined: no limit. */
export interface Guards {
	readonly isAllowed?: (msisdn: string) => boolean;
	readonly mostRecipients?: number;
	readonly mostParts?: number;
}

/** A guard that cannot be read is no guard: faults, each a sentence. */
export type ReadGuards =
	{ readonly ok: true; readonly guards: Guards } | { readonly ok: false; readonly faults: readonly string[] };

const [ALLOWED, MOST_RECIPIENTS, MOST_PARTS] = GUARDS;

/** Whether a field was filled in, whatever it holds now: an expression that yields nothing is still a limit. */
type Values = Readonly<Record<string, unknown>>;

/** @param values the guards that were filled in, by name; an expression as what it came to */
export function readGuards(values: Values): ReadGuards {
	const faults: string[] = [];
	const allowed = ALLOWED.name in values ? readAllowed(values[ALLOWED.name]) : undefined;
	if (allowed && 'faults' in allowed) faults.push(...allowed.faults);
	const number = ({ name, label, type }: (typeof GUARDS)[number]): number | undefined => {
		if (!(name in values) || type.kind !== 'integer') return undefined;
		const coded = codeNumber(values[name], { ...type, whole: true });
		if (coded.ok) return Number(coded.value);
		faults.push(`'${label}' ${coded.fault}`);
		return undefined;
	};
	const mostRecipients = number(MOST_RECIPIENTS);
	const mostParts = number(MOST_PARTS);
	if (faults.length > 0) return { ok: false, faults };
	return {
		ok: true,
		guards: {
			...(allowed && 'isAllowed' in allowed ? { isAllowed: allowed.isAllowed } : {}),
			...(mostRecipients === undefined ? {} : { mostRecipients }),
			...(mostParts === undefined ? {} : { mostParts }),
		},
	};
}

const PREFIX = /^(?:\+|00)?([1-9][0-9]{0,13})\*$/;
const SPACING = /[\s()-]+/g;

/** Whom a list of numbers, and of their beginnings, allows. */
export function readAllowed(
	given: unknown,
): { readonly isAllowed: (msisdn: string) => boolean } | { readonly faults: string[] } {
	const numbers = new Set<string>();
	const prefixes: string[] = [];
	const faults: string[] = [];
	const entries = splitRecipients(given);
	for (const entry of entries) {
		const prefix = PREFIX.exec(entry.slice(0, 100).replace(SPACING, ''))?.[1];
		const number = normalizeMsisdn(entry);
		if (prefix !== undefined) prefixes.push(prefix);
		else if (number.ok) numbers.add(number.msisdn);
		else {
			const wayOut =
				'write a number with its country code, or the beginning of numbers with an asterisk, such as 27*';
			faults.push(`'${ALLOWED.label}' holds '${cut(entry, 40)}', which is neither; ${wayOut}`);
		}
	}
	if (entries.length === 0)
		faults.push(`'${ALLOWED.label}' is an expression that yielded nothing, so that nobody is allowed`);
	if (faults.length > 0) return { faults };
	return {
		isAllowed: (msisdn) => numbers.has(msisdn) || prefixes.some((prefix) => msisdn.startsWith(prefix)),
	};
}

/** Numbers in a sentence. */
const MOST_NAMED = 3;

/** What the guards say of the items of one call, by item: nothing where all may be sent. */
export function guardFaults(
	guards: Guards,
	{ parameters }: Operation,
	items: readonly (Checked | undefined)[],
): Map<number, string[]> {
	const { isAllowed, mostRecipients = Infinity, mostParts = Infinity } = guards;
	const found = new Map<number, string[]>();
	const to = parameters.find(({ type }) => type.kind === 'recipients');
	if (!to) return found;
	let recipients = 0;
	let parts = 0;
	for (const [index, checked] of items.entries()) {
		const numbers = checked?.to;
		if (!numbers) continue;
		recipients += numbers.length;
		parts += numbers.length * (checked.travel?.parts ?? 1);
		const others = isAllowed ? numbers.filter((number) => !isAllowed(number)) : [];
		if (others.length > 0) found.set(index, [notAllowed(to.label, others)]);
	}
	const tooMuch = [
		...(recipients > mostRecipients
			? [tooMany(recipients, 'recipient', mostRecipients, MOST_RECIPIENTS.label)]
			: []),
		...(parts > mostParts ? [tooMany(parts, 'message part', mostParts, MOST_PARTS.label)] : []),
	];
	if (tooMuch.length === 0) return found;
	for (const [index, checked] of items.entries()) {
		if (checked) found.set(index, [...(found.get(index) ?? []), ...tooMuch]);
	}
	return found;
}

function notAllowed(label: string, numbers: readonly string[]): string {
	const more = numbers.length > MOST_NAMED ? ` and ${numbers.length - MOST_NAMED} more` : '';
	const named = numbers.slice(0, MOST_NAMED).join(', ') + more;
	return `'${label}' holds ${named}, to which an AI agent may not send with this tool; only a person can change '${ALLOWED.label}'`;
}

function tooMany(count: number, what: string, most: number, label: string): string {
	return `The call is for ${count} ${what}s, but an AI agent may send at most ${most} with it; only a person can change '${label}'`;
}
