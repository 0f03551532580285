import type { Checked } from '../../message/check';
import { partsAllowed } from '../../message/compose';
import { mergeFieldName, type MergeFields } from '../../message/mergeFields';
import type { EncodingChoice } from '../../message/text/gsm';
import { fromUcs2Hex } from '../../message/text/ucs2';
import { WIRE } from '../http/wire';
import type { Bulk } from './types';
import { defined } from '../../formats/defined';

/** One recipient with its values, and the input items that ask for it. */
export interface BulkRow {
	readonly to: string;
	readonly fields: MergeFields;
	readonly items: number[];
}

/** What goes into files of its own: recipients of one message with the same options. */
export interface Gathered {
	readonly first: Checked;
	readonly rows: BulkRow[];
}

/** What says how recipients are read. */
const OF_RECIPIENTS = new Set(['defaultDialPrefix', 'duplicateRecipients']);

function keyOf({ values, wire }: Checked): string {
	const common = Object.entries(values).filter(([name]) => !OF_RECIPIENTS.has(name));
	return JSON.stringify([wire['unicode'] ?? '', common]);
}

/** The values as they go out, with typographic characters replaced where that is wanted. */
function fieldsOf({ mergeFields, wire }: Checked): MergeFields {
	if (!mergeFields) return new Map();
	return new Map([...mergeFields.keys()].map((number) => [number, String(wire[mergeFieldName(number)])]));
}

/** Gathers items into bulks, one item after the other, for the caller to let others run in between. */
export class Gathering {
	private readonly bulks = new Map<string, Gathered & { readonly seen: Map<string, BulkRow> }>();

	add(checked: Checked, item: number): void {
		const key = keyOf(checked);
		const bulk = this.bulks.get(key) ?? { first: checked, rows: [], seen: new Map<string, BulkRow>() };
		this.bulks.set(key, bulk);
		const fields = fieldsOf(checked);
		const once = checked.values['duplicateRecipients'] === 'oncePerRun';
		for (const to of checked.to ?? []) {
			const message = once ? JSON.stringify([to, ...fields]) : '';
			const known = once ? bulk.seen.get(message) : undefined;
			if (known) {
				known.items.push(item);
				continue;
			}
			const row: BulkRow = { to, fields, items: [item] };
			if (once) bulk.seen.set(message, row);
			bulk.rows.push(row);
		}
	}

	get size(): number {
		return this.bulks.size;
	}

	/** In the order of their first items. */
	all(): readonly Gathered[] {
		return [...this.bulks.values()];
	}
}

const textOf = (value: string | readonly string[] | undefined): string =>
	typeof value === 'string' ? value : '';

/** By their names on the wire: the text has lines of its own, and so has the most parts of a message. */
function optionsOf(values: Checked['values']): Record<string, string> {
	const { most } = partsAllowed(textOf(values['longTexts']), textOf(values['maxParts']));
	const options: Record<string, string> = most > 1 ? { concat: String(most) } : {};
	for (const [parameter, name, type = 'value'] of defined(WIRE['message.send']).fields) {
		const value = values[parameter];
		if (type === 'value' && parameter !== 'maxParts' && typeof value === 'string') options[name] = value;
	}
	return options;
}

/** A bulk as it is composed. */
export function bulkOf({ first, rows }: Gathered, account: Bulk['account']): Bulk {
	const { values, wire } = first;
	const options = optionsOf(values);
	if (values['texts'] === 'merged') {
		const delimiter = textOf(values['delimiter']);
		return {
			account,
			options,
			content: {
				kind: 'merged',
				template: textOf(values['template']),
				rows,
				...(delimiter === '' ? {} : { delimiter }),
			},
		};
	}
	const written = textOf(values['text']);
	return {
		account,
		options,
		content: {
			kind: 'same',
			text: wire['unicode'] === '1' ? (fromUcs2Hex(written) ?? '') : written,
			encoding: (values['encoding'] ?? 'automatic') as EncodingChoice,
			to: rows.map(({ to }) => to),
		},
	};
}
