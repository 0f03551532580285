import { defined } from '../../nodes/Clickatell/formats/defined';

/** Several measurements of one thing. */
export interface Sample {
	readonly median: number;
	readonly least: number;
	readonly most: number;
	readonly count: number;
}

/** @throws RangeError for no values: then nothing was measured */
export function sampleOf(values: readonly number[]): Sample {
	if (values.length === 0) throw new RangeError('there is no measurement');
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const median =
		sorted.length % 2 === 1
			? defined(sorted[middle])
			: (defined(sorted[middle - 1]) + defined(sorted[middle])) / 2;
	return { median, least: defined(sorted[0]), most: defined(sorted.at(-1)), count: sorted.length };
}

/**
 * How many times the first is of the second, round by round: what slows the machine in one round slows both, so the
 * ratios spread less than the times do.
 */
export function ratioOf(these: readonly number[], those: readonly number[]): Sample {
	const pairs = Math.min(these.length, those.length);
	return sampleOf(these.slice(0, pairs).map((value, round) => value / defined(those[round])));
}

/** Three significant digits, all of a larger number, without exponent. */
export function figure(value: number): string {
	const options = Math.abs(value) < 1000 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 };
	return value.toLocaleString('en', options);
}

/** `median unit (least to most)`. */
export function shown({ median, least, most }: Sample, unit: string): string {
	return `${figure(median)}${unit} (${figure(least)} to ${figure(most)})`;
}
