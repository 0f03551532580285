import { NOT_SMS_ACTIVATED } from '../../catalogue/connectErrors';
import type { ConnectOperation, ResultField } from '../../catalogue/types';
import type { Redactor } from '../../formats/redact';
import { charsetIn } from '../../formats/contentType';
import { cut } from '../../formats/cut';
import { child, children, readXml, type XmlElement, type XmlLimits } from '../../formats/xml/read';
import { CAPTCHA_SECONDS, decodeCaptcha } from './captcha';
import { RESULT_ELEMENTS } from './wire';

export interface ConnectError {
	/** Three digits as the reply has them; other numbers and words pass as they are. */
	readonly code: string;
	/** Clickatell's own words, possibly empty. */
	readonly text: string;
}

/** A picture is a `Uint8Array`, everything else text, boolean or null. */
export type ConnectRecord = Record<string, string | boolean | null | Uint8Array>;

export type ConnectReply =
	| { readonly kind: 'records'; readonly records: readonly ConnectRecord[] }
	| {
			readonly kind: 'refused';
			/** At least one, in the order of the reply. */
			readonly errors: readonly ConnectError[];
			/** What came along, by result field: `emailAddress` with 103, `mobileNumber` with 104. */
			readonly extra: Readonly<Record<string, string>>;
	  }
	/** Nothing is known about what became of the call; `reason` is one sentence. */
	| { readonly kind: 'unreadable'; readonly reason: string };

/** The longest real reply lists some 300 countries. */
export const CONNECT_REPLY_LIMITS: XmlLimits = {
	maxBytes: 2 * 1024 * 1024,
	maxDepth: 16,
	maxElements: 20_000,
};

/** How much foreign text a refusal passes on. */
const MAX_ERRORS = 20;
const MAX_EXTRA = 20;

function textOf(element: XmlElement | undefined): string {
	return element?.text.trim() ?? '';
}

/** Makes foreign words fit to be shown. */
type Shown = (text: string) => string;

function unreadable(reason: string): ConnectReply {
	return { kind: 'unreadable', reason };
}

/** `Error` and `Description` may repeat and belong together by position (docs/protocol/connect.md#replies). */
function readErrors(root: XmlElement, shown: Shown): ConnectError[] {
	const codes = children(root, 'Error').slice(0, MAX_ERRORS);
	const texts = children(root, 'Description');
	return codes.map((code, index) => {
		const number = textOf(code);
		return {
			code: /^\d{1,2}$/.test(number) ? number.padStart(3, '0') : shown(number),
			text: shown(textOf(texts[index])),
		};
	});
}

/** Result field of an element; one that is not known keeps its own name, so far as that may be shown. */
function fieldName(local: string, shown: Shown): string {
	const wire = local.toLowerCase();
	const known = Object.entries(RESULT_ELEMENTS).find(([, names]) => names.includes(wire));
	return known?.[0] ?? shown(local);
}

/** Under a refusal the data stand in a bare `Value`, not inside `Values` (docs/protocol/connect.md#replies). */
function readExtra(values: readonly XmlElement[], shown: Shown): Record<string, string> {
	const entries = values.flatMap((value) => value.children).slice(0, MAX_EXTRA);
	return Object.fromEntries(entries.map((entry) => [fieldName(entry.local, shown), shown(textOf(entry))]));
}

function valueOf(value: XmlElement | undefined, field: ResultField): string {
	const names = RESULT_ELEMENTS[field.name] ?? [];
	for (const name of names) {
		const found = value && child(value, name);
		if (found) return textOf(found);
	}
	return '';
}

type Built =
	{ readonly ok: true; readonly value: ConnectRecord[string] } | { readonly ok: false; reason: string };

function buildField(
	record: ConnectOperation,
	field: ResultField,
	value: XmlElement | undefined,
	root: XmlElement,
	secrets: Redactor,
): Built {
	if (field.name === 'expiresAt') return { ok: true, value: captchaExpiry(root) };
	// `success` and `activated`: the reply is a success, and carries no data that would say more.
	if (field.type === 'boolean') return { ok: true, value: true };
	const text = valueOf(value, field);
	if (field.type === 'png') {
		const captcha = decodeCaptcha(text);
		return captcha.ok
			? { ok: true, value: captcha.png }
			: { ok: false, reason: `The reply cannot be used: ${captcha.reason}.` };
	}
	if (text !== '') return { ok: true, value: field.secret ? text : secrets.value(text) };
	if (field.optional || record.reply === 'list') return { ok: true, value: null };
	const wire = (RESULT_ELEMENTS[field.name] ?? [field.name])[0];
	return { ok: false, reason: `The reply reports success, but does not contain ${wire}.` };
}

/** The gateway's own clock decides about its captchas, hence the reply's timestamp (UNIX seconds). */
function captchaExpiry(root: XmlElement): string | null {
	const timestamp = textOf(child(root, 'Timestamp'));
	if (!/^\d{9,11}$/.test(timestamp)) return null;
	return new Date((Number(timestamp) + CAPTCHA_SECONDS) * 1000).toISOString();
}

function build(
	record: ConnectOperation,
	values: readonly XmlElement[],
	root: XmlElement,
	secrets: Redactor,
): ConnectReply {
	const rows = record.reply === 'list' ? values : [values[0]];
	const records: ConnectRecord[] = [];
	for (const row of rows) {
		const result: ConnectRecord = {};
		for (const field of record.result) {
			const built = buildField(record, field, row, root, secrets);
			if (!built.ok) return unreadable(built.reason);
			result[field.name] = built.value;
		}
		records.push(result);
	}
	return { kind: 'records', records };
}

/**
 * On the status call "not SMS activated" is an answer, with the mobile number beside it
 * (docs/protocol/connect.md#calls).
 */
function notActivated(record: ConnectOperation, extra: Record<string, string>): ConnectReply {
	const result: ConnectRecord = {};
	for (const { name } of record.result) result[name] = name === 'activated' ? false : (extra[name] ?? null);
	return { kind: 'records', records: [result] };
}

/**
 * Reads the reply to a Connect call (docs/protocol/connect.md#replies). Elements are found whatever their case:
 * documents print the root `ClICKATELLSDK`, the server wrote `CLICKATELLSDK`. A list gives one record for each
 * `Value`, a single record one, also when `Values` is empty. Whatever is not a reply of the Connect API,
 * in whole and within `CONNECT_REPLY_LIMITS`, is `unreadable` with one reason.
 *
 * @param secrets of the call: a server in trouble repeats them
 */
export function readConnectReply(
	record: ConnectOperation,
	secrets: Redactor,
	bytes: Uint8Array,
	contentType?: string,
): ConnectReply {
	const shown: Shown = (text) => secrets.words(text);
	const charset = charsetIn(contentType);
	const read = readXml(bytes, {
		limits: CONNECT_REPLY_LIMITS,
		...(charset === undefined ? {} : { charset }),
	});
	if (!read.ok) return unreadable(shown(read.reason));
	const { root } = read;
	if (root.local.toLowerCase() !== 'clickatellsdk') {
		return unreadable(
			`It is not a reply of the Connect API: it begins with <${cut(secrets.words(root.name), 40)}>.`,
		);
	}

	const values = [
		...children(root, 'Values').flatMap((list) => children(list, 'Value')),
		...children(root, 'Value'),
	];
	const result = textOf(child(root, 'Result')).toLowerCase();
	if (result === 'success') return build(record, values, root, secrets);

	const errors = readErrors(root, shown);
	if (errors.length === 0) {
		return result === 'error'
			? {
					kind: 'refused',
					errors: [{ code: '', text: shown(textOf(child(root, 'Description'))) }],
					extra: readExtra(values, shown),
				}
			: unreadable('The reply says neither that the call succeeded nor that it was refused.');
	}
	const reportsActivation = record.result.some(({ name }) => name === 'activated');
	if (reportsActivation && errors.every(({ code }) => code === NOT_SMS_ACTIVATED)) {
		return notActivated(record, readExtra(values, secrets.value));
	}
	return { kind: 'refused', errors, extra: readExtra(values, shown) };
}
