import type { Operation } from '../../catalogue/types';
import { REPLY_LIMITS } from '../../formats/xml/read';
import type { CallValues } from '../../message/callValues';
import type { TextCarrier } from '../../message/carrier';
import type { Scheduling } from '../../message/openHours';
import type { CallRoom } from '../../message/plan';
import type { Page, Question, Reply, ServerAnswer } from './serverAnswer';
import type { Line } from './resultLines';

/** The longest answer that is read, whichever server gives it. */
export const MOST_BYTES = REPLY_LIMITS.maxBytes;

/** Every server takes one message to at most 300 recipients in a call (docs/protocol/soap.md#parameters). */
export const MOST_RECIPIENTS = 300;
/** Messages can be put off by so much, and may come so early, or late (docs/protocol/soap.md#parameters). */
export const SCHEDULING: Scheduling = { mostMs: 7 * 24 * 60 * 60 * 1000, slackMinutes: 5 };

export const GATEWAY_ROOM: CallRoom = {
	recipients: MOST_RECIPIENTS,
	differentMessages: false,
	repeatedNumbers: true,
};

/**
 * Who makes a call. The request that the node writes holds a slot instead of these values, so that nothing it builds,
 * logs or reports contains a secret; the credential fills the slot at the last moment.
 */
export interface Account {
	readonly apiId: string;
	readonly user: string;
	readonly password: string;
	/** Wins over the other three where the command takes a session. */
	readonly session?: string | undefined;
}

/** A call as it is posted, with a slot where the account belongs. */
export interface WrittenCall {
	/** Below the base URL. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** The answer to a login, secrets and all, or the words with which the server says that it could not process it. */
export type LoginReply =
	| { readonly kind: 'lines'; readonly lines: readonly Line[] }
	| { readonly kind: 'fault'; readonly text: string }
	| { readonly kind: 'unreadable' };

/**
 * One server of the SMS gateway: how it wants its calls, and how it answers. All servers have the same operations, error
 * numbers and result lines; nothing else of the node knows what tells one from another.
 */
export interface GatewayServer extends TextCarrier {
	/** As the credential keeps it: never rename. */
	readonly name: string;
	/** In the panel. */
	readonly title: string;
	/** Before `server` in a sentence. */
	readonly label: string;
	/** Each API ID belongs to one kind of API (docs/protocol/http.md#which-api-id-fits-which-server). */
	readonly api: string;
	readonly mergeFields: number;

	/** The names of the values that a call of an operation has a place for; undefined where there is no such operation. */
	carries(operation: string): ReadonlySet<string> | undefined;
	/**
	 * What of an item it cannot carry though it has a place for it, each a sentence that names the field and the way out.
	 *
	 * @param operations the operation, or what it is made of
	 */
	faults(record: Pick<Operation, 'parameters'>, operations: readonly string[], values: CallValues): string[];
	/** Whether user and password can be sent at all. */
	carriesLogin(value: string): boolean;

	/**
	 * @param now UNIX time in milliseconds, for a server that wants a time of delivery as a delay
	 * @throws where there is no such operation
	 */
	write(operation: string, values: CallValues, now: number): WrittenCall;
	/** Fills the slot of a body that {@link write} made; what has none comes back as it is. */
	fill(body: string, account: Account): string;
	/** Says what a reply means for the money: refused, accepted in part or in whole, or nobody knows. */
	understand(reply: Reply, question: Question): ServerAnswer | Page;
	readLogin(reply: Reply): LoginReply;
}
