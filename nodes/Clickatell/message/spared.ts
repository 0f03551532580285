import { DO_NOT_SEND_TO } from '../catalogue/messageParameters';
import { cut } from '../formats/cut';
import { isObject } from '../formats/isObject';
import { normalizeMsisdn } from './text/msisdn';
import { splitRecipients } from './text/splitRecipients';

/** What 'Do Not Send To' holds: numbers as recipients have them, or faults, each a sentence. */
export type Spared =
	| { readonly ok: true; readonly numbers: ReadonlySet<string> }
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

/**
 * Reads the numbers of 'Do Not Send To' by the rules for recipients. Nothing is left out: what cannot be read would be
 * sent to. It yields after each entry, so that whoever reads a long list can let others work in between.
 *
 * @param given a text with commas or line breaks between numbers, or a list of numbers, of rows or of items. An empty one spares nobody
 */
export function* readSpared(given: unknown, dialPrefix: string | undefined): Generator<void, Spared> {
	if (!Array.isArray(given) && !isNumberOrText(given)) {
		const what = given === null || given === undefined ? 'yielded nothing' : 'is not a list of numbers';
		return { ok: false, faults: [`${LABEL} ${what}, so that nobody would be skipped; ${WAY_OUT}`] };
	}
	const numbers = new Set<string>();
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
				const result = normalizeMsisdn(entry, dialPrefix);
				if (result.ok) numbers.add(result.msisdn);
				else fault(`${LABEL} holds '${cut(entry, 40)}', which cannot be read: ${result.reason}`);
			}
		}
		yield;
	}
	if (others > 0) faults.push(`${others} more of its entries cannot be read`);
	return faults.length > 0 ? { ok: false, faults } : { ok: true, numbers };
}
