import type { Ports } from './ports';

/** A stretch of work after which other executions get their turn, in milliseconds. */
const TURN_MS = 25;

/** So many pieces of work at most are done between two looks at the clock, if they take next to no time. */
const MOST_PIECES = 4;
const NEXT_TO_NO_TIME_MS = 1;

/**
 * Lets other executions work while a long run goes through its items: n8n is one thread, and whoever keeps it keeps
 * every user of that n8n waiting. Ask {@link isOver} after each piece of work, and await {@link rest} when it is.
 */
export class Turn {
	private startedAt: number;
	private lookedAt: number;
	/** Until the next look at the clock, which takes as long as a small piece of work. */
	private piecesLeft = 1;
	private pieces = 1;

	constructor(private readonly ports: Pick<Ports, 'now' | 'sleep'>) {
		this.startedAt = this.lookedAt = ports.now();
	}

	isOver(): boolean {
		if (--this.piecesLeft > 0) return false;
		const now = this.ports.now();
		this.pieces = now - this.lookedAt < NEXT_TO_NO_TIME_MS ? Math.min(this.pieces * 2, MOST_PIECES) : 1;
		this.piecesLeft = this.pieces;
		this.lookedAt = now;
		return now - this.startedAt >= TURN_MS;
	}

	/** Until the event loop has done what else was waiting. */
	async rest(): Promise<void> {
		await this.ports.sleep(0);
		this.startedAt = this.lookedAt = this.ports.now();
		this.piecesLeft = this.pieces = 1;
	}
}

/** Maps a list of any length, giving way to others between its entries. */
export async function mapInTurns<T, R>(
	list: readonly T[],
	map: (entry: T, index: number) => R,
	turn: Turn,
): Promise<R[]> {
	const mapped: R[] = new Array<R>(list.length);
	for (let index = 0; index < list.length; index++) {
		mapped[index] = map(list[index] as T, index);
		if (turn.isOver()) await turn.rest();
	}
	return mapped;
}
