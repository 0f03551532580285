import type { GatewayOperation } from '../catalogue/types';
import type { CallValues } from '../message/callValues';
import type { Answer } from './answer';

export interface CallOptions {
	readonly timeoutMs: number;
	/** Whether a call that is answered with 901 (internal error) may be made once more. */
	readonly repeatOnInternalError: boolean;
	/** After so long what only reads is not tried again. */
	readonly patienceMs?: number;
}

/** An API with an account of it, ready to be called: all that sending and asking know of it. */
export interface Api {
	/** Whether a call of this operation has a place for a value. */
	carries(operation: GatewayOperation, value: string): boolean;
	/**
	 * Makes one call. A `read` is repeated after doubt; a `spend` only after an answer which proves that it was refused.
	 * Never rejects.
	 */
	call(operation: GatewayOperation, values: CallValues, options: CallOptions): Promise<Answer>;
}
