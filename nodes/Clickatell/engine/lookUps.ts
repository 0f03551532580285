import type { Operation } from '../catalogue/types';
import type { CallValues } from '../message/callValues';
import type { Answer } from './answer';
import type { Api } from './api';
import { callOptions } from './callOptions';
import { LostAnswers } from './lostAnswers';
import { runPool, type PoolLimits } from './pool';
import type { Ports } from './ports';
import { defined } from '../formats/defined';

/**
 * So long after a run before has ended, Clickatell knows what it accepted of it. No document names a time; status 001 says that
 * reports may be late (docs/protocol/soap.md#message-statuses), and a call that was under way may still arrive.
 */
const KNOWN_AFTER_MS = 30_000;
/** A cancelled execution does not wait longer. */
const NAP_MS = 1_000;
/** The ID is not known, or the report is late (docs/protocol/soap.md#message-statuses). */
const UNKNOWN_STATUS = '001';
/** Unknown client message ID (docs/protocol/soap.md#error-numbers). */
const UNKNOWN_ID = '104';
const MESSAGE_ID = /^[0-9a-f]{32}$/;

/** By what Clickatell is asked for a message, and how the call is made. */
export interface Wanted {
	readonly by: 'messageId' | 'clientMessageId';
	readonly id: string;
	readonly values: CallValues;
}

/** What Clickatell says of a message. */
export type Found =
	| {
			readonly messageId: string;
			/** Of all messages that were sent with the ID, where Clickatell names them. */
			readonly messageIds: readonly string[];
			readonly record: Readonly<Record<string, unknown>>;
	  }
	| 'unknown'
	/** Nobody knows: the end of a sentence, and what to do about it. */
	| { readonly why: string; readonly advice: string };

const ASK_AGAIN = 'Run the workflow again later.';

/** What an answer of the finder says of the message that was asked for. */
export function foundIn(answer: Answer, { by, id }: Pick<Wanted, 'by' | 'id'>): Found {
	switch (answer.kind) {
		case 'record': {
			const { status, messageId } = answer.record;
			const named = String(messageId);
			const messageIds = [...new Set(answer.messageIds ?? [named])];
			if (status !== UNKNOWN_STATUS) return { messageId: named, messageIds, record: answer.record };
			// Who is told another ID than was asked for is told that there is a message.
			return by === 'clientMessageId' && MESSAGE_ID.test(named) && named !== id
				? { why: `it has message ID ${named}, and no report on it yet`, advice: ASK_AGAIN }
				: 'unknown';
		}
		case 'refused':
			return answer.code === UNKNOWN_ID
				? 'unknown'
				: { why: `Clickatell refused to say (${answer.code})`, advice: ASK_AGAIN };
		case 'notSent':
			return { why: answer.sentence, advice: answer.advice };
		case 'doubtful':
			return { why: answer.sentence, advice: ASK_AGAIN };
		default:
			return { why: 'the answer could not be understood', advice: ASK_AGAIN };
	}
}

/** What came of one look-up, and when it was made. */
export interface LookedUp {
	readonly found: Found | 'cancelled';
	readonly at: number;
}

/**
 * Looks messages up at the pace of the run, until too many answers in a row are lost.
 *
 * @param finder what finds a message by its IDs
 * @returns what came of each, in their order
 */
export async function lookUpEach<O extends Operation>(
	ports: Ports,
	api: Pick<Api<O>, 'call'>,
	finder: O,
	wanted: readonly Wanted[],
	limits: PoolLimits,
): Promise<LookedUp[]> {
	const lost = new LostAnswers(limits.concurrency);
	return await runPool<LookedUp>(
		ports,
		wanted.length,
		limits,
		async (index) => {
			const one = defined(wanted[index]);
			const at = ports.now();
			const answer = await api.call(finder, { [one.by]: one.id }, callOptions(one.values));
			lost.heard(answer.kind === 'doubtful');
			return { found: foundIn(answer, one), at };
		},
		() => {
			const at = ports.now();
			if (ports.cancelled()) return { found: 'cancelled', at };
			const tooMany = lost.tooMany();
			if (tooMany === undefined) return undefined;
			const why = `the answers to ${tooMany} look-ups in a row were lost`;
			return { found: { why, advice: ASK_AGAIN }, at };
		},
	);
}

/** Whether what was unknown at that time may have been sent all the same, by a run that had ended by then. */
export function isTooSoon(at: number, ended: number): boolean {
	return at - ended < KNOWN_AFTER_MS;
}

/** Waits until Clickatell knows for certain what an earlier run has sent. */
export async function waitUntilKnown(ports: Ports, ended: number): Promise<void> {
	ports.log('info', 'Waiting until Clickatell knows for certain what an earlier run has sent');
	while (isTooSoon(ports.now(), ended) && !ports.cancelled()) await ports.sleep(NAP_MS);
	ports.hint('Waited until Clickatell knew for certain what an earlier run had sent');
}
