/**
 * Message statuses (docs/protocol/soap.md#message-statuses; the outcome is the class of each).
 *
 * `outcome` is what a workflow branches on: `delivered` and `failed` are the two ends, `intermediate` is a message
 * still on its way, `unknown` says that the gateway cannot tell. `final` means that no other status is expected.
 */

export type Outcome = 'intermediate' | 'delivered' | 'failed' | 'unknown';

export interface MessageStatus {
	/** Three digits, as a status is always written here, however it came. */
	readonly code: string;
	/** A few words for a result column or a list entry. */
	readonly text: string;
	/** One sentence more, for documentation and hints. */
	readonly meaning: string;
	readonly outcome: Outcome;
	readonly final: boolean;
}

export const MESSAGE_STATUSES: readonly MessageStatus[] = [
	{
		code: '001',
		text: 'Message unknown',
		meaning: 'The message ID is not known, or the report on it is late. Ask again later.',
		outcome: 'unknown',
		final: false,
	},
	{
		code: '002',
		text: 'Message queued',
		meaning: 'The message could not be delivered yet and waits for the next attempt.',
		outcome: 'intermediate',
		final: false,
	},
	{
		code: '003',
		text: 'Delivered to gateway',
		meaning: 'The message was handed to the upstream gateway or network.',
		outcome: 'intermediate',
		final: false,
	},
	{
		code: '004',
		text: 'Received by recipient',
		meaning: 'The handset has confirmed that it holds the message.',
		outcome: 'delivered',
		final: true,
	},
	{
		code: '005',
		text: 'Error with message',
		meaning: 'The message was faulty, most likely in its content.',
		outcome: 'failed',
		final: true,
	},
	{
		code: '006',
		text: 'Message cancelled by user',
		meaning: 'Delivery was stopped by the account holder or by Clickatell staff.',
		outcome: 'failed',
		final: true,
	},
	{
		code: '007',
		text: 'Error delivering message',
		meaning: 'The message could not be delivered to the handset.',
		outcome: 'failed',
		final: true,
	},
	{
		code: '008',
		text: 'Message accepted',
		meaning: 'The gateway has accepted the message and works on it.',
		outcome: 'intermediate',
		final: false,
	},
	{
		code: '009',
		text: 'Routing error',
		meaning: "The message could not be routed, or its price is above the message's 'Maximum Credits'.",
		outcome: 'failed',
		final: true,
	},
	{
		code: '010',
		text: 'Message expired',
		meaning: 'The message expired before it was handed over. It was not charged.',
		outcome: 'failed',
		final: true,
	},
	{
		code: '011',
		text: 'Message scheduled',
		meaning: 'The message is queued for a later delivery time.',
		outcome: 'intermediate',
		final: false,
	},
	{
		code: '012',
		text: 'Out of credit',
		meaning: 'The account holds too little credit to deliver the message.',
		outcome: 'failed',
		final: true,
	},
	{
		code: '013',
		text: 'Message cancelled by Clickatell',
		meaning: 'Clickatell has stopped the delivery.',
		outcome: 'failed',
		final: true,
	},
	{
		code: '014',
		text: 'Message limit exceeded',
		meaning: 'The account has reached the number of messages that it may send.',
		outcome: 'failed',
		final: true,
	},
	{
		code: '015',
		text: 'Recipient does not wish contact',
		meaning: 'The recipient is on a do-not-contact list.',
		outcome: 'failed',
		final: true,
	},
];
