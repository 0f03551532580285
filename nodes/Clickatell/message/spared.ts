import { DO_NOT_SEND_TO } from '../catalogue/messageParameters';
import { cut } from '../formats/cut';
import { isObject } from '../formats/isObject';
import { comparedForm } from './text/comparedForm';
import { normalizeMsisdn } from './text/msisdn';
import { splitRecipients } from './text/splitRecipients';

/** Whom a list spares: a recipient as international digits. */
export interface SparedNumbers {
	has(msisdn: string): boolean;
}

/** What 'Do Not Send To' holds: numbers, or faults, each a sentence. */
export type Spared =
	| { readonly ok: true; readonly numbers: SparedNumbers }
	| { readonly ok: false; readonly faults: readonly string[] };

/** Of a long list full of faults, every item would say all. */
const MOST_NAMED = 3;
const LABEL = `'${DO_NOT_SEND_TO.label}'`;
const WAY_OUT = "give numbers, as in {{ $('Get Row(s)').all().map(row => row.json.number) }}";

const isNumberOrText = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';

/** Fields of a row in which a number is looked for, in lower case. Of two of them nobody could say which is meant. */
const NUMBER_FIELDS = ['number', 'to', 'from', 'phone', 'phonenumber', 'mobile', 'msisdn'];

type Entries = readonly string[] | { readonly fault: string };

/** The numbers of a value; nothing may be passed over. */
function entriesIn(value: unknown, place: number): Entries {
	const entries = isNumberOrText(value) ? splitRecipients(value) : [];
	return entries.length > 0 ? entries : { fault: `${LABEL} has no number as entry ${place}; ${WAY_OUT}` };
}

/** The numbers of one element of a list: of a number or text, of a row, or of an item, whose row is `json`. */
function entriesOf(element: unknown, place: number): Entries {
	if (!isObject(element)) return entriesIn(element, place);
	const row = isObject(element['json']) ? element['json'] : element;
	const names = Object.keys(row);
	// Where a node found no rows, n8n gives an empty one if it was told to always output data.
	if (names.length === 0) return [];
	const found = names.filter((name) => NUMBER_FIELDS.includes(name.replace(/[_ -]/g, '').toLowerCase()));
	const [name] = found;
	if (name !== undefined && found.length === 1) return entriesIn(row[name], place);
	const what = name === undefined ? 'no field' : `several fields (${cut(found.join(', '), 60)})`;
	return { fault: `${LABEL} has a row with ${what} for a number as entry ${place}; ${WAY_OUT}` };
}

/** As Clickatell and other machines write international numbers. */
const PLAIN = /^\+?([1-9][0-9]{6,14})$/;
/** A service may write STOP, and come into a list with its number. No recipient has so few digits. */
const SHORT_CODE = /^[0-9]{3,6}$/;
/** In some countries the number of a subscriber. */
const SIX_DIGITS = /^[1-9][0-9]{5}$/;
const MOST_DIGITS_OF_COUNTRY = 3;

/**
 * The numbers of a list. An entry counts as each number that it can be: if only one of them were chosen, somebody who must
 * not get messages could get one.
 */
class SparedList implements SparedNumbers {
	private readonly forms = new Set<string>();
	/** Digits that may lack their country code. */
	private readonly endings = new Set<string>();

	has(msisdn: string): boolean {
		if (this.forms.has(comparedForm(msisdn))) return true;
		if (this.endings.size === 0) return false;
		for (let from = 1; from <= MOST_DIGITS_OF_COUNTRY; from++)
			if (this.endings.has(msisdn.slice(from))) return true;
		return false;
	}

	/** @returns why an entry cannot be read, if so */
	add(entry: string, dialPrefix: string | undefined): string | undefined {
		const read = normalizeMsisdn(entry, dialPrefix);
		// A list that a workflow keeps holds senders of inbound messages, which have their country code and no +.
		const results = dialPrefix === undefined ? [read] : [read, normalizeMsisdn(entry)];
		const readings = results.flatMap((each) => (each.ok ? [each.msisdn] : (each.several ?? [])));
		const digits = PLAIN.exec(entry)?.[1];
		for (const number of digits === undefined ? readings : [...readings, digits])
			this.forms.add(comparedForm(number));
		// Without a prefix, a national number may happen to be one of another country.
		const mayLackCountry = !entry.startsWith('+') && (dialPrefix === undefined || readings.length === 0);
		if (mayLackCountry && (digits !== undefined || SIX_DIGITS.test(entry))) this.endings.add(entry);
		if (read.ok || readings.length > 0) return undefined;
		return digits !== undefined || SHORT_CODE.test(entry) ? undefined : read.reason;
	}
}

/**
 * Reads the numbers of 'Do Not Send To' by the rules for recipients, and also as international ones without +. Nothing is
 * left out that may be a recipient: what cannot be read would be sent to. It yields after each entry, so that whoever reads
 * a long list can let others work in between.
 *
 * @param given a text with commas or line breaks between numbers, or a list of numbers, of rows or of items. An empty one spares nobody
 */
export function* readSpared(given: unknown, dialPrefix: string | undefined): Generator<void, Spared> {
	if (!Array.isArray(given) && !isNumberOrText(given)) {
		const what = given === null || given === undefined ? 'yielded nothing' : 'is not a list of numbers';
		return { ok: false, faults: [`${LABEL} ${what}, so that nobody would be skipped; ${WAY_OUT}`] };
	}
	const numbers = new SparedList();
	const faults: string[] = [];
	let others = 0;
	const fault = (sentence: string) => {
		if (faults.length < MOST_NAMED) faults.push(sentence);
		else others++;
	};
	const list: readonly unknown[] = Array.isArray(given) ? given : splitRecipients(given);
	for (const [index, element] of list.entries()) {
		const entries = entriesOf(element, index + 1);
		if ('fault' in entries) fault(entries.fault);
		else {
			for (const entry of entries) {
				const reason = numbers.add(entry, dialPrefix);
				if (reason !== undefined)
					fault(`${LABEL} holds '${cut(entry, 40)}', which cannot be read: ${reason}`);
			}
		}
		yield;
	}
	if (others > 0) faults.push(`${others} more of its entries cannot be read`);
	return faults.length > 0 ? { ok: false, faults } : { ok: true, numbers };
}
