import type { CallbackEvent, InboundEvent, StatusEvent } from '../../apis/gateway/callbacks';

/** What most workflows use of an event: ten fields, as n8n's guidelines allow at most. Persisted. */
const STATUS_FIELDS = [
	'kind',
	'messageId',
	'clientMessageId',
	'to',
	'status',
	'statusText',
	'outcome',
	'final',
	'timestamp',
	'dedupeKey',
] as const satisfies readonly (keyof StatusEvent)[];

/** The parts stay: without them a long message could not be put together. */
const INBOUND_FIELDS = [
	'kind',
	'messageId',
	'from',
	'to',
	'text',
	'timestamp',
	'partReference',
	'partNumber',
	'partTotal',
	'dedupeKey',
] as const satisfies readonly (keyof InboundEvent)[];

/** The event with its ten most used fields only, in their order. */
export function simplified(event: CallbackEvent): Partial<CallbackEvent> {
	const kept: readonly string[] = event.kind === 'status' ? STATUS_FIELDS : INBOUND_FIELDS;
	return Object.fromEntries(Object.entries(event).filter(([name]) => kept.includes(name)));
}
