import { createHash } from 'node:crypto';
import type { Operation } from '../catalogue/types';
import { isKeyed, type PlannedCall } from '../message/plan';
import { DOUBT_ADVICE, idsInWords } from '../message/rows';
import { CANCELLED, type Answer } from './answer';
import type { Api } from './api';
import { callOptions, poolLimits } from './callOptions';
import type { ClientIds } from './clientIds';
import { isTooSoon, lookUpEach, waitUntilKnown, type Found, type LookedUp } from './lookUps';
import { forgetDoubt } from './onceInProcess';
import type { Ports } from './ports';
import type { Run } from './run';
import { mapInTurns, Turn } from './turns';
import { defined } from '../formats/defined';

/** For the error that stands for all rows of a run that could not ask, which n8n can retry. */
const ASK_AGAIN = 'Retry the execution later.';
const START_ANEW =
	'Find out in the Clickatell account what was sent, then start the workflow again for the others instead of retrying it.';

type Earlier = Extract<Answer, { kind: 'earlier' }>;

/** Its messages may have been sent by a run before, and nobody can say. */
function unsure(sentence: string, advice = START_ANEW): Earlier {
	return { kind: 'earlier', messageId: null, found: false, accepted: false, sentence, advice };
}

const UNTRACEABLE = unsure('An earlier run may have sent it, and Clickatell cannot be asked');
const OTHER_CALLS = unsure(
	'Recipients share calls in another way than in an earlier run, which may have sent it',
);

/** What became of a message, where it is certain that nobody got it. */
function failureOf({ final, outcome, status, statusText }: Record<string, unknown>): string {
	return final === true && outcome === 'failed'
		? `Clickatell accepted it and did not deliver it: ${String(statusText)} (${String(status)})`
		: '';
}

/** @param isOurs whether the node made the client message ID of the call, for this call alone */
function earlierOf(call: PlannedCall, found: Exclude<Found, 'unknown'>, isOurs: boolean): Earlier {
	if ('why' in found)
		return {
			...unsure(
				`An earlier run may have sent it, and Clickatell could not be asked: ${found.why}`,
				ASK_AGAIN,
			),
			notAsked: true,
		};
	const { messageId, messageIds, record } = found;
	const named = idsInWords([messageId]);
	if (!isOurs)
		return {
			...unsure(`A message with the same client message ID was sent before (${named})`, DOUBT_ADVICE),
			messageId,
		};
	const has = { kind: 'earlier', found: true } as const;
	const { length } = call.to;
	if (length === 1) return { ...has, accepted: true, messageId, sentence: failureOf(record), advice: '' };
	// With several recipients nobody can say whose message is whose, and often not whether all were accepted.
	const made = `An earlier run made this call to ${length} recipients`;
	return messageIds.length === length
		? {
				...has,
				accepted: true,
				messageId: null,
				sentence: `${made}, and Clickatell accepted all of them but does not say whose message ID is whose`,
				advice: '',
			}
		: {
				...has,
				accepted: false,
				messageId: null,
				sentence: `${made}, and Clickatell has it (${named}) but does not say whom it accepted`,
				advice: 'The delivery reports say who got the message.',
			};
}

/** How recipients share calls, and what calls to the same recipients say. */
function digestOf(calls: readonly PlannedCall[], repeated: ReadonlySet<PlannedCall>): string {
	const ids = calls.map((call) =>
		repeated.has(call) ? JSON.stringify(call.wire) : String(call.wire['clientMessageId']),
	);
	return createHash('sha256').update(ids.sort().join()).digest('hex').slice(0, 32);
}

/** A call by the client message IDs of its messages, in the account: a key of one length, however many they are. */
export function nameOfCall<O extends Operation>(
	{ account }: Pick<Api<O>, 'account'>,
	{ own, wire }: PlannedCall,
): string {
	if (own === undefined) return `${account} ${String(wire['clientMessageId'])}`;
	const ids = own.map((message) => message.wire['clientMessageId']);
	return `${account} ${createHash('sha256').update(JSON.stringify(ids)).digest('hex')}`;
}

/** The Idempotency Keys of the calls, each once. */
async function keysOf(ports: Ports, calls: readonly PlannedCall[]): Promise<string[]> {
	const keys = new Set<string>();
	await mapInTurns(
		calls,
		({ values }) => isKeyed({ values }) && keys.add(String(values['idempotencyKey'])),
		new Turn(ports),
	);
	return [...keys];
}

/** How the calls compare with those of the run before, as far as it kept anything of them. */
async function compared<O extends Operation>(
	calls: readonly PlannedCall[],
	run: Run,
	ids: ClientIds<O>,
	canAsk: (call: PlannedCall) => boolean,
) {
	const plain = calls.filter((call) => !isKeyed(call));
	const repeated = new Set(plain.filter((call) => ids.isRepeated(call)));
	const kept = plain.filter((call) => call.to.length > 1 || repeated.has(call));
	// Of what nobody can ask for, this alone tells a retry that it may have been sent.
	const keeps = kept.length > 0 || run.maySendTwice === 'perhaps' || !plain.every(canAsk);
	const before =
		keeps || run.maySendTwice === 'yes'
			? await run.callsBefore(keeps ? digestOf(kept, repeated) : undefined, repeated.size > 0)
			: 'none';
	// Another retry of the same execution has been here.
	const maySendTwice = run.maySendTwice === 'perhaps' && before !== 'none' ? 'yes' : run.maySendTwice;
	return { repeated, before, maySendTwice };
}

/** How long a call may be under way, in milliseconds. */
function longestOf(calls: readonly PlannedCall[]): number {
	return calls.reduce((longest, { values }) => Math.max(longest, callOptions(values).timeoutMs), 0);
}

/** Asks for messages by their client message IDs. */
type Ask = (
	wanted: ReadonlyArray<{ readonly call: PlannedCall; readonly id: string }>,
) => Promise<LookedUp[]>;

/**
 * A run that kept nothing had not begun to send, or each recipient had one call alone. Asks for those, and holds back the calls
 * that they may be a part of.
 */
async function findAlone<O extends Operation>(
	shared: readonly PlannedCall[],
	repeated: ReadonlySet<PlannedCall>,
	known: Map<PlannedCall, Answer>,
	ids: ClientIds<O>,
	ask: Ask,
): Promise<void> {
	const alone = shared.flatMap((call) => call.to.map((to) => ({ call, to, id: ids.idAlone(to) })));
	const had = new Set([...repeated].filter((call) => known.has(call)).flatMap(({ to }) => to));
	for (const [i, { found }] of (await ask(alone)).entries()) {
		const { call, to } = defined(alone[i]);
		if (found === 'cancelled') known.set(call, CANCELLED);
		else if (found !== 'unknown') {
			if ('why' in found) known.set(call, earlierOf(call, found, true));
			else had.add(to);
		}
	}
	for (const call of [...shared, ...repeated])
		if (call.to.some((to) => had.has(to))) known.set(call, OTHER_CALLS);
}

/**
 * Finds the calls that a run before has made or may have made, in the retry of an execution or by their Idempotency Key.
 *
 * @param ids those of the calls of this run
 * @param isOurs whether the node made the client message ID of a call, for this call alone
 * @returns what is known of them; the calls that are not in it are to be made. Undefined where nothing was looked up.
 */
export async function findEarlier<O extends Operation>(
	ports: Ports,
	api: Api<O>,
	calls: readonly PlannedCall[],
	run: Run,
	ids: ClientIds<O>,
	isOurs: (call: PlannedCall) => boolean,
): Promise<Map<PlannedCall, Answer> | undefined> {
	const begun = ports.now();
	const hasId = (call: PlannedCall) => api.finder !== undefined && call.wire['clientMessageId'] !== undefined;
	const { repeated, before, maySendTwice } = await compared(
		calls,
		run,
		ids,
		(call) => hasId(call) && isOurs(call),
	);
	const asked = maySendTwice === 'no' ? calls.filter(isKeyed) : calls;
	if (asked.length === 0) return undefined;

	const known = new Map<PlannedCall, Answer>();
	const open = asked.filter((call) => {
		if (isKeyed(call)) return true;
		// Where a number had several messages, nobody can say which of them its ID stands for now.
		const isOther =
			before === 'repeated' || (before === 'other' && (call.to.length > 1 || repeated.has(call)));
		if (hasId(call) && isOther) return !known.set(call, OTHER_CALLS);
		// An ID of the user's may have been used for another message, too.
		const canAsk = hasId(call) && (isOurs(call) ? run.isTraceable : maySendTwice === 'yes');
		if (canAsk) return true;
		if (maySendTwice === 'yes') known.set(call, UNTRACEABLE);
		return false;
	});
	ports.log('info', `${open.length} calls to Clickatell are looked up before they are made`);
	const limits = poolLimits(calls[0] && { values: calls[0].values, wire: {} });
	const ask: Ask = async (wanted) => {
		if (wanted.length === 0) return [];
		const asking = wanted.map(({ call: { values }, id }) => ({ by: 'clientMessageId' as const, id, values }));
		return await lookUpEach(ports, api, defined(api.finder), asking, limits);
	};
	/** @returns the calls that Clickatell does not know, and when it said so; and those that it could not be asked for */
	const lookUp = async (wanted: readonly PlannedCall[]) => {
		const answers = await ask(wanted.map((call) => ({ call, id: String(call.wire['clientMessageId']) })));
		const unknown: Array<{ readonly call: PlannedCall; readonly at: number }> = [];
		const notAsked: PlannedCall[] = [];
		wanted.forEach((call, i) => {
			const { found, at } = defined(answers[i]);
			if (found === 'unknown') {
				unknown.push({ call, at });
				known.delete(call);
				return;
			}
			if (found !== 'cancelled' && 'why' in found) notAsked.push(call);
			known.set(call, found === 'cancelled' ? CANCELLED : earlierOf(call, found, isOurs(call)));
		});
		return { unknown, notAsked };
	};
	const seenSince = await run.seenSince(await keysOf(ports, open));
	const first = await lookUp(open);
	let { unknown } = first;
	const since = [
		...(maySendTwice === 'yes' ? [run.begunAt + (run.mayGoOn ? longestOf(calls) : 0)] : []),
		...(seenSince === undefined ? [] : [seenSince]),
	];
	const waitsFrom = since.length > 0 ? Math.max(...since) : known.size > 0 ? begun : undefined;
	if (waitsFrom !== undefined) {
		// Where it was asked late enough it need not be asked again.
		const late = unknown.filter(({ at }) => !isTooSoon(at, waitsFrom));
		const tooSoon = unknown.filter(({ at }) => isTooSoon(at, waitsFrom)).map(({ call }) => call);
		if (tooSoon.length > 0) {
			await waitUntilKnown(ports, waitsFrom);
			unknown = [...late, ...(await lookUp([...tooSoon, ...first.notAsked])).unknown];
		}
	}
	for (const { call, at } of unknown) forgetDoubt(nameOfCall(api, call), at);
	if (maySendTwice !== 'yes') return known;
	// A recipient who has a call of their own now may have shared one then.
	if (before === 'other') for (const { call } of unknown) if (!isKeyed(call)) known.set(call, OTHER_CALLS);
	if (before === 'none') {
		const shared = open.filter((call) => call.to.length > 1 && isOurs(call) && !known.has(call));
		await findAlone(shared, repeated, known, ids, ask);
	}
	return known;
}
