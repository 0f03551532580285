import fc from 'fast-check';
import { composeFtpFiles, FTP_FILE } from '../../../nodes/Clickatell/apis/files/ftpFile';
import { bulkOf, Gathering } from '../../../nodes/Clickatell/apis/files/gather';
import { findOperation } from '../../../nodes/Clickatell/catalogue';
import { itemChecker } from '../../../nodes/Clickatell/message/itemChecker';
import type { RawValues } from '../../../nodes/Clickatell/message/checked';
import { readBulk } from '../../gateway/files/reader';
import { ACCOUNT, finish, number, plainText } from './bulks';
import { casesOf, IS_LONG, IS_QUICK } from '../../extent';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const DUPLICATES = ['oncePerItem', 'oncePerRun', 'everyTime'] as const;
type Duplicates = (typeof DUPLICATES)[number];

/** One input item: its recipients in their order, and what they get, both by place in small pools. */
interface Item {
	readonly to: readonly number[];
	readonly message: number;
	readonly sender: number;
}

const SENDERS = ['', 'Shop', '27999000009'];

interface Run {
	readonly items: readonly Item[];
	readonly duplicates: Duplicates;
	/** The texts; with merge fields, the values of one template. */
	readonly texts: readonly string[];
	readonly merged: boolean;
}

const runs: fc.Arbitrary<Run> = fc.record({
	items: fc.array(
		fc.record({
			to: fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }),
			message: fc.nat(3),
			sender: fc.nat(SENDERS.length - 1),
		}),
		{ minLength: 1, maxLength: 25 },
	),
	duplicates: fc.constantFrom(...DUPLICATES),
	texts: fc.uniqueArray(
		fc
			.oneof(
				plainText(20),
				plainText(20).map((text) => `${text} `.repeat(150)),
			)
			.map((text) => `.${text.replace(/[@#]/g, 'a')}.`),
		{ minLength: 4, maxLength: 4 },
	),
	merged: fc.boolean(),
});

function rawOf({ duplicates, texts, merged }: Run, { to, message, sender }: Item): RawValues {
	const text = defined(texts[message]);
	return {
		to: to.map(number).join(', '),
		...(merged
			? { texts: 'merged', template: '#field1#', fields: { field1: text } }
			: { texts: 'same', text }),
		senderId: SENDERS[sender],
		longTexts: 'more',
		maxParts: 35,
		deliveryReports: '2',
		duplicateRecipients: duplicates,
	};
}

/** All items of a run gathered and composed: the messages of each file as they are read on the other side. */
function composed(run: Run, recipients: number) {
	const checkItem = itemChecker(defined(findOperation('bulkFile', 'composeFtpFile')), {});
	const gathering = new Gathering();
	for (const [index, item] of run.items.entries()) {
		const result = checkItem(rawOf(run, item));
		if (!result.ok) throw new Error(result.faults.join('\n'));
		gathering.add(result.checked, index);
	}
	return gathering.all().map((gathered) => {
		const result = finish(composeFtpFiles(bulkOf(gathered, ACCOUNT), { ...FTP_FILE, recipients }));
		if (!result.ok) throw new Error(JSON.stringify(result.faults));
		return {
			rows: gathered.rows,
			texts: result.texts,
			files: result.texts.map(({ text }) => readBulk(text, 'file')),
		};
	});
}

interface Wanted {
	readonly from: string;
	readonly to: string;
	readonly text: string;
	readonly items: number[];
}

/** Who is to get what, in the order of the items, and which items ask for it. */
function wanted({ items, duplicates, texts }: Run): Wanted[] {
	const all: Wanted[] = [];
	for (const [index, { to, message, sender }] of items.entries()) {
		const own = duplicates === 'everyTime' ? to : [...new Set(to)];
		for (const each of own) {
			const asked = { from: defined(SENDERS[sender]), to: number(each), text: defined(texts[message]) };
			const known =
				duplicates === 'oncePerRun' &&
				all.find(
					({ from, to: other, text }) => from === asked.from && other === asked.to && text === asked.text,
				);
			if (known) known.items.push(index);
			else all.push({ ...asked, items: [index] });
		}
	}
	return all;
}

test('nobody is lost, nobody doubled, and all stand in the order of their items, whatever the items are', () => {
	fc.assert(
		fc.property(runs, fc.integer({ min: 1, max: 50 }), (run, recipients) => {
			const bulks = composed(run, recipients);
			const written = bulks.flatMap(({ rows, files }) => {
				const messages = files.flatMap(({ fields, messages: each }) =>
					each.map(({ to, text }) => ({ from: fields.get('from') ?? '', to, text })),
				);
				expect(messages).toHaveLength(rows.length);
				return messages.map((message, row) => ({ ...message, items: defined(rows[row]).items }));
			});
			// Messages that share a file: those of one sender, and without merge fields of one text.
			const shares = ({ from, text }: Wanted) => JSON.stringify([from, run.merged ? '' : text]);
			const all = wanted(run);
			const kinds = [...new Set(all.map(shares))];
			expect(written).toEqual(kinds.flatMap((kind) => all.filter((one) => shares(one) === kind)));
			for (const { texts, files } of bulks) {
				for (const [place, { messages }] of files.entries()) {
					expect(messages.length).toBeLessThanOrEqual(recipients);
					expect(messages.length).toBe(defined(texts[place]).recipients);
					if (place < files.length - 1) expect(messages).toHaveLength(recipients);
				}
			}
		}),
		{ numRuns: casesOf(300) },
	);
});

test('no line has more than 8,192 bytes with its line break, and what would is refused', () => {
	const lengths = fc.oneof(fc.integer({ min: 8_160, max: 8_200 }), fc.integer({ min: 1, max: 9_000 }));
	let taken = 0;
	let refused = 0;
	fc.assert(
		fc.property(fc.array(lengths, { minLength: 1, maxLength: 4 }), (values) => {
			const rows = values.map((length, i) => ({
				to: number(i),
				fields: new Map([[1, 'x'.repeat(length)]]),
			}));
			const content = { kind: 'merged', template: '#field1#', rows } as const;
			const result = finish(composeFtpFiles({ account: ACCOUNT, options: { concat: '99' }, content }));
			const longest = Math.max(...values) + `csv:${number(0)},`.length + '\r\n'.length;
			expect(result.ok).toBe(longest <= 8_192);
			if (!result.ok) {
				refused++;
				return;
			}
			taken++;
			const lines = result.texts.flatMap(({ text }) => text.split(/(?<=\r\n)/));
			expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(8_192);
		}),
		// A few random cases can all be of one kind.
		{ numRuns: casesOf(200), examples: [[[1]], [[9_000]]] },
	);
	expect(Math.min(taken, refused)).toBeGreaterThan(IS_LONG ? 10 : 0);
});

/** Recipients of a file that is full: as many as are allowed, in the quick form a tenth. */
const FULL = FTP_FILE.recipients / (IS_QUICK ? 10 : 1);

test(`items with 300 recipients each fill files of ${FULL}, and the next file begins in the middle of an item`, () => {
	const items = Array.from({ length: Math.ceil((2.04 * FULL) / 300) }, (_, i) => ({
		to: Array.from({ length: 300 }, (__, j) => i * 300 + j),
		message: 0,
		sender: 0,
	}));
	const run: Run = { items, duplicates: 'oncePerRun', texts: ['Frost tonight'], merged: false };
	const [bulk, ...others] = composed(run, FULL);
	expect(others).toEqual([]);
	expect(defined(bulk).files.map(({ messages }) => messages.length)).toEqual([
		FULL,
		FULL,
		items.length * 300 - 2 * FULL,
	]);
	expect(defined(bulk).files.flatMap(({ messages }) => messages.map(({ to }) => to))).toEqual(
		items.flatMap(({ to }) => to.map(number)),
	);
	const middle = Math.floor(FULL / 300);
	expect(FULL % 300).toBeGreaterThan(0);
	expect(defined(defined(bulk).rows[FULL]).items).toEqual([middle]);
	expect(defined(defined(bulk).rows[FULL - 1]).items).toEqual([middle]);
});
