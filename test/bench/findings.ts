import type { Plot } from './document/plot';

/** One goal of a measurement, held against what was measured. */
export interface Goal {
	readonly goal: string;
	readonly measured: string;
	readonly met: boolean;
}

/** What one measurement found. */
export interface Finding {
	readonly number: number;
	readonly title: string;
	/** What was run, and against what. */
	readonly how: string;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
	readonly goals: readonly Goal[];
	readonly notes?: readonly string[];
	readonly plots?: readonly Plot[];
}
