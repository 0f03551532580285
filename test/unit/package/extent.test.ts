import type * as Extent from '../../extent';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** The module as it is in one of the three forms. */
function extentIn(form: string | undefined): typeof Extent {
	const before = process.env.CLICKATELL_TESTS;
	let extent: typeof Extent | undefined;
	try {
		if (form === undefined) delete process.env.CLICKATELL_TESTS;
		else process.env.CLICKATELL_TESTS = form;
		jest.isolateModules(() => (extent = jest.requireActual<typeof Extent>('../../extent')));
	} finally {
		if (before === undefined) delete process.env.CLICKATELL_TESTS;
		else process.env.CLICKATELL_TESTS = before;
	}
	return defined(extent);
}

const short = extentIn(undefined);
const long = extentIn('long');
const quick = extentIn('quick');
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

test('the long form runs every case and every way', () => {
	expect(upTo(100).map(long.casesOf)).toEqual(upTo(100));
	expect(long.casesOf(200_000)).toBe(200_000);
	expect(long.waysFor(3, upTo(72), 4)).toEqual(upTo(72));
});

test('the short form runs a share of the cases, but never more than there are, nor a few of many', () => {
	expect(upTo(13).map(short.casesOf)).toEqual(upTo(13));
	expect([100, 500].map(short.casesOf)).toEqual([12, 13]);
	expect(short.casesOf(200_000)).toBeLessThan(20_000);
	expect(short.casesOf(200_000)).toBeGreaterThan(2_000);
});

test('the quick form runs fewer cases still, and some of the subjects that the other forms all take', () => {
	expect(upTo(6).map(quick.casesOf)).toEqual(upTo(6));
	expect([100, 500].map(quick.casesOf)).toEqual([5, 5]);
	expect(quick.casesOf(200_000)).toBe(2_000);
	expect(quick.subjectsOf(upTo(10), 3)).toEqual([0, 3, 6]);
	expect(quick.subjectsOf(upTo(3), 3)).toEqual(upTo(3));
	expect(short.subjectsOf(upTo(10), 3)).toEqual(upTo(10));
	expect(long.subjectsOf(upTo(10), 3)).toEqual(upTo(10));
});

test.each([
	[2, 1],
	[3, 1],
	[4, 2],
	[6, 2],
	[8, 3],
	[12, 6],
	[36, 4],
	[72, 4],
])(
	'of %d ways the short form gives each subject %d, none twice, and all subjects every way',
	(size, count) => {
		const given = upTo(size).map((n) => short.waysFor(n, upTo(size), count));
		for (const ways of given) expect(new Set(ways).size).toBe(count);
		expect(new Set(given.flat()).size).toBe(size);
		// Of pairs, such as without and with a retry, each subject meets both sides.
		if (count > 1 && size / count > 2)
			for (const ways of given) expect(new Set(ways.map((way) => way % 2)).size).toBe(2);
	},
);

test('where there are no more ways than are asked for, each is taken once', () => {
	expect(short.waysFor(5, upTo(3), 3)).toEqual(upTo(3));
	expect(short.waysFor(5, upTo(2), 4)).toEqual(upTo(2));
});
