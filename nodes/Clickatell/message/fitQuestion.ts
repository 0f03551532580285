/** What stands in the place of the rest of a question that was shortened. Three GSM characters. */
const MORE = '...';

export interface Fitted {
	readonly text: string;
	/** Whether the question does not stand there in full. */
	readonly isShortened: boolean;
}

/** Below each other: a link that a text runs into would not be recognised by phones. */
function withLink(question: string, link: string): string {
	return question === '' ? link : `${question}\n${link}`;
}

/**
 * A question and its link as one text that fits. Where it does not, the question is shortened, at the end of a character
 * as people see it, and never the link.
 *
 * @param fits whether a text fits; a text that fits still does when its question is shorter
 * @returns undefined where not even the link alone fits
 */
export function fitQuestion(
	question: string,
	link: string,
	fits: (text: string) => boolean,
): Fitted | undefined {
	const whole = question.trim();
	const text = withLink(whole, link);
	if (fits(text)) return { text, isShortened: false };
	if (!fits(link)) return undefined;
	const ends = [...new Intl.Segmenter('en').segment(whole)].map(({ index }) => index);
	const shortenedTo = (end: number) => withLink(end === 0 ? '' : whole.slice(0, end).trimEnd() + MORE, link);
	let known = 0;
	let tooMany = ends.length;
	while (tooMany - known > 1) {
		const middle = (known + tooMany) >> 1;
		if (fits(shortenedTo(ends[middle]!))) known = middle;
		else tooMany = middle;
	}
	return { text: shortenedTo(ends[known] ?? 0), isShortened: true };
}
