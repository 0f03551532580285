import { STATUS_TEXT } from '../codes';
import type { CallbackRecord, HandsetRecord } from '../callbacks/sender';
import type { Gateway } from '../gateway';
import type { CallbackSettings, Message } from '../model';
import { callbackShown } from './callbackShown';
import {
	PLATFORM_STATUS_CHOICES,
	platformCallbacks,
	platformEntries,
	type PlatformEntry,
	platformShown,
	platformWords,
	portalShown,
} from './platformSnapshot';

/** What one open page asks to see. */
export interface InboxView {
	/** Only entries that hold this, in any case of letters; '' for all. */
	search: string;
	/** The most entries, newest first. */
	limit: number;
}

/** A message that a handset received, or sent. */
type Entry =
	| PlatformEntry
	| ({ product: 'gateway'; at: number } & (
			{ kind: 'sent'; message: Message } | { kind: 'received'; message: HandsetRecord }
	  ));

/** Statuses of messages that have failed. */
const FAILED = new Set(['005', '006', '007', '009', '010', '012', '014']);

const STATUS_CHOICES = {
	gateway: Object.entries(STATUS_TEXT)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([status, text]) => [status, `${status} ${text}`]),
	...PLATFORM_STATUS_CHOICES,
};

/** What the page shows of the gateway. */
export function snapshot(gateway: Gateway, view: InboxView): object {
	const { state, platform } = gateway;
	const entries = newestFirst(gateway);
	const search = view.search.trim().toLowerCase();
	const found = search === '' ? entries : entries.filter((entry) => wordsOf(gateway, entry).includes(search));
	const shown = found.slice(0, view.limit);
	const ids = new Set(shown.map(idOf));
	const told = callbacksOf(gateway, ids);
	const toldByPlatform = platformCallbacks(platform, ids);
	const all =
		state.messages.size + state.fromHandsets.length + platform.messages.size + platform.inbound.length;
	return {
		accounts: [...state.accounts.values()].map(({ user, milliCredits }) => ({
			user,
			credit: milliCredits / 1000,
		})),
		apis: [...state.apis.values()].map(({ apiId, callback, inbound }) => ({
			apiId,
			callback: settingsShown(callback),
			inbound: settingsShown(inbound),
		})),
		platform: portalShown(platform),
		statuses: STATUS_CHOICES,
		total: entries.length,
		found: found.length,
		cleared: all - entries.length,
		messages: shown.map((entry) =>
			entry.product === 'platform'
				? platformShown(platform, entry, toldByPlatform.get(entry.message.id) ?? [])
				: shownAs(entry, told),
		),
		mails: gateway.connect.mails.slice(-view.limit).reverse(),
	};
}

/** Both products and both directions in one row, without what was there when the inbox was cleared. */
function newestFirst({ state, platform }: Gateway): Entry[] {
	const { sent, received } = state.cleared;
	const product = 'gateway';
	const entries: Entry[] = [
		...state.messages
			.all()
			.slice(sent)
			.map((message): Entry => ({ product, kind: 'sent', at: message.acceptedAt, message })),
		...state.fromHandsets
			.slice(received)
			.map((message): Entry => ({ product, kind: 'received', at: message.acceptedAt, message })),
		...platformEntries(platform),
	];
	return entries.sort((a, b) => a.at - b.at).reverse();
}

function idOf({ product, message }: Entry): string {
	if (product === 'platform') return message.id;
	return 'apiMsgId' in message ? message.apiMsgId : message.moMsgId;
}

/** What a search looks through. */
function wordsOf({ platform }: Gateway, entry: Entry): string {
	if (entry.product === 'platform') return platformWords(platform, entry).join('\n').toLowerCase();
	const { from, to, text } = entry.message;
	const words = [to, from, text, idOf(entry)];
	if (entry.kind === 'sent') {
		const { climsgid, status } = entry.message;
		words.push(climsgid, `${status} ${STATUS_TEXT[status] ?? ''}`);
	}
	return words.join('\n').toLowerCase();
}

function shownAs(entry: Exclude<Entry, PlatformEntry>, told: ReadonlyMap<string, CallbackRecord[]>): object {
	const { product, kind, message, at } = entry;
	const id = idOf(entry);
	const { from, to, text, apiId } = message;
	const common = {
		...{ product, channel: 'sms', kind, id, from, to, text, at },
		through: `API ${apiId}`,
		apiId,
	};
	if (kind === 'received') {
		return { ...common, parts: message.callbacks.length, callbacks: message.callbacks.map(callbackShown) };
	}
	return {
		...common,
		clientId: message.climsgid,
		encoding: message.encoding,
		parts: message.parts,
		charge: `${message.milliCharge / 1000} credits`,
		status: message.status,
		statusText: `${message.status} ${STATUS_TEXT[message.status] ?? ''}`,
		tone: message.status === '004' ? 'good' : FAILED.has(message.status) ? 'bad' : 'busy',
		statuses: 'gateway',
		history: message.history,
		callbacks: (told.get(id) ?? []).map(callbackShown),
		// A phone cannot answer a name.
		unanswerable: /^\+?\d+$/.test(from) ? '' : 'A sender that is a name cannot be answered.',
		unread: false,
	};
}

/** The status callbacks of these messages. */
function callbacksOf({ callbacks }: Gateway, ids: ReadonlySet<string>): Map<string, CallbackRecord[]> {
	const told = new Map<string, CallbackRecord[]>();
	for (const callback of callbacks.list()) {
		if (!ids.has(callback.messageId)) continue;
		const known = told.get(callback.messageId);
		if (known === undefined) told.set(callback.messageId, [callback]);
		else known.push(callback);
	}
	return told;
}

/** A callback URL may carry a secret in its query. */
function settingsShown(settings: CallbackSettings | undefined): object | null {
	if (settings === undefined) return null;
	const { url, type, user } = settings;
	return { url: url.replace(/\?.*$/, '?…'), type, user: user ?? '' };
}
