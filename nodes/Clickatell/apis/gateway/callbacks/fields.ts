import { decodeBytes } from '../../../formats/charset';

/**
 * One value of a call. Form values are bytes until somebody knows their charset; values out of XML are characters,
 * because the packet's own declaration has decoded them.
 */
export type FieldValue = { bytes: Uint8Array } | { characters: string };

/** The values of a call by normalised name (see `fieldName`). */
export type Fields = ReadonlyMap<FieldName, FieldValue>;

export type FieldName =
	| 'apimsgid'
	| 'climsgid'
	| 'momsgid'
	| 'apiid'
	| 'to'
	| 'from'
	| 'timestamp'
	| 'status'
	| 'charge'
	| 'text'
	| 'charset'
	| 'udh';

const NAMES: ReadonlyMap<string, FieldName> = new Map<string, FieldName>([
	['apimsgid', 'apimsgid'],
	// Both are printed for `apimsgid` (docs/protocol/callbacks.md#status-callback).
	['aprimsgid', 'apimsgid'],
	['aplmsgid', 'apimsgid'],
	['climsgid', 'climsgid'],
	['momsgid', 'momsgid'],
	['apiid', 'apiid'],
	['to', 'to'],
	['from', 'from'],
	['timestamp', 'timestamp'],
	['status', 'status'],
	['charge', 'charge'],
	['text', 'text'],
	['charset', 'charset'],
	['udh', 'udh'],
]);

/** The field a written name stands for, whatever its case and with or without underscores; undefined if none. */
export function fieldName(written: string): FieldName | undefined {
	// Longer than any known name with an underscore between all letters: not worth normalising.
	if (written.length > 32) return undefined;
	return NAMES.get(written.toLowerCase().replace(/[_-]/g, ''));
}

/** Keeps the first value of a name that is not empty: a name repeated later cannot change it. */
export function addField(fields: Map<FieldName, FieldValue>, name: FieldName, value: FieldValue): void {
	const held = fields.get(name);
	if (held === undefined || (sizeOf(held) === 0 && sizeOf(value) > 0)) fields.set(name, value);
}

function sizeOf(value: FieldValue): number {
	return 'bytes' in value ? value.bytes.length : value.characters.length;
}

/** A short value, such as an ID or a number: without control characters and surrounding blanks, null if empty. */
export function readShort(fields: Fields, name: FieldName): string | null {
	const value = fields.get(name);
	if (value === undefined) return null;
	const written = 'bytes' in value ? decodeBytes(value.bytes) : value.characters;
	const cleaned = written.replace(/[\u0000-\u001f\u007f]/g, '').trim();
	return cleaned === '' ? null : cleaned;
}
