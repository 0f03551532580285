import type { Operation } from '../catalogue/types';
import { isKeyed, type PlannedCall } from '../message/plan';
import type { Answer } from './answer';
import type { Api } from './api';
import type { CheckedItems } from './checkedItems';
import { ClientIds, isNamedByUs } from './clientIds';
import type { Limited } from './creditLimit';
import { findEarlier } from './earlier';
import { planRun } from './planRun';
import type { Ports } from './ports';
import { peeking, type Run } from './run';
import { mapInTurns, Turn } from './turns';
import { holdingAny, settleCalls, settleWithheld } from './withheld';
import { defined } from '../formats/defined';

/** How the calls of a run get their client message IDs, and by which of them Clickatell is asked. */
export interface Naming<O extends Operation> {
	/** @returns what gives each call its ID, in the order of the calls */
	name(ids: ClientIds<O>): (call: PlannedCall) => PlannedCall;
	/** Puts those together that Clickatell knows by one ID, and whose messages go one by one. */
	together?(calls: readonly PlannedCall[]): ReadonlyMap<PlannedCall, PlannedCall>;
}

/** The calls of a run, and what is known of them before the first one is made. */
export interface Prepared extends Limited {
	/** Those whose client message ID the node made, for the call alone. */
	readonly ours: ReadonlySet<PlannedCall>;
	/** Those that a run before made or may have made, which are not made again; undefined where none can have. */
	readonly earlier: ReadonlyMap<PlannedCall, Answer> | undefined;
}

async function named<O extends Operation>(
	ports: Ports,
	planned: readonly PlannedCall[],
	ids: ClientIds<O>,
	naming: Naming<O>,
) {
	const calls = await mapInTurns(planned, naming.name(ids), new Turn(ports));
	const ours = new Set(calls.filter((call, i) => isNamedByUs(call, defined(planned[i]))));
	const wholes = naming.together?.(calls);
	const wholeOf = (call: PlannedCall) => (wholes === undefined ? call : defined(wholes.get(call)));
	return {
		ids,
		calls,
		ours,
		wholeOf,
		wholes: [...new Set(calls.map(wholeOf))],
		ourWholes: new Set([...ours].map(wholeOf)),
	};
}

/**
 * Plans the calls of a run, gives them their client message IDs, and finds those that a run before has made. Where one can have
 * sent something, what is withheld now is looked up as well: it may have been sent when it cost less, or before its
 * number came into a list.
 */
export async function prepare<O extends Operation>(
	ports: Ports,
	api: Api<O>,
	checked: CheckedItems,
	run: Run,
	naming: Naming<O>,
): Promise<Prepared> {
	const plan = await planRun(ports, api, checked);
	const { withheld } = plan;
	const mayRepeat = () => run.maySendTwice !== 'no' || checked.items.some((item) => item && isKeyed(item));
	// Before this run counts calls of its own, by which IDs differ.
	const full =
		withheld.length > 0 && mayRepeat()
			? await named(ports, await plan.full(), new ClientIds(api, peeking(run)), naming)
			: undefined;
	const own = await named(ports, plan.calls, new ClientIds(api, run), naming);
	const { calls, ours } = own;
	const isOurs = (call: PlannedCall) => own.ourWholes.has(call) || full?.ourWholes.has(call) === true;
	const foregone = full && {
		calls: holdingAny(full.wholes, withheld),
		all: full.wholes,
		ids: full.ids,
	};
	const found = await findEarlier(ports, api, own.wholes, run, own.ids, isOurs, foregone);
	if (found === undefined) return { calls, withheld, ours, earlier: undefined };
	const plans = foregone && {
		calls: own.wholes,
		foregone,
		isOurs,
		goesOneByOne: naming.together !== undefined,
	};
	const known = plans ? settleCalls(found, plans) : found.known;
	const answers = calls.flatMap((call): Array<[PlannedCall, Answer]> => {
		const answer = known.get(own.wholeOf(call));
		return answer === undefined ? [] : [[call, answer]];
	});
	return {
		calls,
		withheld: plans ? await settleWithheld(found, plans, withheld) : withheld,
		ours,
		earlier: new Map(answers),
	};
}
