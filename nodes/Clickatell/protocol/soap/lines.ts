import type { Redactor } from '../redact';

/**
 * One result string of the gateway, understood. The same strings are sent by the HTTP API, where they are lines.
 * Match on numbers and keys, never on wording: case, blanks, periods and the text behind a number vary.
 */
export type Line =
	/** `ID: <id> To: <msisdn>`, `ID: <id> Status: <nnn>`, `apiMsgId: <id> charge: <n> status: <nnn>` */
	| {
			readonly kind: 'id';
			readonly id: string;
			readonly to?: string;
			readonly status?: string;
			readonly charge?: number;
	  }
	/** `OK: <text>`, also without colon or text */
	| { readonly kind: 'ok'; readonly text: string; readonly charge?: number }
	/** `Credit: 12.000` */
	| { readonly kind: 'credit'; readonly amount: number }
	/** `ERR: 105, Invalid Destination Address To: <msisdn>`; the code is null where no number is given */
	| { readonly kind: 'refused'; readonly code: string | null; readonly text: string; readonly to?: string }
	| { readonly kind: 'unreadable'; readonly text: string };

const LEAD = /^(ERR|ID|OK|Credits?|apiMsgId)(?:\s*:\s*|\s+|$)([\s\S]*)$/i;
const RECIPIENT = /\s*\bTo\s*:\s*\+?(\d+)\s*\.?\s*$/i;
const NUMBER = /^(\d{1,4})\b[,.:\s]*([\s\S]*)$/;

/** Error and status numbers as three digits: `3`, `03` and `0003` are the same. */
export function threeDigits(digits: string): string {
	return String(Number(digits)).padStart(3, '0');
}

const STATUS = /\bstatus\s*:\s*([\w.-]+)/i;
const CHARGE = /\bcharge\s*:\s*([\w.-]+)/i;

function decimal(text: string | undefined): number | undefined {
	const value = Number(text?.replace(/\.$/, ''));
	return text === undefined || text === '' || !Number.isFinite(value) ? undefined : value;
}

function readRefusal(rest: string): Line {
	const recipient = RECIPIENT.exec(rest);
	const text = (recipient ? rest.slice(0, recipient.index) : rest).trim();
	const to = recipient ? { to: recipient[1]! } : {};
	const numbered = NUMBER.exec(text);
	if (!numbered) return { kind: 'refused', code: null, text, ...to };
	return { kind: 'refused', code: threeDigits(numbered[1]!), text: numbered[2]!.trim(), ...to };
}

function readId(rest: string): Line | undefined {
	const id = /^[\w-]+/.exec(rest)?.[0];
	if (id === undefined) return undefined;
	const to = /\bTo\s*:\s*\+?(\d+)/i.exec(rest)?.[1];
	const status = STATUS.exec(rest)?.[1];
	const charge = decimal(CHARGE.exec(rest)?.[1]);
	return {
		kind: 'id',
		id,
		...(to === undefined ? {} : { to }),
		...(status !== undefined && /^\d+$/.test(status) ? { status: threeDigits(status) } : {}),
		...(charge === undefined ? {} : { charge }),
	};
}

/**
 * What nearly every line of a send looks like: the long way round takes five times as long. Where the two values stand
 * is known from the blanks, so that nothing need be captured.
 */
const PLAIN_ID = /^ID: [0-9A-Za-z]+(?: To: [0-9]+)?$/;
const ID_AT = 'ID: '.length;
const TO_AFTER = ' To: '.length;

function readPlainId(raw: string): Line | undefined {
	if (!PLAIN_ID.test(raw)) return undefined;
	const blank = raw.indexOf(' ', ID_AT);
	if (blank === -1) return { kind: 'id', id: raw.slice(ID_AT) };
	return { kind: 'id', id: raw.slice(ID_AT, blank), to: raw.slice(blank + TO_AFTER) };
}

export function readLine(raw: string): Line {
	const text = raw.trim();
	const unreadable: Line = { kind: 'unreadable', text };
	const lead = LEAD.exec(text);
	if (!lead) return unreadable;
	const rest = lead[2]!.trim();
	switch (lead[1]!.toLowerCase()) {
		case 'err':
			return readRefusal(rest);
		case 'id':
		case 'apimsgid':
			return readId(rest) ?? unreadable;
		case 'ok': {
			const charge = decimal(CHARGE.exec(rest)?.[1]);
			return { kind: 'ok', text: rest, ...(charge === undefined ? {} : { charge }) };
		}
		default: {
			// A comma may part thousands or decimals: rather no balance than a wrong one.
			const amount = decimal(/^-?[\d.,]+/.exec(rest)?.[0]);
			return amount === undefined ? unreadable : { kind: 'credit', amount };
		}
	}
}

/** A string may hold several lines, as the HTTP API sends them. */
export function readLines(results: readonly string[]): Line[] {
	const lines: Line[] = [];
	for (const result of results) {
		const plain = readPlainId(result);
		if (plain) lines.push(plain);
		else for (const line of result.split(/[\r\n]+/)) if (line.trim() !== '') lines.push(readLine(line));
	}
	return lines;
}

/** A server in trouble may repeat the request, with all that is secret in it, wherever an answer holds words. */
export function linesWithoutSecrets(lines: readonly Line[], secrets: Redactor): Line[] {
	return lines.map((line): Line => {
		if ('text' in line) return line.text === '' ? line : { ...line, text: secrets.words(line.text) };
		// What holds a secret is no message ID.
		if (line.kind === 'id' && secrets.value(line.id) !== line.id)
			return { kind: 'unreadable', text: secrets.words(line.id) };
		return line;
	});
}
