import type { ParameterType } from '../catalogue/types';
import { asText, bad, codeText, good, quoted, type Coded } from './coded';
import { codeBits, codeChoice, codeFlag, codeNumber } from './numbers';
import { codeButtons, codeFormFields, codeWaitLimit } from './questionValues';
import { codeQuietHours } from './quietHours';
import { codeJson } from './structured';
import { codeUtcTime, codeZonedTime } from './timeValues';
import { shownUrl } from '../formats/urlParts';
import { cleanHex, isHex } from './text/hex';
import { normalizeMsisdn, readDialPrefix } from './text/msisdn';
import { splitRecipients } from './text/splitRecipients';

export { codeText, isBlank, isUnset, type Coded } from './coded';

function codeLimitedText(raw: unknown, type: Extract<ParameterType, { kind: 'text' }>): Coded {
	const coded = codeText(raw);
	if (!coded.ok) return coded;
	const length = [...coded.value].length;
	if (type.maxLength !== undefined && length > type.maxLength) {
		return bad(`has ${length} characters; at most ${type.maxLength} are allowed`);
	}
	if (type.minLength !== undefined && length < type.minLength) {
		return bad(`has ${length} characters; at least ${type.minLength} are needed`);
	}
	if (type.pattern !== undefined && !new RegExp(type.pattern).test(coded.value)) {
		return bad(`must be ${type.patternHelp ?? 'of another form'}`);
	}
	return coded;
}

/** What becomes of a long number that a spreadsheet or an expression turns into text. */
const EXPONENT = /^\d+(\.\d+)?e[+-]\d+$/i;

/** Up to 16 digits in international format, or up to 11 characters (docs/protocol/soap.md#parameters). */
function codeSenderId(raw: unknown): Coded {
	if (typeof raw === 'number' && !(Number.isSafeInteger(raw) && raw > 0)) {
		return bad(`is ${raw}, which is not a whole number with all its digits; give a number as text`);
	}
	if (typeof raw === 'boolean')
		return bad(`is ${raw}, which is not a sender ID; give a number or a name as text`);
	const coded = codeText(raw);
	if (!coded.ok) return coded;
	const text = coded.value.trim();
	if (EXPONENT.test(text))
		return bad(`is ${quoted(text)}, a number that has lost digits; write all of them as text`);
	const dots = text.split('.').length - 1;
	// One dot alone may be the decimal point of a spreadsheet.
	const digits = text.replace(/^\+/, '').replace(dots === 1 ? /[\s()-]/g : /[\s().-]/g, '');
	if (/^\d+$/.test(digits)) {
		return digits.length <= 16 ? good(digits) : bad(`has ${digits.length} digits; at most 16 are allowed`);
	}
	if (/^[\d.]+$/.test(digits)) return bad(`is ${quoted(text)}; write a number with digits only`);
	if (!/^[\x20-\x7e]+$/.test(text)) return bad(`is ${quoted(text)}; use plain letters and digits only`);
	return text.length <= 11
		? good(text)
		: bad(
				`is ${quoted(text)} with ${text.length} characters; a name has at most 11, a number at most 16 digits`,
			);
}

function codeIdentifier(raw: unknown, maxLength: number): Coded {
	const coded = codeText(raw);
	if (!coded.ok) return coded;
	if (!/^[A-Za-z0-9]+$/.test(coded.value))
		return bad(`is ${quoted(coded.value)}; use letters and digits only, without blanks`);
	return coded.value.length <= maxLength
		? coded
		: bad(`has ${coded.value.length} characters; at most ${maxLength} are allowed`);
}

function codeMessageId(raw: unknown): Coded {
	const text = asText(raw)?.trim() ?? '';
	return /^[0-9A-Fa-f]{32}$/.test(text)
		? good(text)
		: bad(`is ${quoted(raw)}; it must be the 32 characters (0-9, a-f) that Clickatell returned`);
}

function codeHex(raw: unknown, maxBytes: number): Coded {
	const text = cleanHex(asText(raw) ?? '');
	if (text === '' || !isHex(text))
		return bad(`is ${quoted(raw)}; it must be pairs of hexadecimal digits (0-9, A-F)`);
	const bytes = text.length / 2;
	return bytes <= maxBytes ? good(text) : bad(`has ${bytes} bytes; at most ${maxBytes} are allowed`);
}

function codeUrl(raw: unknown, maxLength: number | undefined): Coded {
	const coded = codeText(raw);
	if (!coded.ok) return coded;
	const text = coded.value.trim();
	if (!/^https?:\/\/[^\s]+$/i.test(text))
		return bad(`is ${quoted(shownUrl(text))}; it must begin with http:// or https://`);
	if (maxLength !== undefined && text.length > maxLength)
		return bad(`has ${text.length} characters; at most ${maxLength} are allowed`);
	return good(text);
}

function codeEmail(raw: unknown, maxLength: number): Coded {
	const coded = codeText(raw);
	if (!coded.ok) return coded;
	const text = coded.value.trim();
	if (text.length > maxLength) return bad(`has ${text.length} characters; at most ${maxLength} are allowed`);
	return /^[^\s@]+@[^\s@]+$/.test(text) ? good(text) : bad(`is ${quoted(text)}; it must be an email address`);
}

function codeDialPrefix(raw: unknown): Coded {
	const code = readDialPrefix(asText(raw) ?? '');
	return code === undefined
		? bad(`is ${quoted(raw)}; it must be a country code alone, such as 27 or 1`)
		: good(code);
}

function codeLookup(raw: unknown): Coded {
	const text = asText(raw)?.trim() ?? '';
	return /^\d{1,9}$/.test(text) ? good(text) : bad(`is ${quoted(raw)}; it must be an ID from the list`);
}

/** Codes one value of a kind that stands for itself. Texts of messages, recipients and merge fields have rules of their own. */
export function codeValue(raw: unknown, type: ParameterType): Coded {
	switch (type.kind) {
		case 'text':
			return codeLimitedText(raw, type);
		case 'dialPrefix':
			return codeDialPrefix(raw);
		case 'senderId':
			return codeSenderId(raw);
		case 'identifier':
			return codeIdentifier(raw, type.maxLength);
		case 'messageId':
			return codeMessageId(raw);
		case 'integer':
			return codeNumber(raw, { ...type, whole: true });
		case 'decimal':
			return codeNumber(raw, { ...type, whole: false });
		case 'flag':
			return codeFlag(raw);
		case 'choice':
			return codeChoice(raw, type.choices);
		case 'bits':
			return codeBits(raw, type.choices);
		case 'hex':
			return codeHex(raw, type.maxBytes);
		case 'url':
			return codeUrl(raw, type.maxLength);
		case 'email':
			return codeEmail(raw, type.maxLength);
		case 'utcTime':
			return codeUtcTime(raw);
		case 'zonedTime':
			return codeZonedTime(raw);
		case 'inputFile':
			return codeLimitedText(raw, { kind: 'text', maxLength: 200 });
		case 'pairs':
		case 'spared':
			return bad('has a rule of its own');
		case 'json':
			return codeJson(raw, type.list);
		case 'lookup':
			return codeLookup(raw);
		case 'buttons':
			return codeButtons(raw);
		case 'formFields':
			return codeFormFields(raw);
		case 'waitLimit':
			return codeWaitLimit(raw);
		case 'quietHours':
			return codeQuietHours(raw);
		case 'message':
		case 'template':
			return codeText(raw);
		case 'msisdn':
		case 'recipients':
		case 'mergeFields':
		case 'namedValues':
			return bad('has a rule of its own');
		default:
			return unreachable(type);
	}
}

function unreachable(type: never): never {
	throw new Error(`No rule for ${JSON.stringify(type)}`);
}

/** One MSISDN, digits only. */
export function codeMsisdn(
	raw: unknown,
	dialPrefix: string | undefined,
	{ maxDigits, fromList }: { readonly maxDigits?: number; readonly fromList?: boolean } = {},
): Coded {
	const [first, ...others] = fromList ? splitRecipients(raw) : [raw];
	if (others.length > 0)
		return bad(`holds ${others.length + 1} numbers; give each of them an item of its own`);
	const result = normalizeMsisdn(first, dialPrefix, maxDigits);
	return result.ok ? good(result.msisdn) : bad(result.reason);
}

/** The recipients of a field, and why others that it holds are none. */
interface Recipients {
	readonly msisdns: readonly string[];
	readonly wrong: readonly string[];
}

/** All recipients of a field; every wrong one is named. */
export function codeRecipients(raw: unknown, dialPrefix: string | undefined): Recipients {
	const entries = splitRecipients(raw);
	// One, as in nearly every item of a bulk: a list that grows takes the room of many.
	if (entries.length === 1) {
		const result = normalizeMsisdn(entries[0], dialPrefix);
		return result.ok ? { msisdns: [result.msisdn], wrong: [] } : { msisdns: [], wrong: [result.reason] };
	}
	const msisdns: string[] = [];
	const wrong: string[] = [];
	for (const one of entries) {
		const result = normalizeMsisdn(one, dialPrefix);
		if (result.ok) msisdns.push(result.msisdn);
		else wrong.push(result.reason);
	}
	return { msisdns, wrong };
}
