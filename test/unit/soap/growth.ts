/**
 * Foreign text costs time in proportion to its size, whatever it is made of. Absolute times say nothing on a busy machine:
 * what is measured is how many times as long ten times the text takes, in time of the processor, and of it the best of
 * several.
 */

export const SEPARATORS = [
	...[' ', '\t', '\n', '.', ',', ':', ';', '-', '+', '=', '%', '"', '0', 'a', 'é'],
	...[
		': ',
		'. ',
		'To ',
		' To: ',
		' status: ',
		'Charge : ',
		'%20',
		'charset = ',
		'\nERR: 105 To: 1',
		'\nID: 1',
	],
];
/** These XML must escape: what becomes of them in a document is the business of the tests of the XML reader. */
export const ESCAPED = ['&', '<', '\r'];

/**
 * Ten times, and what memory and chance add. Time that grows with the square of the size takes a hundred times as long.
 */
export const NOT_SQUARE = 40;

/**
 * From 128 KB on the engine gets fresh memory for each text, which takes longer than to read it on some machines: ten times
 * the text is to be less. What is not square up to here is not slow at 256 KB, where callbacks and answers end.
 */
const LARGEST = 100_000;

/** So long must it take at least what is measured, in microseconds. */
const MEASURABLE = 5_000;

/** What `times` times `work` take the processor, in microseconds. */
function costOf(times: number, work: () => void): number {
	const begun = process.cpuUsage();
	for (let i = 0; i < times; i++) work();
	const { user, system } = process.cpuUsage(begun);
	return user + system;
}

/**
 * How many times as long `read` takes for ten times the text, tried again while it is `NOT_SQUARE` or more. The smaller text
 * has `size` characters, of `piece` again and again. It is read ten times as often, so that chance meets both alike.
 */
export function growth(read: (text: string) => void, piece: string, size = 3_000): number {
	const small = piece.repeat(Math.ceil(size / piece.length));
	const large = small.repeat(10);
	if (large.length > LARGEST) throw new Error(`${large.length} characters are more than can be measured`);
	let times = 1;
	while (costOf(10 * times, () => read(small)) < MEASURABLE) times *= 2;
	let ten = Infinity;
	let one = Infinity;
	for (let run = 0; run < 15 && !(10 * one < NOT_SQUARE * ten); run++) {
		ten = Math.min(
			ten,
			costOf(10 * times, () => read(small)),
		);
		one = Math.min(
			one,
			costOf(times, () => read(large)),
		);
	}
	return (10 * one) / ten;
}
