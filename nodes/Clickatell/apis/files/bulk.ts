import { PARTS_WITHOUT_OPTION } from '../../message/compose';
import { forEachRow, hasLineBreak, LINE_BREAK, unsafeCharacters } from './lines';
import { mergedLines } from './merged';
import { sameTextLines } from './sameText';
import type { Bulk, BulkFault, BulkLines, BulkResult, BulkText, Carrier } from './types';

type Pair = readonly [key: string, value: string];

const LABELS: Readonly<Record<string, string>> = {
	api_id: 'API ID',
	user: 'User',
	password: 'Password',
	reply: 'Reply Address',
	from: 'Sender ID',
};

/** Lines that hold one value each. The faults do not quote the values: one is the password. */
function singleLines(pairs: readonly Pair[], carrier: Carrier, faults: BulkFault[]): string[] {
	return pairs.map(([key, value]) => {
		const label = `'${LABELS[key] ?? key}'`;
		const room = carrier.line - key.length - 1;
		if (value === '') faults.push({ sentence: `${label} is empty; fill it in` });
		if (hasLineBreak(value) || unsafeCharacters(value).length > 0) {
			faults.push({
				sentence: `${label} holds a character that ${carrier.name} cannot carry; use letters, digits and punctuation of ASCII`,
			});
		}
		if (value.length > room) {
			faults.push({
				sentence: `${label} has ${value.length} characters, but ${carrier.name} carries at most ${room}; shorten it`,
			});
		}
		return `${key}:${value}`;
	});
}

function* contentLines(
	{ content, options }: Bulk,
	carrier: Carrier,
	faults: BulkFault[],
): Generator<void, BulkLines> {
	const maxParts = Number(options['concat'] ?? PARTS_WITHOUT_OPTION);
	if (content.kind === 'merged') return yield* mergedLines(content, maxParts, carrier, faults);
	const text = sameTextLines(content, maxParts, carrier);
	if (!text.ok) faults.push({ sentence: `'Text' ${text.fault}` });
	const rows: string[] = [];
	yield* forEachRow(content.to, (to) => rows.push(`to:${to}`));
	return text.ok
		? { head: text.lines, rows, encoding: text.encoding, parts: text.parts }
		: { head: [], rows, encoding: 'gsm', parts: 0 };
}

/**
 * The texts of the files or emails that carry a bulk, each with all that its recipients need, in the order of the
 * recipients. Stops now and then, for the caller to let others run; what it returns is the result.
 *
 * @param extra lines that only this carrier has
 */
export function* composeBulk(
	bulk: Bulk,
	carrier: Carrier,
	extra: readonly Pair[] = [],
): Generator<void, BulkResult> {
	const faults: BulkFault[] = [];
	const { account, options, content } = bulk;
	const common = singleLines(
		[
			['api_id', account.apiId],
			['user', account.user],
			['password', account.password],
			...extra,
			...Object.entries(options),
		],
		carrier,
		faults,
	);
	const recipients = content.kind === 'merged' ? content.rows : content.to;
	if (recipients.length === 0) faults.push({ sentence: "'To' holds no number; fill it in" });
	const { head, rows, encoding, parts } = yield* contentLines(bulk, carrier, faults);
	if (faults.length > 0) return { ok: false, faults };
	const texts: BulkText[] = [];
	for (let start = 0; start < rows.length; start += carrier.recipients) {
		const own = rows.slice(start, start + carrier.recipients);
		const lines = [...common, ...head, ...own];
		const partsOfOwn =
			typeof parts === 'number'
				? parts * own.length
				: parts.slice(start, start + own.length).reduce((sum, each) => sum + each, 0);
		texts.push({
			text: lines.join(LINE_BREAK) + LINE_BREAK,
			recipients: own.length,
			parts: partsOfOwn,
			lines: lines.length,
		});
		yield;
	}
	return { ok: true, encoding, texts };
}
