/** Where a text can be cut, at most `most` units from its beginning, without cutting a character in two. */
export function cutAt(text: string, most: number): number {
	const last = text.codePointAt(most - 1) ?? 0;
	return last > 0xffff ? most - 1 : most;
}

/** The beginning of a foreign text, for a sentence: at most `most` units and a mark, no character cut in two. */
export function cut(text: string, most: number): string {
	return text.length <= most ? text : `${text.slice(0, cutAt(text, most))}…`;
}
