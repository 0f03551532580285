import type { InboundEvent, StatusEvent } from '../../apis/gateway/callbacks';
import type {
	PlatformInboundEvent,
	PlatformOtherEvent,
	PlatformStatusEvent,
} from '../../apis/platform/callbacks/platformEvents';
import type { TriggerEvent } from './decodeCall';

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
] as const satisfies readonly (keyof StatusEvent & keyof PlatformStatusEvent)[];

/** One API names no number in a status, but a channel. */
const ONE_API_STATUS_FIELDS: readonly (keyof PlatformStatusEvent)[] = STATUS_FIELDS.map((name) =>
	name === 'to' ? 'channel' : name,
);

/** What every inbound event keeps: `chatInput` stands for the text, and `dedupeKey` for the ID where that gives way. */
const OF_CONVERSATION = ['kind', 'from', 'dedupeKey', 'sessionId', 'chatInput', 'optOut'] as const;

/** The parts stay: without them a long message could not be put together. */
const INBOUND_FIELDS = [
	...OF_CONVERSATION,
	'to',
	'partReference',
	'partNumber',
	'partTotal',
] as const satisfies readonly (keyof InboundEvent & keyof PlatformInboundEvent)[];

const ONE_API_INBOUND_FIELDS: Readonly<
	Record<PlatformInboundEvent['type'], readonly (keyof PlatformInboundEvent)[]>
> = {
	text: [...OF_CONVERSATION, 'channel', 'messageId', 'to', 'relatedMessageId'],
	media: [...OF_CONVERSATION, 'type', 'channel', 'messageId', 'files'],
	location: [...OF_CONVERSATION, 'type', 'channel', 'longitude', 'latitude'],
};

const OTHER_FIELDS: readonly (keyof PlatformOtherEvent)[] = [
	'kind',
	'name',
	'channel',
	'messageId',
	'from',
	'to',
	'timestamp',
	'dedupeKey',
	'raw',
];

function fieldsOf(event: TriggerEvent): readonly string[] {
	const isOneApi = event.format === 'oneApi';
	switch (event.kind) {
		case 'status':
			return isOneApi ? ONE_API_STATUS_FIELDS : STATUS_FIELDS;
		case 'inbound':
			return isOneApi ? ONE_API_INBOUND_FIELDS[event.type] : INBOUND_FIELDS;
		case 'other':
			return OTHER_FIELDS;
	}
}

/** The event with its ten most used fields only, in their order. */
export function simplified(event: TriggerEvent): Partial<TriggerEvent> {
	const kept = fieldsOf(event);
	return Object.fromEntries(Object.entries(event).filter(([name]) => kept.includes(name)));
}
