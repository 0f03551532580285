import { STATUS_TEXT } from '../codes';
import type { CallbackRecord, HandsetRecord } from '../callbacks/sender';
import type { Gateway } from '../gateway';
import type { CallbackSettings, Message } from '../model';

/** What one open page asks to see. */
export interface InboxView {
	/** Only entries that hold this, in any case of letters; '' for all. */
	search: string;
	/** The most entries, newest first. */
	limit: number;
}

/** An SMS that a handset received, or sent, as the page shows it. */
type Entry = { kind: 'sent'; message: Message } | { kind: 'received'; message: HandsetRecord };

/** What the page shows of the gateway. */
export function snapshot(gateway: Gateway, view: InboxView): object {
	const { state } = gateway;
	const entries = newestFirst(gateway);
	const search = view.search.trim().toLowerCase();
	const found = search === '' ? entries : entries.filter((entry) => wordsOf(entry).includes(search));
	const shown = found.slice(0, view.limit);
	const told = callbacksOf(gateway, new Set(shown.map(({ message }) => idOf(message))));
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
		total: entries.length,
		found: found.length,
		cleared: state.messages.size + state.fromHandsets.length - entries.length,
		messages: shown.map((entry) => shownAs(entry, told)),
		mails: gateway.connect.mails.slice(-view.limit).reverse(),
	};
}

/** Both directions in one row, without what was there when the inbox was cleared. */
function newestFirst({ state }: Gateway): Entry[] {
	const { sent, received } = state.cleared;
	const entries: Entry[] = [
		...state.messages
			.all()
			.slice(sent)
			.map((message): Entry => ({ kind: 'sent', message })),
		...state.fromHandsets.slice(received).map((message): Entry => ({ kind: 'received', message })),
	];
	return entries.sort((a, b) => a.message.acceptedAt - b.message.acceptedAt).reverse();
}

function idOf(message: Message | HandsetRecord): string {
	return 'apiMsgId' in message ? message.apiMsgId : message.moMsgId;
}

/** What a search looks through. */
function wordsOf(entry: Entry): string {
	const { from, to, text } = entry.message;
	const words = [to, from, text, idOf(entry.message)];
	if (entry.kind === 'sent') {
		const { climsgid, status } = entry.message;
		words.push(climsgid, `${status} ${STATUS_TEXT[status] ?? ''}`);
	}
	return words.join('\n').toLowerCase();
}

function shownAs({ kind, message }: Entry, told: ReadonlyMap<string, CallbackRecord[]>): object {
	const id = idOf(message);
	const { from, to, text, apiId, acceptedAt: at } = message;
	const common = { kind, id, from, to, text, apiId, at };
	if (kind === 'received') {
		return { ...common, parts: message.callbacks.length, callbacks: message.callbacks.map(callbackShown) };
	}
	return {
		...common,
		clientId: message.climsgid,
		encoding: message.encoding,
		parts: message.parts,
		charge: message.milliCharge / 1000,
		status: message.status,
		statusText: STATUS_TEXT[message.status] ?? '',
		history: message.history,
		callbacks: (told.get(id) ?? []).map(callbackShown),
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

function callbackShown({ status, state, tries }: CallbackRecord): object {
	const last = tries.at(-1);
	const answer = last === undefined ? '' : 'httpStatus' in last ? String(last.httpStatus) : last.problem;
	return { status, state, answer, tries: tries.length };
}

/** A callback URL may carry a secret in its query. */
function settingsShown(settings: CallbackSettings | undefined): object | null {
	if (settings === undefined) return null;
	const { url, type, user } = settings;
	return { url: url.replace(/\?.*$/, '?…'), type, user: user ?? '' };
}
