/**
 * The values of `msg_callback` (docs/protocol/soap.md#status-reports): which statuses of a message the gateway
 * reports to the callback URL. 6 reports the same as 2, and 7 the same as 3, because every error is final as well.
 */

export interface CallbackClass {
	readonly value: number;
	readonly label: string;
	readonly help: string;
	/** The statuses reported, three digits each. */
	readonly statuses: readonly string[];
}

const INTERMEDIATE = ['003'] as const;
const ERRORS = ['005', '007', '009', '010', '012'] as const;
const FINAL = ['004', ...ERRORS] as const;

export const CALLBACK_CLASSES: readonly CallbackClass[] = [
	{ value: 0, label: 'None', help: 'No status is reported', statuses: [] },
	{
		value: 1,
		label: 'Intermediate Statuses',
		help: 'Handed to the network, nothing after that',
		statuses: INTERMEDIATE,
	},
	{ value: 2, label: 'Final Statuses', help: 'Received by the handset, or failed', statuses: FINAL },
	{
		value: 3,
		label: 'Intermediate and Final Statuses',
		help: 'Handed to the network, then received by the handset or failed',
		statuses: [...INTERMEDIATE, ...FINAL],
	},
	{ value: 4, label: 'Error Statuses', help: 'Only what failed', statuses: ERRORS },
	{
		value: 5,
		label: 'Intermediate and Error Statuses',
		help: 'Handed to the network, or failed',
		statuses: [...INTERMEDIATE, ...ERRORS],
	},
	{
		value: 6,
		label: 'Final and Error Statuses',
		help: 'Received by the handset, or failed; the same as final statuses',
		statuses: FINAL,
	},
	{
		value: 7,
		label: 'All Statuses',
		help: 'Every status there is; the same as intermediate and final statuses',
		statuses: [...INTERMEDIATE, ...FINAL],
	},
];
