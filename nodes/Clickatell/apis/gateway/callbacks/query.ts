import { percentDecodeToBytes } from '../../../formats/charset';
import { fieldName } from './fields';

/** No name that is looked for is longer, percent-encoded letter by letter. */
const LONGEST_NAME = 100;

const AMPERSAND = 0x26;
const QUESTION = 0x3f;
const EQUALS = 0x3d;

/**
 * A query string that begins again: `secret=word&office=1?apiMsgId=...`. It comes of a gateway that puts a question mark
 * between the URL it was given and its fields without looking for one there. The first question mark that the name of a
 * field follows, or that of a parameter of the receiver's own, is read as an ampersand; any other is part of a value, and
 * so is every one behind a field.
 */
export function mendQuery(query: string, ownParameters: readonly string[]): string {
	let start = 0;
	let mark: number | undefined;
	let isValue = false;
	for (let at = 0; at < query.length; at++) {
		switch (query.charCodeAt(at)) {
			case AMPERSAND:
				[start, mark, isValue] = [at + 1, undefined, false];
				break;
			case QUESTION:
				mark = at;
				break;
			case EQUALS: {
				if (!isValue && isField(query.slice(start, at))) return query;
				if (mark !== undefined && isKnown(query.slice(mark + 1, at), ownParameters))
					return `${query.slice(0, mark)}&${query.slice(mark + 1)}`;
				[mark, isValue] = [undefined, true];
				break;
			}
		}
	}
	return query;
}

function nameOf(written: string): string {
	if (written.length > LONGEST_NAME) return '';
	return Buffer.from(percentDecodeToBytes(written, true)).toString().toLowerCase();
}

function isField(written: string): boolean {
	const name = nameOf(written);
	return name === 'data' || fieldName(name) !== undefined;
}

function isKnown(written: string, ownParameters: readonly string[]): boolean {
	return isField(written) || ownParameters.includes(nameOf(written));
}
