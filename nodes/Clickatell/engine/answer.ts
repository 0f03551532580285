import type { EarlierSend, Fate } from '../message/rows';

/** A call that came to nothing for certain, or of which nobody knows. */
export type Failure =
	/** The whole call was refused: nothing was accepted, nothing is charged. */
	| { readonly kind: 'refused'; readonly code: string | null; readonly text: string }
	/** The call certainly did not arrive. */
	| {
			readonly kind: 'notSent';
			readonly sentence: string;
			readonly advice: string;
			readonly code?: string | null;
	  }
	/** Nobody knows: the call may have been carried out. */
	| { readonly kind: 'doubtful'; readonly sentence: string; readonly advice: string };

/** A file that an answer brings. */
export interface RecordFile {
	readonly bytes: Uint8Array;
	readonly fileName?: string;
	readonly contentType?: string;
}

/** What came of one call. */
export type Answer =
	/** Of a send, in the order of its recipients. */
	| { readonly kind: 'recipients'; readonly fates: readonly Fate[] }
	/** Of everything else, by the names of the operation's result fields. */
	| {
			readonly kind: 'record';
			readonly record: Readonly<Record<string, unknown>>;
			/** By the names that they have as binary data of the item. */
			readonly files?: Readonly<Record<string, RecordFile>>;
			/** All messages that the answer names, where it may name several. */
			readonly messageIds?: readonly string[];
	  }
	/** A send that was not made, because a run before made it or may have made it. */
	| ({ readonly kind: 'earlier' } & EarlierSend)
	/** An answer to anything but a send that does not say what came of it. */
	| { readonly kind: 'unreadable'; readonly reason: string }
	| Failure;

export const NEVER_OPEN: Failure = {
	kind: 'notSent',
	sentence:
		"'Quiet Hours' began for some recipients while the run was under way, and no time suits all of them",
	advice: 'Run the workflow again for the recipients that were not reached.',
};

/** Spelt as n8n does: by this word it knows a canceled execution from a failed one. */
export const CANCELLED: Failure = {
	kind: 'notSent',
	sentence: 'The execution was canceled',
	advice: 'Run the workflow again for the recipients that were not reached.',
};
