import { PARTS_WITHOUT_OPTION } from '../../message/compose';
import { forEachRow, hasLineBreak, LINE_BREAK, unsafeCharacters } from './lines';
import { mergedLines } from './merged';
import { sameTextLines } from './sameText';
import type { Bulk, BulkFault, BulkResult, Carrier } from './types';

type Pair = readonly [key: string, value: string];

const LABELS: Readonly<Record<string, string>> = {
	api_id: 'API ID',
	user: 'User',
	password: 'Password',
	reply: 'Reply Address',
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
): Generator<void, { head: readonly string[]; rows: readonly string[] }> {
	const maxParts = Number(options['concat'] ?? PARTS_WITHOUT_OPTION);
	if (content.kind === 'merged') return yield* mergedLines(content, maxParts, carrier, faults);
	const text = sameTextLines(content, maxParts, carrier);
	if (!text.ok) faults.push({ sentence: `'Text' ${text.fault}` });
	const rows: string[] = [];
	yield* forEachRow(content.to, (to) => rows.push(`to:${to}`));
	return { head: text.ok ? text.lines : [], rows };
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
	const { head, rows } = yield* contentLines(bulk, carrier, faults);
	if (faults.length > 0) return { ok: false, faults };
	const texts: string[] = [];
	for (let start = 0; start < rows.length; start += carrier.recipients) {
		const lines = [...common, ...head, ...rows.slice(start, start + carrier.recipients)];
		texts.push(lines.join(LINE_BREAK) + LINE_BREAK);
		yield;
	}
	return { ok: true, texts };
}
