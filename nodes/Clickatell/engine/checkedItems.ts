import type { Checked } from '../message/check';
import type { INVALID, NOT_SENT } from '../message/rows';

/** An item that its checks refused. */
export interface Refused {
	readonly faults: readonly string[];
	/** The reason in a few words. */
	readonly meaning: typeof INVALID | typeof NOT_SENT;
	/** The recipients as they were given, if any. */
	readonly to: unknown;
}

/** Items as their checks left them: undefined where they refused one. */
export interface CheckedItems {
	readonly items: readonly (Checked | undefined)[];
	readonly refused: ReadonlyMap<number, Refused>;
}
