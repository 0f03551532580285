import type { Goal } from '../findings';
import { defined } from '../../../nodes/Clickatell/formats/defined';
import type { BareResult, EngineResult } from '../programs/jobs';
import { ratioOf, type Sample, sampleOf, shown } from '../statistics';

interface Timed {
	readonly milliseconds: number;
}

/** Runs of the node, and of the bare calls that carry the same. */
export interface Pair {
	readonly node: EngineResult[];
	readonly bare: BareResult[];
}

/** The first runs of their processes, and those of processes that have sent as many before. */
export interface Pairs {
	readonly first: Pair;
	readonly later: Pair;
}

export function noRuns(): Pairs {
	return { first: { node: [], bare: [] }, later: { node: [], bare: [] } };
}

export function times(results: readonly Timed[]): number[] {
	return results.map(({ milliseconds }) => milliseconds);
}

export function seconds(values: readonly number[]): string {
	return shown(sampleOf(values.map((ms) => ms / 1000)), ' s');
}

/** How many times as long the node takes as its bare calls. */
export function asLong({ node, bare }: Pair): Sample {
	return ratioOf(times(node), times(bare));
}

export function laterRow(what: string, { later }: Pairs, bareCalls = 'the bare calls'): string[] {
	return [
		`${what}, once it has sent as many`,
		seconds(times(later.node)),
		`${shown(asLong(later), ' times')} ${bareCalls}, made for the second time`,
	];
}

/** @param nothing runs of a node that does nothing, one beside each run of the pair */
export function limitGoal(goal: string, { node, bare }: Pair, nothing: readonly Timed[]): Goal {
	const limit = bare.map(({ milliseconds }, round) => milliseconds + defined(nothing[round]).milliseconds);
	const ratio = ratioOf(times(node), limit);
	return { goal, measured: shown(ratio, ' times'), met: ratio.median <= 1.5 };
}
