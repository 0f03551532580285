import { MESSAGE_STATUSES, type MessageStatus } from '../catalogue/statuses';

const byCode = new Map(MESSAGE_STATUSES.map((status) => [status.code, status]));

export type StatusFacts = {
	status: string;
	statusText: string;
	outcome: MessageStatus['outcome'];
	final: boolean;
};

/** A status with its meaning beside it; one that no document names is `unknown` and not final. */
export function describeStatus(code: string): StatusFacts {
	const known = byCode.get(code);
	return {
		status: code,
		statusText: known?.text ?? 'Unknown status',
		outcome: known?.outcome ?? 'unknown',
		final: known?.final ?? false,
	};
}
