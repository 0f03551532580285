import { webcrypto } from 'node:crypto';
import type { Answer } from '../../engine/answer';
import { callOptions, poolLimits } from '../../engine/callOptions';
import type { CheckedItems, Refused } from '../../engine/checkedItems';
import { runPool } from '../../engine/pool';
import type { Ports } from '../../engine/ports';
import type { Checked } from '../../message/check';
import { INVALID, NOT_SENT } from '../../message/rows';
import { uploadFault, type UploadFile, uploadOf } from './asking';
import type { PlatformClient } from './client';
import { defined } from '../../formats/defined';

/** In place of an upload that is not made. */
const SKIPPED = 'skipped';

const FIELD = 'inputDataFieldName';

interface Group {
	/** Any one item that holds the file. */
	readonly item: number;
	readonly items: number[];
	readonly to: Set<string>;
}

function fieldOf(checked: Checked | undefined): string | undefined {
	const field = checked?.wire[FIELD];
	return typeof field === 'string' ? field : undefined;
}

/** Whether two files are one: the same bytes, name and type. Worked out off the event loop. */
async function digestOf({ bytes, fileName, contentType }: UploadFile): Promise<string> {
	const digest = await webcrypto.subtle.digest('SHA-256', bytes);
	return JSON.stringify([Buffer.from(digest).toString('base64'), fileName, contentType]);
}

/** Reads the file of an item again: not all files of a run are kept in memory. */
async function readFile(
	client: PlatformClient,
	item: number,
	field: string,
): Promise<{ readonly file: UploadFile } | { readonly fault: string }> {
	const file = await client.files.file(item, field);
	if (!file.ok) return { fault: file.fault };
	const fault = uploadFault(file, field);
	return fault === undefined ? { file } : { fault: `'Input Data Field Name': ${fault}` };
}

function reasonOf(client: PlatformClient, answer: Answer): string {
	switch (answer.kind) {
		case 'refused':
			return client.describe(answer.code, answer.text).sentence;
		case 'notSent':
		case 'doubtful':
			return answer.sentence;
		case 'unreadable':
			return answer.reason;
		default:
			return 'the answer could not be understood';
	}
}

/**
 * Uploads the files of the items, each different one once, and gives the items the IDs to send them by. An item whose
 * file cannot be read or uploaded is refused: nothing was sent for it.
 *
 * @param onWrongFiles is told of files that are wrong in themselves, before anything is uploaded; it may throw
 */
export async function withUploads(
	ports: Ports,
	client: PlatformClient,
	checked: CheckedItems,
	onWrongFiles: (refused: ReadonlyMap<number, Refused>) => Promise<void>,
): Promise<CheckedItems> {
	const holders = [...checked.items.keys()].filter((item) => fieldOf(checked.items[item]) !== undefined);
	if (holders.length === 0) return checked;
	const limits = poolLimits(checked.items[defined(holders[0])]);
	const items = [...checked.items];
	const refused = new Map<number, Refused>(checked.refused);
	const refuse = (item: number, fault: string, meaning: Refused['meaning'] = NOT_SENT): void => {
		refused.set(item, { faults: [fault], meaning, to: items[item]?.to });
		items[item] = undefined;
	};

	const groups = new Map<string, Group>();
	for (const item of holders) {
		const read = await readFile(client, item, defined(fieldOf(items[item])));
		if ('fault' in read) {
			refuse(item, read.fault, INVALID);
			continue;
		}
		if (defined(items[item]).wire['caption'] !== undefined && read.file.contentType?.startsWith('audio/')) {
			refuse(item, "'Caption' is given, and a sound has none: leave it empty", INVALID);
			continue;
		}
		const key = await digestOf(read.file);
		const group = groups.get(key) ?? { item, items: [], to: new Set<string>() };
		groups.set(key, group);
		group.items.push(item);
		for (const to of defined(items[item]).to ?? []) group.to.add(to);
	}

	if (refused.size > checked.refused.size) await onWrongFiles(refused);

	const uploads = [...groups.values()];
	await runPool<typeof SKIPPED | 'tried'>(
		ports,
		uploads.length,
		limits,
		async (index) => {
			const { item, items: own, to } = defined(uploads[index]);
			const { values } = defined(items[item]);
			const read = await readFile(client, item, defined(fieldOf(items[item])));
			if ('fault' in read) {
				own.forEach((each) => refuse(each, read.fault));
				return 'tried';
			}
			const [only] = to;
			const upload = uploadOf(read.file, undefined, to.size === 1 ? only : undefined);
			const answer = await client.askPatiently(upload, callOptions(values).timeoutMs);
			if (answer.kind !== 'record') {
				const why = `The file could not be uploaded: ${reasonOf(client, answer)}`;
				own.forEach((each) => refuse(each, why));
				return 'tried';
			}
			const { fileId, contentType } = answer.record as { fileId: string; contentType: string };
			for (const each of own) {
				const { [FIELD]: _, ...wire } = defined(items[each]).wire;
				items[each] = { ...defined(items[each]), wire: { ...wire, fileId, contentType } };
			}
			return 'tried';
		},
		(index) => {
			if (!ports.cancelled()) return undefined;
			for (const each of defined(uploads[index]).items) refuse(each, 'The execution was canceled');
			return SKIPPED;
		},
	);
	return { items, refused };
}
