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

/** The least that can be done with a text that comes as bytes. */
const readPlainly = (text: string) => Buffer.from(text).toString();

/**
 * How many times as long ten times the text takes, tried again while it is more than `most`. The smaller text is read ten
 * times, so that chance meets both alike. From 128 KB on the engine gets fresh memory for every text, which on some
 * machines takes it longer than to read it: what plain reading takes more than ten times as long is taken out.
 */
export function growth(
	read: (text: string) => void,
	separator: string,
	size: number,
	most = PROPORTIONAL,
): number {
	const small = separator.repeat(Math.ceil(size / separator.length));
	const large = small.repeat(10);
	const tenfold = timesAsLong(small, large, read);
	const tenfoldOfEngine = timesAsLong(small, large, readPlainly);
	let ratio = Infinity;
	for (let run = 0; run < 15 && ratio > most; run++) ratio = tenfold() / Math.max(1, tenfoldOfEngine() / 10);
	return ratio;
}

/** Measures once more with each call, and gives the ratio of the best so far. */
function timesAsLong(small: string, large: string, work: (text: string) => void): () => number {
	let ten = Infinity;
	let one = Infinity;
	const workTen = () => {
		for (let i = 0; i < 10; i++) work(small);
	};
	return () => {
		ten = Math.min(ten, costOf(workTen));
		one = Math.min(
			one,
			costOf(() => work(large)),
		);
		return (10 * one) / ten;
	};
}
