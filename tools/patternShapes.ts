/** The lengths of all texts that a pattern matches, by their first digits. */
export type Shapes = ReadonlyMap<string, ReadonlySet<number>>;

const NOTHING: Shapes = new Map([['', new Set([0])]]);

export function either(all: readonly Shapes[]): Shapes {
	const found = new Map<string, Set<number>>();
	for (const shapes of all) {
		for (const [first, lengths] of shapes) {
			const known = found.get(first) ?? new Set();
			for (const length of lengths) known.add(length);
			found.set(first, known);
		}
	}
	return found;
}

/**
 * Reads the patterns of the library: digits, classes, groups, alternatives and counts, and nothing else.
 *
 * @param leading by how many of their first digits the texts are told apart
 */
export function shapesOf(pattern: string, leading = 1): Shapes {
	const then = (one: Shapes, other: Shapes): Shapes => {
		const found = new Map<string, Set<number>>();
		const add = (first: string, lengths: ReadonlySet<number>, more: ReadonlySet<number>) => {
			const known = found.get(first) ?? new Set();
			for (const length of lengths) for (const further of more) known.add(length + further);
			found.set(first, known);
		};
		const anyLength = new Set([...other.values()].flatMap((lengths) => [...lengths]));
		for (const [first, lengths] of one) {
			// What follows the first digits counts by its length alone.
			if (first.length >= leading) add(first, lengths, anyLength);
			else for (const [next, more] of other) add((first + next).slice(0, leading), lengths, more);
		}
		return found;
	};
	const times = (shapes: Shapes, least: number, most: number): Shapes => {
		let exactly = NOTHING;
		const found: Shapes[] = [];
		for (let count = 0; count <= most; count++) {
			if (count >= least) found.push(exactly);
			exactly = then(exactly, shapes);
		}
		return either(found);
	};

	let at = 0;
	const take = (form: RegExp): RegExpExecArray | undefined => {
		const match = new RegExp(form.source, 'y');
		match.lastIndex = at;
		const found = match.exec(pattern) ?? undefined;
		at += found?.[0].length ?? 0;
		return found;
	};
	const atom = (): Shapes | undefined => {
		if (take(/\((?:\?:)?/)) {
			const inside = alternatives();
			if (!take(/\)/)) throw new Error(`No end of a group at ${at} in ${pattern}`);
			return inside;
		}
		const symbol = take(/\\d|\[[0-9-]+\]|[0-9]/)?.[0];
		if (symbol === undefined) return undefined;
		const fits = new RegExp(`^${symbol}$`);
		return new Map(
			[...'0123456789'].filter((digit) => fits.test(digit)).map((digit) => [digit, new Set([1])]),
		);
	};
	const sequence = (): Shapes => {
		let shapes = NOTHING;
		for (let next = atom(); next !== undefined; next = atom()) {
			const count = take(/\{(\d+)(?:,(\d+))?\}/);
			const least = Number(count?.[1] ?? (take(/\?/) ? 0 : 1));
			shapes = then(shapes, times(next, least, Number(count?.[2] ?? count?.[1] ?? 1)));
		}
		return shapes;
	};
	const alternatives = (): Shapes => {
		const found = [sequence()];
		while (take(/\|/)) found.push(sequence());
		return either(found);
	};
	const shapes = alternatives();
	if (at < pattern.length) throw new Error(`Cannot read ${pattern.slice(at)} in ${pattern}`);
	return shapes;
}
