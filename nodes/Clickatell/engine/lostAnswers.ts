/**
 * So many lost answers without a clear one between them, beyond those that one blow to the connection can take at
 * once, are no accident: what follows would be lost as well.
 */
const MOST_LOST_IN_A_ROW = 10;

/** Counts answers that are lost one after another. */
export class LostAnswers {
	private inARow = 0;

	/** @param atOnce how many calls may be under way at once */
	constructor(private readonly atOnce: number) {}

	heard(isLost: boolean): void {
		this.inARow = isLost ? this.inARow + 1 : 0;
	}

	/** How many were lost one after another, where it is too many to make another call. */
	tooMany(): number | undefined {
		return this.inARow < this.atOnce + MOST_LOST_IN_A_ROW ? undefined : this.inARow;
	}
}
