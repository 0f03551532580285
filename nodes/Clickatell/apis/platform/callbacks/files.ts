import { parseFormBytes } from '../../../formats/charset';
import { isObject } from '../../../formats/isObject';
import { fieldOf, listOf, numberOf, textOf } from '../json';
import type { InboundFile } from './platformEvents';

const MAX_FILES = 100;

/**
 * The files of an inbound message: in a list by their addresses, or one with its bytes. Of an address only the ID and
 * the checksum are kept: whoever downloads asks the credential's own server, so that a forged call cannot have the key
 * sent elsewhere.
 */
export function readFiles(
	entry: Readonly<Record<string, unknown>>,
	short: (value: unknown) => string | null,
): readonly InboundFile[] {
	const listed = listOf(entry.files)
		.filter(isObject)
		.slice(0, MAX_FILES)
		.map((file): InboundFile => {
			const query = queryOf(textOf(file.downloadUrl) ?? '');
			return {
				contentType: short(file.contentType),
				fileName: short(file.fileName),
				size: numberOf(file.byteSize),
				fileId: short(query.get('fileid')) ?? short(file.fileId),
				sha256Hash: short(file.sha256Hash) ?? short(query.get('sha256hash')),
				content: null,
			};
		});
	const content = textOf(fieldOf(entry, 'content'));
	if (content === undefined || content === '') return listed;
	const inline = {
		contentType: short(entry.contentType),
		fileName: short(entry.fileName),
		size: null,
		fileId: null,
		sha256Hash: short(entry.sha256Hash),
		content,
	};
	return [...listed, inline];
}

/** No address is longer. */
const LONGEST_URL = 4000;

function queryOf(url: string): ReadonlyMap<string, string> {
	const near = url.slice(0, LONGEST_URL);
	const mark = near.indexOf('?');
	const pairs = mark < 0 ? [] : parseFormBytes(near.slice(mark + 1));
	return new Map(pairs.map(({ name, value }) => [name.toLowerCase(), Buffer.from(value).toString('utf8')]));
}
