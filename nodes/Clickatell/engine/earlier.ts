import { createHash } from 'node:crypto';
import type { Operation } from '../catalogue/types';
import { isKeyed, type PlannedCall } from '../message/plan';
import { CANCELLED, type Answer } from './answer';
import type { Api } from './api';
import { callOptions, poolLimits } from './callOptions';
import type { ClientIds } from './clientIds';
import { earlierOf, OTHER_CALLS, UNTRACEABLE } from './earlierAnswers';
import { isTooSoon, lookUpEach, waitUntilKnown, type LookedUp } from './lookUps';
import { forgetDoubt } from './onceInProcess';
import type { Ports } from './ports';
import type { CallsBefore, Run } from './run';
import { mapInTurns, Turn } from './turns';
import { defined } from '../formats/defined';

/** How recipients share calls, and what calls to the same recipients say. All calls of a batch have the ID of its first one. */
function digestOf(calls: readonly PlannedCall[], repeated: ReadonlySet<PlannedCall>): string {
	const ids = calls.map((call) => {
		const said = repeated.has(call) ? JSON.stringify(call.wire) : String(call.wire['clientMessageId']);
		return `${said} ${call.to.toSorted().join()}`;
	});
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

/** Of calls without an Idempotency Key, those whose recipients another run must not share in another way. */
function sharing<O extends Operation>(calls: readonly PlannedCall[], ids: ClientIds<O>) {
	const plain = calls.filter((call) => !isKeyed(call));
	const repeated = new Set(plain.filter((call) => ids.isRepeated(call)));
	const kept = plain.filter((call) => call.to.length > 1 || repeated.has(call));
	return { plain, repeated, kept };
}

/** How the calls compare with those of the run before, as far as it kept anything of them. */
async function compared<O extends Operation>(
	calls: readonly PlannedCall[],
	run: Run,
	ids: ClientIds<O>,
	canAsk: (call: PlannedCall) => boolean,
	foregone: Foregone<O> | undefined,
) {
	const { plain, repeated, kept } = sharing(calls, ids);
	// Of what nobody can ask for, this alone tells a retry that it may have been sent.
	const keeps = kept.length > 0 || run.maySendTwice === 'perhaps' || !plain.every(canAsk);
	const before =
		keeps || run.maySendTwice === 'yes'
			? await run.callsBefore(keeps ? digestOf(kept, repeated) : undefined, repeated.size > 0)
			: 'none';
	// Another retry of the same execution has been here.
	const maySendTwice = run.maySendTwice === 'perhaps' && before !== 'none' ? 'yes' : run.maySendTwice;
	const withheldNothing = isOther(before) && foregone !== undefined && (await madeAll(foregone, run));
	return { repeated, before, maySendTwice, withheldNothing };
}

export function isOther(before: CallsBefore): boolean {
	return before === 'other' || before === 'repeated';
}

/** Whether the run before, which made other calls than this one, made all that this one would make if it withheld nothing. */
async function madeAll<O extends Operation>({ all, ids }: Foregone<O>, run: Run): Promise<boolean> {
	const { repeated, kept } = sharing(all, ids);
	return (await run.callsBefore(digestOf(kept, repeated), repeated.size > 0)) === 'same';
}

/** How long a call may be under way, in milliseconds. */
function longestOf(calls: readonly PlannedCall[]): number {
	return calls.reduce((longest, { values }) => Math.max(longest, callOptions(values).timeoutMs), 0);
}

/** Calls that a run would make if it withheld nothing. */
export interface Foregone<O extends Operation> {
	/** Those of them that hold a message which is withheld: the run before may have made them. */
	readonly calls: readonly PlannedCall[];
	readonly all: readonly PlannedCall[];
	readonly ids: ClientIds<O>;
}

/** Asks for messages by their client message IDs. */
export type Ask = (
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

/** What is known of the calls of a run before. */
export interface FoundEarlier {
	/** By calls of this run and by those that it would make if it withheld nothing; none of those that were not made. */
	readonly known: Map<PlannedCall, Answer>;
	readonly before: CallsBefore;
	readonly maySendTwice: Run['maySendTwice'];
	/** Whether the run before is known to have withheld nothing. */
	readonly withheldNothing: boolean;
	readonly ask: Ask;
}

/**
 * Finds the calls that a run before has made or may have made, in the retry of an execution or by their Idempotency Key.
 *
 * @param ids those of the calls of this run
 * @param isOurs whether the node made the client message ID of a call, for this call alone
 * @returns what is known of them; of `calls`, those that are not in it are to be made. Undefined where nothing was looked up.
 */
export async function findEarlier<O extends Operation>(
	ports: Ports,
	api: Api<O>,
	calls: readonly PlannedCall[],
	run: Run,
	ids: ClientIds<O>,
	isOurs: (call: PlannedCall) => boolean,
	foregone?: Foregone<O>,
): Promise<FoundEarlier | undefined> {
	const begun = ports.now();
	const hasId = (call: PlannedCall) => api.finder !== undefined && call.wire['clientMessageId'] !== undefined;
	const { repeated, before, maySendTwice, withheldNothing } = await compared(
		calls,
		run,
		ids,
		(call) => hasId(call) && isOurs(call),
		foregone,
	);
	const all = [...calls, ...(foregone?.calls ?? [])];
	const asked = maySendTwice === 'no' ? all.filter(isKeyed) : all;
	if (asked.length === 0) return undefined;

	const known = new Map<PlannedCall, Answer>();
	const made = new Set(calls);
	const then = new Set(withheldNothing ? foregone?.all.map(nameInRun) : []);
	/** Is it the same one as in the run before, although others are not? */
	const isAsThen = (call: PlannedCall) => then.has(nameInRun(call));
	const open = asked.filter((call) => {
		if (isKeyed(call)) return true;
		// Where a number had several messages, nobody can say which of them its ID stands for now.
		const mayBeOther =
			before === 'repeated' || (before === 'other' && (call.to.length > 1 || repeated.has(call)));
		// Whatever becomes of what is not made, asking for it can only tell more.
		if (hasId(call) && mayBeOther && made.has(call) && !isAsThen(call)) return !known.set(call, OTHER_CALLS);
		// An ID of the user's may have been used for another message, too.
		const canAsk = hasId(call) && (isOurs(call) ? run.isTraceable : maySendTwice === 'yes');
		if (canAsk) return true;
		if (maySendTwice === 'yes') known.set(call, UNTRACEABLE);
		return false;
	});
	ports.log('info', `${open.length} calls to Clickatell are looked up before they are made`);
	const limits = poolLimits(all[0] && { values: all[0].values, wire: {} });
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
		...(maySendTwice === 'yes' ? [run.begunAt + (run.mayGoOn ? longestOf(all) : 0)] : []),
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
	const found = { known, before, maySendTwice, withheldNothing, ask };
	const left = unknown.flatMap(({ call }) => (made.has(call) && !isKeyed(call) ? [call] : []));
	if (maySendTwice === 'yes') await holdBack(found, left, { ids, repeated, isOurs, isAsThen });
	return found;
}

/** Of the calls that Clickatell does not know, answers those whose recipients may have shared other calls in the run before. */
async function holdBack<O extends Operation>(
	{ known, before, ask }: FoundEarlier,
	unknown: readonly PlannedCall[],
	of: {
		readonly ids: ClientIds<O>;
		readonly repeated: ReadonlySet<PlannedCall>;
		readonly isOurs: (call: PlannedCall) => boolean;
		readonly isAsThen: (call: PlannedCall) => boolean;
	},
): Promise<void> {
	// A recipient who has a call of their own now may have shared one then.
	if (before === 'other') for (const call of unknown) if (!of.isAsThen(call)) known.set(call, OTHER_CALLS);
	if (before === 'none') {
		const shared = unknown.filter((call) => call.to.length > 1 && of.isOurs(call));
		await findAlone(shared, of.repeated, known, of.ids, ask);
	}
}

/** A call by its client message ID and by whom it is for: with the same ID, it may be another message to the same number. */
function nameInRun({ wire, slots }: PlannedCall): string {
	return `${String(wire['clientMessageId'])} ${JSON.stringify(slots)}`;
}
