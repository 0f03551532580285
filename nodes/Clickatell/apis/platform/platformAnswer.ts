import { type Redactor, redactor } from '../../formats/redact';
import { isObject } from '../../formats/isObject';
import { fieldOf, listOf, readJson, shortOf } from './json';
import { type Asked, matchEntries } from './match';
import { type PlatformError, readError } from './platformRefusal';
import type { PlatformApiName, PlatformReply } from './types';
import { defined } from '../../formats/defined';

/** What became of one recipient, or of one message of One API. */
export type Verdict =
	| {
			readonly kind: 'accepted';
			/** Null where the answer has none, or several that may be this one's. */
			readonly messageId: string | null;
			/** All IDs that may be this one's, where one number was sent to more than once. */
			readonly candidates: readonly string[];
	  }
	| {
			readonly kind: 'refused';
			readonly error: PlatformError;
			/** The same call may succeed later, and nothing was accepted. */
			readonly repeatable: boolean;
	  }
	/** It may have been sent. */
	| {
			readonly kind: 'doubtful';
			/** One sentence. */
			readonly reason: string;
			/** IDs to ask by, if there are any. */
			readonly candidates: readonly string[];
			readonly error: PlatformError | undefined;
	  };

export interface SendAnswer {
	/** One for each that was asked, in its order. */
	readonly verdicts: readonly Verdict[];
	/** The request as a whole, if it has an error of its own. */
	readonly error: PlatformError | undefined;
	/** Message IDs of entries that are about nobody who was asked. */
	readonly strangers: readonly string[];
}

interface Entry {
	readonly to: string | null;
	readonly clientMessageId: string | null;
	readonly messageId: string | null;
	readonly accepted: boolean | undefined;
	readonly error: PlatformError | undefined;
}

/** Server errors: only 19 asks to repeat the call; 18 says nothing of what was done. */
const ASKS_TO_REPEAT = '19';
const INTERNAL = '18';

const TOO_MANY_REQUESTS = 429;

/**
 * What an answer to a send says of each recipient (docs/protocol/platform.md#sms-api, docs/protocol/platform.md#one-api).
 * The body counts, whatever the status. What it does not say clearly is doubtful: accepted messages cost money. Never
 * throws.
 */
export function readSendAnswer(
	api: PlatformApiName,
	reply: PlatformReply,
	asked: readonly Asked[],
	secrets: Redactor = redactor([]),
): SendAnswer {
	const all = (verdict: Verdict, error?: PlatformError): SendAnswer => ({
		verdicts: asked.map(() => verdict),
		error,
		strangers: [],
	});
	const json = readJson(reply.body);
	// A page in place of an answer proves nothing: what answers so may have let the call pass.
	const unread = (reason: string) => all(doubtful(`The answer with HTTP status ${reply.status} ${reason}.`));
	if (!json.ok) return unread(json.reason);
	if (!isObject(json.value)) return unread('is not what the Platform answers');
	const error = readError(json.value, api, secrets);
	const written = listOf(json.value.messages).filter(isObject);
	const entries = entriesWithoutSecrets(
		written.map((entry) => readEntry(entry, api, secrets)),
		secrets,
	);
	const whole = error && ofWholeRequest(reply.status, error);
	if (entries.length === 0) {
		return all(whole ?? doubtful(`The answer with HTTP status ${reply.status} names no recipient.`), error);
	}
	const matched = matchEntries(asked, entries);
	return {
		verdicts: matched.entries.map((list, i) =>
			list.length === 0 ? unnamed(error) : verdictOf(list, defined(matched.sharedBy[i])),
		),
		error,
		strangers: matched.strangers.flatMap(({ messageId }) => messageId ?? []),
	};
}

/** What it names may hold a secret still. */
function readEntry(entry: Record<string, unknown>, api: PlatformApiName, secrets: Redactor): Entry {
	const accepted = fieldOf(entry, 'accepted');
	return {
		to: shortOf(entry.to),
		clientMessageId: shortOf(entry.clientMessageId),
		// One page calls the ID of a reply otherwise than its replies do.
		messageId: shortOf(entry.apiMessageId) ?? shortOf(entry.apiMsgId),
		accepted: typeof accepted === 'boolean' ? accepted : undefined,
		error: readError(entry, api, secrets),
	};
}

function entriesWithoutSecrets(entries: readonly Entry[], secrets: Redactor): readonly Entry[] {
	const texts: string[] = [];
	entries.forEach(({ to, clientMessageId, messageId }) => {
		if (to !== null) texts.push(to);
		if (clientMessageId !== null) texts.push(clientMessageId);
		if (messageId !== null) texts.push(messageId);
	});
	if (secrets.leaves(texts)) return entries;
	const shown = (text: string | null) => (text === null ? null : secrets.value(text));
	return entries.map((entry) => ({
		...entry,
		to: shown(entry.to),
		clientMessageId: shown(entry.clientMessageId),
		messageId: shown(entry.messageId),
	}));
}

/** A request that is refused as a whole. An internal error does not say that nothing was done. */
function ofWholeRequest(status: number, error: PlatformError): Verdict {
	const repeats = error.code === ASKS_TO_REPEAT && error.known !== undefined;
	if (isInternal(error)) {
		return doubtful('Clickatell reports an internal error for the whole call.', [], error);
	}
	if (status >= 500 && !repeats) {
		return doubtful(
			`Clickatell answered with HTTP status ${status} and an error of the whole call.`,
			[],
			error,
		);
	}
	// The number of the SMS API for too many calls is not known.
	return refused(error, status === TOO_MANY_REQUESTS || isRetryable(error));
}

function refused(error: PlatformError, repeatable: boolean): Verdict {
	return { kind: 'refused', error, repeatable };
}

function isRetryable({ known }: PlatformError): boolean {
	return known?.retryable ?? false;
}

function isInternal({ code, known }: PlatformError): boolean {
	return code === INTERNAL && known !== undefined;
}

function doubtful(
	reason: string,
	candidates: readonly string[] = [],
	error?: PlatformError,
): Extract<Verdict, { kind: 'doubtful' }> {
	return { kind: 'doubtful', reason, candidates, error };
}

function unnamed(error: PlatformError | undefined): Verdict {
	return doubtful('The answer does not name this recipient.', [], error);
}

function idOf({ messageId }: Entry): string[] {
	return messageId === null ? [] : [messageId];
}

/** What one entry says alone. */
function saidBy({ accepted, messageId, error }: Entry): 'accepted' | 'refused' | 'unclear' {
	if (accepted === false) return messageId === null ? 'refused' : 'unclear';
	if (accepted === true) return 'accepted';
	if (messageId !== null) return error === undefined ? 'accepted' : 'unclear';
	return error === undefined || isInternal(error) ? 'unclear' : 'refused';
}

/**
 * What the entries of one recipient come to. Several are several messages to one number, or one that stands twice; they
 * must say the same, or it is doubtful.
 */
function verdictOf(entries: readonly Entry[], sharedBy: number): Verdict {
	const first = defined(entries[0]);
	const ids = entries.length === 1 ? idOf(first) : [...new Set(entries.flatMap(idOf))];
	const error = entries.find((entry) => entry.error !== undefined)?.error;
	const said = saidBy(first);
	if (entries.some((entry) => saidBy(entry) !== said))
		return doubtful('The answer says different things of this recipient.', ids, error);
	if (said === 'unclear') {
		return doubtful('The answer does not say whether the message was accepted.', ids, error);
	}
	if (said === 'refused') {
		const unsaid = { code: null, text: '', known: undefined };
		const surely = entries.every(({ accepted }) => accepted === false);
		return refused(error ?? unsaid, surely && error !== undefined && isRetryable(error));
	}
	if (sharedBy > 1 && entries.length < sharedBy) {
		return doubtful('The answer names this number less often than it was sent to.', ids, error);
	}
	return {
		kind: 'accepted',
		messageId: ids.length === 1 && sharedBy === 1 ? defined(ids[0]) : null,
		candidates: ids,
	};
}
