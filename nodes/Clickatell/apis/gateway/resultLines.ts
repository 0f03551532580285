import type { Redactor } from '../../formats/redact';
import { cut } from '../../formats/cut';

/**
 * One result string of the gateway, understood. The same strings are sent by the HTTP API, where they are lines.
 * Match on numbers and keys, never on wording: case, blanks, periods and the text behind a number vary.
 *
 * An answer may have megabytes, and reading it takes time in proportion: an expression that repeats something is
 * anchored, and all others have a fixed length.
 */
export type Line =
	/** `ID: <id> To: <msisdn>`, `ID: <id> Status: <nnn>`, `apiMsgId: <id> charge: <n> status: <nnn>` */
	| {
			readonly kind: 'id';
			readonly id: string;
			readonly to?: string;
			readonly status?: string;
			readonly charge?: number;
			/** The whole line, where a status or charge in it could not be understood. */
			readonly unread?: string;
	  }
	/** `OK: <text>`, also without colon or text */
	| { readonly kind: 'ok'; readonly text: string; readonly charge?: number }
	/** `Credit: 12.000` */
	| { readonly kind: 'credit'; readonly amount: number }
	/** `ERR: 105, Invalid Destination Address To: <msisdn>`; the code is null where no number is given */
	| { readonly kind: 'refused'; readonly code: string | null; readonly text: string; readonly to?: string }
	| { readonly kind: 'unreadable'; readonly text: string };

const LEAD = /^(ERR|ID|OK|Credits?|apiMsgId)(?=[\s:]|$)/i;
const CODE = /^\d{1,4}(?!\w)/;
const AFTER_CODE = /^[,.:\s]+/;

const TO = /\bto\b/gi;
const STATUS = /\bstatus\b/gi;
const CHARGE = /\bcharge\b/gi;

const FIRST_WORD = /^\S+/;
const RECIPIENT = /^\+?(\d+)/;
const STATUS_NUMBER = /^(\d{1,4})[.,;]?$/;
const DECIMAL = /^(-?\d{1,15}(?:\.\d{0,15})?)[.,;]?$/;

/** Error and status numbers as three digits: `3`, `03` and `0003` are the same. */
export function threeDigits(digits: string): string {
	return String(Number(digits)).padStart(3, '0');
}

/** The text behind a colon that stands at the beginning, blanks aside. */
function behindColon(text: string): string | undefined {
	const rest = text.trimStart();
	return rest.startsWith(':') ? rest.slice(1).trimStart() : undefined;
}

interface Keyed {
	/** Where the key begins. */
	readonly at: number;
	/** All that follows its colon. */
	readonly rest: string;
}

/** Looks for `key:` in a line, blanks allowed before and behind the colon. */
function find(text: string, key: RegExp): Keyed | undefined {
	for (const { 0: word, index } of text.matchAll(key)) {
		const rest = behindColon(text.slice(index + word.length));
		if (rest !== undefined) return { at: index, rest };
	}
	return undefined;
}

function firstWord(text: string): string {
	return FIRST_WORD.exec(text)?.[0] ?? '';
}

/** A comma may part thousands or decimals: rather no number than a wrong one. */
function decimal(word: string): number | undefined {
	const digits = DECIMAL.exec(word)?.[1];
	return digits === undefined ? undefined : Number(digits);
}

function chargeIn(text: string): { charge?: number } {
	const found = find(text, CHARGE);
	const charge = found && decimal(firstWord(found.rest));
	return charge === undefined ? {} : { charge };
}

/** A text without the price that the gateway may write at its end. */
export function withoutCharge(text: string): string {
	const found = find(text, CHARGE);
	return found ? text.slice(0, found.at).trimEnd() : text;
}

function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

/** Takes `To: <msisdn>` off the end of a refusal, a period behind it included. */
function splitRecipient(rest: string): { text: string; to?: string } {
	const bare = rest.endsWith('.') ? rest.slice(0, -1).trimEnd() : rest;
	let start = bare.length;
	while (isDigit(bare.charCodeAt(start - 1))) start--;
	const before = bare.slice(0, start);
	const key = (before.endsWith('+') ? before.slice(0, -1) : before).trimEnd();
	if (start === bare.length || !key.endsWith(':')) return { text: rest };
	const text = key.slice(0, -1).trimEnd();
	// Three characters, so that the one before the key shows that it is a word of its own.
	return /(?:^|\W)to$/i.test(text.slice(-3))
		? { text: text.slice(0, -2).trimEnd(), to: bare.slice(start) }
		: { text: rest };
}

function readRefusal(rest: string): Line {
	const { text, ...recipient } = splitRecipient(rest);
	const code = CODE.exec(text)?.[0];
	if (code === undefined) return { kind: 'refused', code: null, text, ...recipient };
	const words = text.slice(code.length).replace(AFTER_CODE, '');
	return { kind: 'refused', code: threeDigits(code), text: words, ...recipient };
}

function readId(rest: string, whole: string): Line | undefined {
	const id = /^[\w-]+/.exec(rest)?.[0];
	if (id === undefined) return undefined;
	const values = rest.slice(id.length);
	const to = RECIPIENT.exec(find(values, TO)?.rest ?? '')?.[1];
	const written = find(values, STATUS);
	const status = written && STATUS_NUMBER.exec(firstWord(written.rest))?.[1];
	const { charge } = chargeIn(values);
	const isRead =
		(status !== undefined) === (written !== undefined) && (charge !== undefined || !find(values, CHARGE));
	return {
		kind: 'id',
		id,
		...(to === undefined ? {} : { to }),
		...(status === undefined ? {} : { status: threeDigits(status) }),
		...(charge === undefined ? {} : { charge }),
		...(isRead ? {} : { unread: whole }),
	};
}

/**
 * What nearly every line of a send looks like: the long way round takes five times as long. Where the two values stand
 * is known from the blanks, so that nothing need be captured.
 */
const PLAIN_ID = /^ID: [0-9A-Za-z]+(?: To: [0-9]+)?$/;
const LONGEST_PLAIN_ID = 200;
const ID_AT = 'ID: '.length;
const TO_AFTER = ' To: '.length;

function readPlainId(raw: string): Line | undefined {
	if (raw.length > LONGEST_PLAIN_ID || !PLAIN_ID.test(raw)) return undefined;
	const blank = raw.indexOf(' ', ID_AT);
	if (blank === -1) return { kind: 'id', id: raw.slice(ID_AT) };
	return { kind: 'id', id: raw.slice(ID_AT, blank), to: raw.slice(blank + TO_AFTER) };
}

/**
 * Longer than any answer that is read: V8 keeps a place to go back to for each character of a repetition, and may have
 * no room for millions.
 */
const LONGEST_LINE = 4_000_000;

export function readLine(raw: string): Line {
	const plain = readPlainId(raw);
	if (plain) return plain;
	if (raw.length > LONGEST_LINE) return { kind: 'unreadable', text: raw };
	const text = raw.trim();
	const unreadable: Line = { kind: 'unreadable', text };
	const lead = LEAD.exec(text)?.[0];
	if (lead === undefined) return unreadable;
	const behind = text.slice(lead.length);
	const rest = behindColon(behind) ?? behind.trimStart();
	switch (lead.toLowerCase()) {
		case 'err':
			return readRefusal(rest);
		case 'id':
		case 'apimsgid':
			return readId(rest, text) ?? unreadable;
		case 'ok':
			return { kind: 'ok', text: rest, ...chargeIn(rest) };
		default: {
			const amount = decimal(firstWord(rest));
			return amount === undefined ? unreadable : { kind: 'credit', amount };
		}
	}
}

/** More lines than the longest answer by far, that of a call with 300 recipients: what follows is not looked at. */
const MOST_LINES = 10_000;
const BREAK = /[\r\n]+/;

/** A string may hold several lines, as the HTTP API sends them. */
export function readLines(results: readonly string[]): Line[] {
	const lines: Line[] = [];
	for (const result of results) {
		const own = BREAK.test(result) ? result.split(BREAK, MOST_LINES) : [result];
		for (const line of own) if (line.trim() !== '') lines.push(readLine(line));
		if (lines.length >= MOST_LINES) return lines.slice(0, MOST_LINES);
	}
	return lines;
}

/** A server in trouble may repeat the request, with all that is secret in it, wherever an answer holds words. */
export function linesWithoutSecrets(lines: readonly Line[], secrets: Redactor): Line[] {
	const ids: string[] = [];
	for (const line of lines) if (line.kind === 'id') ids.push(line.id);
	const areIds = secrets.leaves(ids);
	return lines.map((line): Line => {
		if ('text' in line) return line.text === '' ? line : { ...line, text: secrets.words(line.text) };
		// What holds a secret is no message ID.
		if (line.kind === 'id' && !areIds && secrets.value(line.id) !== line.id)
			return { kind: 'unreadable', text: secrets.words(line.id) };
		if (line.kind === 'id' && line.unread !== undefined)
			return { ...line, unread: secrets.words(line.unread) };
		return line;
	});
}

/** A line in the gateway's way of writing, for people; of its words no more than `most` units. */
export function wordsOf(line: Line, most: number): string {
	switch (line.kind) {
		case 'id': {
			const { id, to, status, charge, unread } = line;
			const written = Object.entries({ To: to, Charge: charge, Status: status }).flatMap(([key, value]) =>
				value === undefined ? [] : [` ${key}: ${value}`],
			);
			return cut(unread ?? `ID: ${id}${written.join('')}`, most);
		}
		case 'ok':
			return line.text === '' ? 'OK' : `OK: ${cut(line.text, most)}`;
		case 'credit':
			return `Credit: ${line.amount}`;
		case 'refused':
			return ['ERR:', line.code, cut(line.text, most)].filter(Boolean).join(' ');
		case 'unreadable':
			return cut(line.text, most);
		default:
			return line satisfies never;
	}
}
