import { sleep } from 'n8n-workflow';

/** A stretch of work after which other executions get their turn, in milliseconds. */
const TURN_MS = 25;

/** What a worker through many items asks the time of, and how it lets others work. */
export interface TurnPorts {
	/** Milliseconds of a clock that never jumps. */
	readonly now: () => number;
	/** Resolves after the event loop has done what else was waiting. */
	readonly rest: () => Promise<void>;
}

const HOST: TurnPorts = { now: () => performance.now(), rest: async () => await sleep(0) };

/**
 * Lets other executions work while a long run goes through its items: n8n is one thread, and whoever keeps it keeps
 * every user of that n8n waiting. Ask {@link isOver} after each piece of work, and await {@link rest} when it is.
 */
export class Turn {
	private startedAt: number;

	constructor(private readonly ports: TurnPorts = HOST) {
		this.startedAt = ports.now();
	}

	isOver(): boolean {
		return this.ports.now() - this.startedAt >= TURN_MS;
	}

	async rest(): Promise<void> {
		await this.ports.rest();
		this.startedAt = this.ports.now();
	}
}

/** Maps a list of any length, giving way to others between its entries. */
export async function mapInTurns<T, R>(
	list: readonly T[],
	map: (entry: T, index: number) => R,
	turn: Turn = new Turn(),
): Promise<R[]> {
	const mapped: R[] = new Array<R>(list.length);
	for (let index = 0; index < list.length; index++) {
		mapped[index] = map(list[index]!, index);
		if (turn.isOver()) await turn.rest();
	}
	return mapped;
}
