import { percentDecodeToBytes } from '../../../formats/charset';
import { fieldName } from './fields';

/** No name that is looked for is longer, percent-encoded letter by letter. */
const LONGEST_NAME = 100;

/**
 * A query string that begins again: `secret=word&office=1?apiMsgId=...`. It comes of a gateway that puts a question mark
 * between the URL it was given and its fields without looking for one there. The first question mark that the name of a
 * field follows, or that of a parameter of the receiver's own, is read as an ampersand; any other is part of a value.
 */
export function mendQuery(query: string, ownParameters: readonly string[]): string {
	for (let mark = query.indexOf('?'); mark !== -1; mark = query.indexOf('?', mark + 1)) {
		if (isKnown(nameAfter(query, mark), ownParameters)) {
			return `${query.slice(0, mark)}&${query.slice(mark + 1)}`;
		}
	}
	return query;
}

/** What stands between a question mark and the next equals sign; empty if that belongs to another parameter. */
function nameAfter(query: string, mark: number): string {
	const near = query.slice(mark + 1, mark + 1 + LONGEST_NAME);
	const end = near.search(/[=&?]/);
	return near.charAt(end) === '=' ? near.slice(0, end) : '';
}

function isKnown(written: string, ownParameters: readonly string[]): boolean {
	const name = Buffer.from(percentDecodeToBytes(written, true)).toString().toLowerCase();
	return name === 'data' || fieldName(name) !== undefined || ownParameters.includes(name);
}
