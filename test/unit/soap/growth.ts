/**
 * Foreign text costs time in proportion to its size, whatever it is made of: ten times the input takes no more than
 * twenty times the time. Absolute times say nothing on a busy machine: what counts is time of the processor, and of it the
 * best of several.
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
 * Ten times, what a larger text costs in memory, and what chance adds on a busy machine. Time that grew with the power 1.5
 * of the size would take 31 times.
 */
export const PROPORTIONAL = 20;

/** Ten times the text takes a hundred times as long where time grows with its square: far beyond this. */
export const NOT_SQUARE = 40;

/** What `work` takes the processor, in microseconds. */
function costOf(work: () => void): number {
	const begun = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(begun);
	return user + system;
}

/**
 * How many times as long ten times the text takes, tried again while it is more than `most`. The smaller text is read ten
 * times, so that chance meets both alike.
 */
export function growth(
	read: (text: string) => void,
	separator: string,
	size: number,
	most = PROPORTIONAL,
): number {
	const small = separator.repeat(Math.ceil(size / separator.length));
	const large = small.repeat(10);
	const readTen = () => {
		for (let i = 0; i < 10; i++) read(small);
	};
	let ten = Infinity;
	let one = Infinity;
	let ratio = Infinity;
	for (let run = 0; run < 15 && ratio > most; run++) {
		ten = Math.min(ten, costOf(readTen));
		one = Math.min(
			one,
			costOf(() => read(large)),
		);
		ratio = (10 * one) / ten;
	}
	return ratio;
}
