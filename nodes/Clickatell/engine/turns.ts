import type { Ports } from './ports';

/** A stretch of work after which other executions get their turn, in milliseconds. */
const TURN_MS = 25;

/**
 * Lets other executions work while a long run goes through its items: n8n is one thread, and whoever keeps it keeps
 * every user of that n8n waiting. Ask {@link isOver} after each piece of work, and await {@link rest} when it is.
 */
export class Turn {
	private startedAt: number;

	constructor(private readonly ports: Pick<Ports, 'now' | 'sleep'>) {
		this.startedAt = ports.now();
	}

	isOver(): boolean {
		return this.ports.now() - this.startedAt >= TURN_MS;
	}

	/** Until the event loop has done what else was waiting. */
	async rest(): Promise<void> {
		await this.ports.sleep(0);
		this.startedAt = this.ports.now();
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
