/**
 * A query string whose first parameter is the receiver's own and which then begins again: `secret=word?apiMsgId=...`.
 * It comes of a gateway that puts a question mark between the URL it was given and its fields without looking for one
 * there. Any other question mark is part of a value.
 */
export function mendQuery(query: string, ownParameters: readonly string[]): string {
	const match = /^([^=&?]+)=[^&?]*\?/.exec(query);
	if (match?.[1] === undefined || !ownParameters.includes(match[1].toLowerCase())) return query;
	return `${match[0].slice(0, -1)}&${query.slice(match[0].length)}`;
}
