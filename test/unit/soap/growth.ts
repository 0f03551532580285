/**
 * Foreign text costs time in proportion to its size, whatever it is made of: ten times the input takes no more than
 * twelve times the time. Absolute times say nothing on a busy machine: what counts is time of the processor, and of it the
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

/** What `work` takes the processor, in microseconds. */
function costOf(work: () => void): number {
	const begun = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(begun);
	return user + system;
}

/** How many times as long ten times the text takes. The smaller text is read ten times, so that chance meets both alike. */
export function growth(read: (text: string) => void, separator: string, size: number): number {
	const small = separator.repeat(Math.ceil(size / separator.length));
	const large = small.repeat(10);
	const readTen = () => {
		for (let i = 0; i < 10; i++) read(small);
	};
	let ten = Infinity;
	let one = Infinity;
	let ratio = Infinity;
	for (let run = 0; run < 15 && ratio > 12; run++) {
		ten = Math.min(ten, costOf(readTen));
		one = Math.min(
			one,
			costOf(() => read(large)),
		);
		ratio = (10 * one) / ten;
	}
	return ratio;
}
