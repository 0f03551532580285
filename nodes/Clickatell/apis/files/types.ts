import type { MergeFields } from '../../message/mergeFields';
import type { Encoding, EncodingChoice } from '../../message/text/gsm';

/** The same text to many. */
export interface SameText {
	readonly kind: 'same';
	readonly text: string;
	readonly encoding: EncodingChoice;
	/** Digits in international format. */
	readonly to: readonly string[];
}

/** One recipient, as digits in international format, with the values that stand in its text. */
export interface MergeRow {
	readonly to: string;
	readonly fields: MergeFields;
}

/** A template with values for each recipient; a text of its own for each is the template `#field1#`. */
export interface MergedTexts {
	readonly kind: 'merged';
	readonly template: string;
	readonly rows: readonly MergeRow[];
	/** Stands between the values of a line. One that no value holds is taken where none is given. */
	readonly delimiter?: string;
}

export interface Bulk {
	readonly account: { readonly apiId: string; readonly user: string; readonly password: string };
	/** By their names on the wire (docs/protocol/http.md#parameters), coded; `concat` is the most parts of a message. */
	readonly options: Readonly<Record<string, string>>;
	readonly content: SameText | MergedTexts;
}

/** A whole sentence; `row` is the place in `to` or `rows`, where the fault is of one recipient. */
export interface BulkFault {
	readonly row?: number;
	readonly sentence: string;
}

/** One email or file, and what stands in it. */
export interface BulkText {
	readonly text: string;
	readonly recipients: number;
	/** Message parts to all its recipients together. */
	readonly parts: number;
	readonly lines: number;
}

export type BulkResult =
	| { readonly ok: true; readonly encoding: Encoding; readonly texts: readonly BulkText[] }
	/** Every fault there is; then nothing was composed. */
	| { readonly ok: false; readonly faults: readonly BulkFault[] };

/** What stands in the texts of a bulk: in each of them, and for each recipient. */
export interface BulkLines {
	readonly head: readonly string[];
	readonly rows: readonly string[];
	readonly encoding: Encoding;
	/** Message parts to each recipient; a number alone holds for all. */
	readonly parts: readonly number[] | number;
}

/** What an email or an uploaded file can hold. */
export interface Carrier {
	/** For sentences: `an email`. */
	readonly name: string;
	/** Characters in a line, all of them ASCII, without its line break. */
	readonly line: number;
	/** Recipients in one of them. */
	readonly recipients: number;
}
