import type { GatewayOperation, Operation } from '../catalogue/types';
import type { CallValues } from '../message/callValues';
import type { Scheduling } from '../message/openHours';
import type { CallRoom, PlannedCall } from '../message/plan';
import type { Refusal } from '../message/refusals';
import type { Answer } from './answer';
import type { AsOfNow } from './timedCall';

export interface CallOptions {
	readonly timeoutMs: number;
	/** Whether a call that is answered with 901 (internal error) may be made once more. */
	readonly repeatOnInternalError: boolean;
	/** After so long what only reads is not tried again. */
	readonly patienceMs?: number;
	/** The input item that the call is for, where it is one. */
	readonly item?: number;
}

/** An API with an account of it, ready to be called: all that sending and asking know of it. */
export interface Api<O extends Operation = GatewayOperation> {
	/** Names the account, as far as messages are looked up in it. */
	readonly account: string;
	/** How much one call that sends holds. */
	readonly room: CallRoom;
	/** How it puts messages off. */
	readonly scheduling: Scheduling;
	/** What finds a message by its client message ID, where anything does. */
	readonly finder: O | undefined;
	/** What asks the charge of a number, where anything does. */
	readonly pricer?: O;
	/** What asks for the balance. */
	readonly banker?: O;
	/** Whether a call of this operation has a place for a value. */
	carries(operation: O, value: string): boolean;
	/**
	 * Makes one call. A `read` is repeated after doubt; a `spend` only after an answer which proves that it was refused.
	 * Never rejects.
	 */
	call(operation: O, values: CallValues, options: CallOptions): Promise<Answer>;
	/**
	 * Makes one planned call that sends, by the same rules. Never rejects.
	 *
	 * @param asOfNow asked immediately before the call leaves, after all waiting, each time it is made
	 */
	send(operation: O, call: PlannedCall, options: CallOptions, asOfNow?: AsOfNow): Promise<Answer>;
	/** A refusal in words. */
	describe(code: string | null, text: string): Refusal;
}
