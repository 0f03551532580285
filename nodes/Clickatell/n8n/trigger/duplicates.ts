import { createHash, randomBytes } from 'node:crypto';
import { deadlineIn, unlessLate } from '../../engine/deadline';
import { forgetOldest } from '../../engine/forgetOldest';
import { KEY_BYTES, RecentKeys } from './recentKeys';

/** An event that is seen for the first time, until it is known what became of it. */
export interface Intake {
	/** It is stored: its repetitions start nothing. */
	stored(): void;
	/** It is not known to be stored: its repetition counts as new, unless it is said to be stored after all. */
	failed(): void;
}

interface Node {
	readonly taken: RecentKeys;
	/** By key; resolved when it is known what became of the first, or that nobody will tell. */
	readonly beingTaken: Map<string, Promise<void>>;
}

/** Of one node. */
export const MOST_KEYS = 10_000;
/** A repetition that comes while the first is being stored waits so long, and up to twice this. */
const PATIENCE_MS = 15_000;

/**
 * Which callbacks have been taken, for each workflow node, in this process. n8n's static data loses writes that a webhook
 * makes, so nothing is kept beyond the process; several processes need n8n's Remove Duplicates node behind the trigger.
 * Bounded both ways: the oldest key of a node and the node longest unused are forgotten first.
 */
export class DuplicateMemory {
	private readonly nodes = new Map<string, Node>();

	constructor(
		private readonly maxKeys = MOST_KEYS,
		private readonly maxNodes = 100,
		private readonly patienceMs = PATIENCE_MS,
	) {}

	/**
	 * Takes an event, unless it was taken before. A repetition waits for the first, because it is one only when the first
	 * was stored; `late` if that takes too long.
	 */
	async take(nodeId: string, key: string): Promise<Intake | 'repeated' | 'late'> {
		const { taken, beingTaken } = this.node(nodeId);
		for (let first = beingTaken.get(key); first !== undefined; first = beingTaken.get(key)) {
			if ((await unlessLate(first, deadlineIn(this.patienceMs))) === 'late') return 'late';
		}
		const digest = digestOf(key);
		if (taken.has(digest)) return 'repeated';
		let tell = () => {};
		const settled = new Promise<void>((resolve) => (tell = resolve));
		beingTaken.set(key, settled);
		const release = () => {
			// By then it may be a repetition that is being taken.
			if (beingTaken.get(key) === settled) beingTaken.delete(key);
			tell();
		};
		return {
			stored: () => {
				taken.add(digest);
				release();
			},
			failed: release,
		};
	}

	/**
	 * Takes the events of one call: which of them are new, by their places, and one intake for these. Of events with the
	 * same key the first counts.
	 */
	async takeAll(
		nodeId: string,
		keys: readonly string[],
	): Promise<{ readonly places: readonly number[]; readonly intake: Intake } | 'late'> {
		const firsts = new Map<string, number>();
		for (const [place, key] of keys.entries()) if (!firsts.has(key)) firsts.set(key, place);
		const places: number[] = [];
		const intakes: Intake[] = [];
		const intake: Intake = {
			stored: () => intakes.forEach((each) => each.stored()),
			failed: () => intakes.forEach((each) => each.failed()),
		};
		// In one order for all calls, so that no two of them wait for each other.
		for (const [key, place] of [...firsts].sort(([a], [b]) => (a < b ? -1 : 1))) {
			const taken = await this.take(nodeId, key);
			if (taken === 'late') {
				intake.failed();
				return 'late';
			}
			if (taken === 'repeated') continue;
			places.push(place);
			intakes.push(taken);
		}
		return { places: places.sort((a, b) => a - b), intake };
	}

	private node(id: string): Node {
		const node = this.nodes.get(id) ?? { taken: new RecentKeys(this.maxKeys), beingTaken: new Map() };
		// Put back at the end: the last to be forgotten.
		this.nodes.delete(id);
		this.nodes.set(id, node);
		if (this.nodes.size > this.maxNodes) forgetOldest(this.nodes);
		return node;
	}
}

const SALT = randomBytes(16);

/** Salted, so that nobody can make keys that are all in one chain. */
function digestOf(key: string): Buffer {
	return createHash('sha256').update(SALT).update(key).digest().subarray(0, KEY_BYTES);
}
