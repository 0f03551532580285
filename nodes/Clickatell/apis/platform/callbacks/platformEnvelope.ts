import type { Redactor } from '../../../formats/redact';
import { dedupeKeyOf } from '../../gateway/callbacks/identity';
import { type Conversation, conversationOf } from '../../../message/conversation';
import { readConcatenation } from '../../../message/text/udh';
import { isObject } from '../../../formats/isObject';
import { fieldOf, numberOf, shortOf, textOf } from '../json';
import { describePlatformStatus } from '../platformStatuses';
import { readMilliseconds } from '../platformTimes';
import type { PlatformEvent, PlatformInboundEvent } from './platformEvents';
import { readFiles } from './files';
import { partOf } from './flat';
import { withoutSecrets } from './platformSecrets';

/**
 * Events of one call that are read; today it brings one of a kind. To read more would hold n8n up for too long: what is
 * left comes as one event, as it is.
 */
const MAX_EVENTS = 1000;
/** Name of the event that holds them. */
const MORE = 'moreEvents';

type Fields = Readonly<Record<string, unknown>>;
type Short = (value: unknown) => string | null;

/**
 * The events of a call of One API: one for each entry of each list, in their order
 * (docs/protocol/platform.md#callbacks). Kinds that are not known yet come as they are.
 */
export function readEnvelope(body: Fields, secrets: Redactor): readonly PlatformEvent[] {
	const short: Short = (value) => {
		const text = shortOf(value);
		return text === null ? null : secrets.value(text);
	};
	const event = isObject(body.event) ? body.event : {};
	const integration = {
		// Written `integrationID` on one page.
		integrationId: short(body.integrationId) ?? short(body.integrationID),
		integrationName: short(body.integrationName),
		format: 'oneApi',
	} as const;
	const events: PlatformEvent[] = [];
	const more = new Map<string, Fields[]>();
	for (const [name, list] of Object.entries(event)) {
		const entries = (Array.isArray(list) ? list : [list]).filter(isObject);
		const rest = entries.splice(MAX_EVENTS - events.length);
		events.push(...entries.map((entry) => readEvent(name, entry, integration, short, secrets)));
		if (rest.length > 0) more.set(name, rest);
	}
	if (more.size > 0) events.push(readEvent(MORE, Object.fromEntries(more), integration, short, secrets));
	return events;
}

function readEvent(
	name: string,
	entry: Fields,
	integration: Pick<PlatformEvent, 'integrationId' | 'integrationName' | 'format'>,
	short: Short,
	secrets: Redactor,
): PlatformEvent {
	const common = {
		channel: short(entry.channel)?.toLowerCase() ?? null,
		messageId: short(entry.messageId),
		from: short(entry.from),
		to: short(entry.to),
		timestamp: readMilliseconds(entry.timestamp),
		...integration,
	};
	switch (name) {
		case 'messageStatusUpdate':
			return readStatus(entry, common, short);
		case 'moText':
		case 'moMedia':
		case 'moLocation':
			return readInbound(name, entry, common, short);
		default: {
			const raw = withoutSecrets(entry, secrets);
			const identity = ['oneApi', name, JSON.stringify(raw)];
			return {
				kind: 'other',
				name: secrets.words(name, 100),
				...common,
				raw,
				dedupeKey: dedupeKeyOf('other', identity),
			};
		}
	}
}

type CommonFields = Omit<PlatformEvent, 'kind' | 'dedupeKey'>;

function readStatus(entry: Fields, common: CommonFields, short: Short): PlatformEvent {
	const statusCode = numberOf(entry.statusCode);
	const status = short(entry.status) ?? short(entry.statusCode) ?? '';
	const clientMessageId = short(entry.clientMessageId);
	const { messageId, from, to, timestamp, channel, ...integration } = common;
	// Client message IDs may be used again: without the message's own all that was sent counts.
	const identity =
		messageId === null
			? ['oneApi', 'client', channel, clientMessageId, to, status, statusCode, timestamp]
			: ['oneApi', 'message', channel, messageId, status, statusCode];
	return {
		kind: 'status',
		channel,
		messageId,
		clientMessageId,
		to,
		from,
		status,
		...describePlatformStatus('oneApi', status),
		statusCode,
		statusDescription: short(entry.statusDescription),
		timestamp,
		...integration,
		dedupeKey: dedupeKeyOf('status', identity),
	};
}

const TYPES = { moText: 'text', moMedia: 'media', moLocation: 'location' } as const;

function readInbound(
	name: keyof typeof TYPES,
	entry: Fields,
	common: CommonFields,
	short: Short,
): PlatformInboundEvent {
	const type = TYPES[name];
	const text = textOf(type === 'media' ? entry.caption : entry.content) ?? null;
	const { messageId, from, to, timestamp, channel, ...integration } = common;
	const latitude = numberOf(entry.latitude) ?? numberOf(entry.latitute);
	const longitude = numberOf(entry.longitude);
	const files = type === 'media' ? readFiles(entry, short) : [];
	const udh = short(entry.udh);
	const identity =
		messageId === null
			? [
					'oneApi',
					'sent',
					name,
					channel,
					from,
					to,
					timestamp,
					text,
					longitude,
					latitude,
					JSON.stringify(files),
				]
			: ['oneApi', 'message', channel, messageId, ...apart(name, udh, files)];
	const event = {
		kind: 'inbound',
		type,
		channel,
		messageId,
		from,
		to,
		text,
		charset: short(entry.charset),
		udh,
		...partOf(udh === null ? undefined : readConcatenation(udh)),
		relatedMessageId: short(entry.relatedMessageId),
		relatedClientMessageId: short(entry.relatedClientMessageId),
		files,
		longitude: type === 'location' ? longitude : null,
		latitude: type === 'location' ? latitude : null,
		locationName: short(entry.locationName),
		locationAddress: short(entry.locationAddress),
		profileName: short(fieldOf(entry.whatsapp, 'profileName')),
		network: short(fieldOf(entry.sms, 'network')),
		keyword: short(entry.keyword),
		timestamp,
		...integration,
		dedupeKey: dedupeKeyOf('inbound', identity),
	} satisfies Omit<PlatformInboundEvent, keyof Conversation>;
	return { ...event, ...conversationOf(event) };
}

/** What tells events of one message ID apart: a part of a long text, or a file of several. */
function apart(
	name: keyof typeof TYPES,
	udh: string | null,
	files: readonly unknown[],
): ReadonlyArray<string | null> {
	return name === 'moText' && udh === null
		? []
		: [name, udh, files.length > 0 ? JSON.stringify(files) : null];
}

/** Whether JSON is an envelope of One API: it has an object `event`, which nothing else has. */
export function isEnvelope(value: unknown): value is Fields {
	return isObject(fieldOf(value, 'event'));
}
