import type { PlatformApi } from '../platform/api';
import { isFinal, ONE_API_STATUSES, SMS_STATUSES, smsStatusOf } from '../platform/codes';
import type { CallbackUrl, Integration, PlatformInbound, PlatformMessage } from '../platform/model';
import { type CallbackShown, callbackShown } from './callbackShown';
import { defined } from '../defined';

/** A message of the Platform, one way or the other. */
export type PlatformEntry = { product: 'platform'; at: number } & (
	{ kind: 'sent'; message: PlatformMessage } | { kind: 'received'; message: PlatformInbound }
);

/** Both directions, without what was there when the inbox was cleared. */
export function platformEntries({ messages, inbound, cleared }: PlatformApi): PlatformEntry[] {
	const entry = { product: 'platform' } as const;
	return [
		...messages
			.all()
			.slice(cleared.sent)
			.map((message): PlatformEntry => ({ ...entry, kind: 'sent', at: message.acceptedAt, message })),
		...inbound
			.slice(cleared.received)
			.map((message): PlatformEntry => ({ ...entry, kind: 'received', at: message.at, message })),
	];
}

/** What to do about a message that WhatsApp did not deliver, as the only thing that a person at the inbox can do. */
const OUTSIDE_WINDOW =
	'This phone has not written within 24 hours: WhatsApp delivers templates only. Reply as the phone, then send again.';

/** What a search looks through. */
export function platformWords({ portal }: PlatformApi, entry: PlatformEntry): string[] {
	const { id, channel, from, to, integrationId } = entry.message;
	const integration = portal.integrations.get(integrationId);
	const words = [to, from, textOf(entry), id, channel, integration?.name ?? ''];
	if (entry.kind === 'sent') {
		words.push(entry.message.clientMessageId, statusName(integration, entry.message.status));
	}
	return words;
}

/** A message as the page shows it. */
export function platformShown(
	{ portal }: PlatformApi,
	entry: PlatformEntry,
	callbacks: readonly CallbackShown[],
): object {
	const { kind, message, at } = entry;
	const { id, channel, from, to, integrationId } = message;
	const integration = portal.integrations.get(integrationId);
	const common = {
		product: 'platform',
		channel,
		kind,
		id,
		from,
		to,
		text: textOf(entry),
		at,
		through: integration?.name ?? '',
		integration: integration?.name ?? '',
		callbacks,
	};
	if (kind === 'received') return { ...common, parts: 1, read: message.read };
	const account = integration === undefined ? undefined : portal.accountOf(integration);
	return {
		...common,
		clientId: message.clientMessageId,
		encoding: '',
		parts: channel === 'sms' ? message.parts : 0,
		charge: `${message.milliCharge / 1000} ${account?.currency ?? ''}`,
		status: String(message.status),
		statusText: statusName(integration, message.status),
		tone: toneOf(message.status),
		statuses: integration?.type === 'sms' ? 'smsApi' : 'oneApi',
		history: message.history.map((step) => ({ status: statusName(integration, step.status), at: step.at })),
		unanswerable:
			channel === 'sms' && integration?.twoWayNumbers.length === 0
				? 'The integration is one-way: its messages cannot be answered.'
				: '',
		hint: ONE_API_STATUSES[message.status] === 'WHATSAPP_RE_ENGAGEMENT_REQUIRED' ? OUTSIDE_WINDOW : '',
		unread: channel === 'whatsapp' && ONE_API_STATUSES[message.status] === 'DEVICE_ACK',
	};
}

/** The callbacks that tell of these messages. */
export function platformCallbacks(
	{ callbacks, messages, portal }: PlatformApi,
	ids: ReadonlySet<string>,
): Map<string, CallbackShown[]> {
	const told = new Map<string, CallbackShown[]>();
	for (const callback of callbacks.list()) {
		callback.messageIds.forEach((id, index) => {
			if (!ids.has(id)) return;
			const integration = portal.integrations.get(messages.get(id)?.integrationId ?? '');
			const status = callback.statuses[index];
			const name = status === undefined ? '' : statusName(integration, status);
			const known = told.get(id);
			const shown = callbackShown({ ...callback, status: name });
			if (known === undefined) told.set(id, [shown]);
			else known.push(shown);
		});
	}
	return told;
}

/** Accounts with their balance, and integrations with their keys and where their callbacks go. */
export function portalShown({ portal, url }: PlatformApi): object {
	return {
		url,
		accounts: [...portal.accounts.values()].map(({ name, milliBalance, currency }) => ({
			name,
			balance: milliBalance / 1000,
			currency,
		})),
		integrations: [...portal.integrations.values()].map(
			({ name, key, type, channels, twoWayNumbers, status, inbound }) => ({
				name,
				key,
				type,
				channels,
				twoWayNumbers,
				status: urlShown(status),
				inbound: urlShown(inbound),
			}),
		),
	};
}

/** The statuses that a message can be given, by number, as the callbacks of each API name them. */
export const PLATFORM_STATUS_CHOICES = {
	oneApi: Object.entries(ONE_API_STATUSES),
	// Several statuses of One API are one there: the first of them stands for all. No SMS is known to be read.
	smsApi: [
		...new Map(
			Object.entries(ONE_API_STATUSES)
				.filter(([, name]) => name !== 'READ')
				.reverse()
				.map(([status]) => [defined(SMS_STATUSES[smsStatusOf(Number(status))]), status]),
		),
	]
		.map(([name, status]) => [status, name])
		.reverse(),
};

/** A status as the callbacks of the integration's API name it. */
function statusName(integration: Integration | undefined, status: number): string {
	return (integration?.type === 'sms' ? SMS_STATUSES[smsStatusOf(status)] : ONE_API_STATUSES[status]) ?? '';
}

function toneOf(status: number): 'good' | 'bad' | 'busy' {
	if (['DEVICE_ACK', 'READ', 'EMULATED'].includes(ONE_API_STATUSES[status] ?? '')) return 'good';
	return isFinal(status) ? 'bad' : 'busy';
}

/** What a person wrote in words; of a place or a file a line that says what it is. */
function textOf({ kind, message }: PlatformEntry): string {
	if (kind === 'sent') return message.text;
	const { text, location, media } = message;
	if (location !== undefined) {
		const { latitude, longitude, name, address } = location;
		return ['[location]', name, address, `${latitude}, ${longitude}`].filter(Boolean).join(' ');
	}
	if (media !== undefined) return ['[media]', media.caption].filter(Boolean).join(' ');
	return text ?? '';
}

/** A callback URL may carry a secret in its query. */
function urlShown(callback: CallbackUrl | undefined): object | null {
	if (callback === undefined) return null;
	const { url, method, user } = callback;
	return { url: url.replace(/\?.*$/, '?…'), type: method, user: user ?? '' };
}
