import { ONE_API_ERRORS, ONE_API_STATUSES, refusalOf } from './codes';
import { MAX_MESSAGES, MAX_WHATSAPP, PRICE, VALIDITY_MINUTES, WINDOW_HOURS, type Channel } from './model';
import { oneApiError, type OneApiError, oneApiFailure } from './oneApiErrors';
import { partsOf } from './smsApi';
import {
	digitsOf,
	type PlatformReply,
	type PlatformRequest,
	type PlatformWorld,
	readSchedule,
	shown,
	valueOf,
} from './world';
import { defined } from '../defined';

const CHARSETS = new Set(['ASCII', 'UCS2-BE', 'UTF-8', 'Windows-1252']);
const USA = /^1\d{10}$/;

type Refused = readonly [code: number, detail?: string];

interface Content {
	/** What a person would read. */
	text: string;
	/** Not held to the 24 hours of WhatsApp. */
	template: boolean;
}

/** `POST /v1/message`: at most 100 messages, each with its own text, recipient and answer. */
export function send(world: PlatformWorld, request: PlatformRequest): PlatformReply {
	const list = valueOf(request.body, 'messages');
	if (!Array.isArray(list) || list.length === 0) return oneApiFailure(21);
	if (list.length > MAX_MESSAGES) return oneApiFailure(22);
	const entries = list.map((message: unknown) => sendOne(world, request, message));
	const refused = entries.flatMap(({ error }) => error ?? []);
	if (world.quirks.order === 'reversed') entries.reverse();
	const accepted = entries.length - refused.length;
	const [only] = refused;
	const single =
		entries.length === 1 && only !== undefined ? defined(ONE_API_ERRORS[only.code])[1] : undefined;
	return {
		status: single ?? (refused.length === 0 ? 202 : 207),
		body: { messages: entries, error: null },
		accepted,
	};
}

interface Entry {
	apiMessageId?: string;
	accepted: boolean;
	to?: string;
	clientMessageId?: string;
	error: OneApiError | null;
}

function sendOne(world: PlatformWorld, request: PlatformRequest, message: unknown): Entry {
	const { integration } = request;
	const to = valueOf(message, 'to');
	const clientMessageId = valueOf(message, 'clientMessageId');
	const echo = {
		...(typeof to === 'string' ? { to: digitsOf(to) ?? to } : {}),
		...(typeof clientMessageId === 'string' ? { clientMessageId } : {}),
	};
	const channel: unknown = valueOf(message, 'channel') ?? 'sms';
	const content = channel === 'whatsapp' ? whatsAppContent(world, message) : smsContent(message);
	const refused = Array.isArray(content)
		? (content as unknown as Refused)
		: refusalFor(world, request, message, channel, content as Content);
	if (refused !== undefined) return { accepted: false, ...echo, error: oneApiError(...refused) };

	const { text, template } = content as Content;
	const digits = defined(digitsOf(to));
	const parts = channel === 'sms' ? partsOf(text) : 1;
	const milliCharge = PRICE[channel as Channel] * parts;
	world.portal.accountOf(integration).milliBalance -= milliCharge;
	const from = valueOf(message, 'from');
	const validity = valueOf(message, 'validityPeriod');
	const schedule = valueOf(message, 'scheduledDeliveryTime');
	const closed = channel === 'whatsapp' && !template && !windowIsOpen(world, request, digits);
	const { id } = world.messages.accept({
		integrationId: integration.id,
		channel: channel as Channel,
		to: digits,
		from: typeof from === 'string' ? from : (integration.twoWayNumbers[0] ?? ''),
		text,
		sent: message as Record<string, unknown>,
		clientMessageId: typeof clientMessageId === 'string' ? clientMessageId : '',
		parts,
		milliCharge,
		validity: typeof validity === 'number' ? validity : VALIDITY_MINUTES,
		...(schedule === undefined ? {} : { scheduledFor: readSchedule(schedule) }),
		...(closed ? { failsWith: 131 } : {}),
	});
	return { apiMessageId: id, accepted: true, ...echo, error: null };
}

function windowIsOpen(world: PlatformWorld, { integration }: PlatformRequest, from: string): boolean {
	const wrote = world.lastWrote(integration, from);
	return wrote !== undefined && world.state.clock.now() - wrote < WINDOW_HOURS * 3_600_000;
}

/** What refuses a message whose content is sound, in the order in which a server would look. */
function refusalFor(
	world: PlatformWorld,
	{ integration }: PlatformRequest,
	message: unknown,
	channel: unknown,
	{ text }: Content,
): Refused | undefined {
	const to = digitsOf(valueOf(message, 'to'));
	const charset = valueOf(message, 'charset');
	const schedule = valueOf(message, 'scheduledDeliveryTime');
	if (valueOf(message, 'to') === undefined) return [23, ': to'];
	if (to === undefined) return [25, `: ${String(valueOf(message, 'to'))}`];
	if (channel !== 'sms' && channel !== 'whatsapp') return [23, ': channel'];
	if (!integration.channels.includes(channel)) return [39];
	if (integration.demoEnded) return [46];
	if (integration.testPhones !== undefined && !integration.testPhones.includes(to)) return [28];
	if (integration.optedOut.includes(to)) return [26];
	if (schedule !== undefined && Number.isNaN(readSchedule(schedule))) return [23, ': scheduledDeliveryTime'];
	if (charset !== undefined && !CHARSETS.has(shown(charset))) return [40, `: ${shown(charset)}`];
	const ofSms = channel === 'sms' ? refusalOfSms(integration, valueOf(message, 'from'), to, text) : undefined;
	if (ofSms !== undefined) return ofSms;
	const fate = refusalOf(to);
	if (fate !== undefined) return [fate];
	const price = channel === 'sms' ? PRICE.sms * partsOf(text) : PRICE.whatsapp;
	return world.portal.accountOf(integration).milliBalance < price ? [20] : undefined;
}

function refusalOfSms(
	{ twoWayNumbers, suspendedNumbers, maxParts }: PlatformRequest['integration'],
	from: unknown,
	to: string,
	text: string,
): Refused | undefined {
	if (from !== undefined && !twoWayNumbers.includes(shown(from))) return [45];
	if (suspendedNumbers.includes(shown(from))) return [44];
	if (USA.test(to) && twoWayNumbers.length === 0) return [110];
	return partsOf(text) > maxParts ? [100] : undefined;
}

function smsContent(message: unknown): Content | Refused {
	const content = valueOf(message, 'content');
	if (typeof content !== 'string' || content === '') return [23, ': content'];
	return { text: content, template: false };
}

function whatsAppContent({ media }: PlatformWorld, message: unknown): Content | Refused {
	const content = valueOf(message, 'content');
	const template = valueOf(message, 'template') ?? valueOf(message, 'hsm');
	const file = valueOf(message, 'media');
	const location = valueOf(message, 'location');
	const contacts = valueOf(message, 'contacts');
	const named = (name: string, value: unknown) => `[${name} ${String(value)}]`;
	if (template !== undefined) {
		const name = valueOf(template, 'templateName') ?? valueOf(template, 'template');
		const fileId = valueOf(valueOf(valueOf(template, 'header'), 'media'), 'fileId');
		if (fileId !== undefined && media.get(shown(fileId)) === undefined) return [33];
		return { text: named('template', name), template: true };
	}
	if (file !== undefined) {
		const found = media.get(String(valueOf(file, 'fileId')));
		if (found === undefined) return [33];
		const to = digitsOf(valueOf(message, 'to'));
		if (found.to !== '' && found.to !== to) return [33];
		if (found.fileId.endsWith('.unsupported')) return [30];
		return { text: named('media', found.fileName), template: false };
	}
	if (location !== undefined) return { text: named('location', JSON.stringify(location)), template: false };
	if (contacts !== undefined) return { text: named('contacts', JSON.stringify(contacts)), template: false };
	if (typeof content !== 'string' || content === '') return [23, ': content'];
	const contentType = valueOf(message, 'contentType');
	if (contentType !== undefined) return { text: named('media', contentType), template: false };
	if (content.length > MAX_WHATSAPP) return [24];
	return { text: content, template: false };
}

/** `GET /v1/message/<id>`. A message of another integration is as unknown as one there is not. */
export function getStatus(world: PlatformWorld, { pathValues, integration }: PlatformRequest): PlatformReply {
	const message = world.messages.get(pathValues.messageId ?? '');
	if (message?.integrationId !== integration.id) {
		return { status: 200, body: { status: 'UNKNOWN', timestamp: world.state.clock.now() } };
	}
	const timestamp = defined(message.history.at(-1)).at;
	return {
		status: 200,
		body: { [message.channel]: { status: defined(ONE_API_STATUSES[message.status]), timestamp } },
	};
}

/** `POST /v1/notification`: marks messages that came by WhatsApp as read. */
export function notify(world: PlatformWorld, { body, integration }: PlatformRequest): PlatformReply {
	const list = valueOf(valueOf(body, 'event'), 'messageStatusUpdate');
	if (!Array.isArray(list) || list.length === 0) return oneApiFailure(21);
	const entries = list.map((update: unknown) => {
		const messageId = String(valueOf(update, 'messageId'));
		const clientEventId = valueOf(update, 'clientEventId');
		const echo = typeof clientEventId === 'string' ? { clientEventId } : {};
		const message = world.inbound.find(({ id }) => id === messageId);
		if (message?.integrationId !== integration.id || message.channel !== 'whatsapp') {
			return { apiEventId: null, accepted: false, messageId, ...echo, error: oneApiError(23, ': messageId') };
		}
		message.read = true;
		return { apiEventId: world.state.ids(), accepted: true, messageId, ...echo, error: null };
	});
	const all = entries.every(({ accepted }) => accepted);
	return { status: all ? 202 : 207, body: { event: { messageStatusUpdate: entries }, error: null } };
}
