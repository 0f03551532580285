import type { CallbackRecord } from '../callbacks/sender';

/** A callback as the page shows it. */
export interface CallbackShown {
	/** By name or number, as its API tells it; '' of a message from a handset. */
	status: string;
	state: CallbackRecord['state'];
	/** HTTP status of the last try, or why there was none. */
	answer: string;
	tries: number;
}

/** A callback of either product. */
export function callbackShown({
	status,
	state,
	tries,
}: Pick<CallbackRecord, 'status' | 'state' | 'tries'>): CallbackShown {
	const last = tries.at(-1);
	const answer = last === undefined ? '' : 'httpStatus' in last ? String(last.httpStatus) : last.problem;
	return { status, state, answer, tries: tries.length };
}
