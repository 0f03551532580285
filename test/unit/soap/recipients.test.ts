import * as fc from 'fast-check';
import { readLine, type Line } from '../../../nodes/Clickatell/apis/gateway/resultLines';
import { assignLines, type RecipientLine } from '../../../nodes/Clickatell/apis/gateway/recipients';
import { idsInWords } from '../../../nodes/Clickatell/message/rows';
import { refusalOfCall, tellsOfDeadSession } from '../../../nodes/Clickatell/apis/gateway/refusedCall';
import { msisdn } from './arbitraries';
import { casesOf } from '../../extent';
import { defined } from '../../../nodes/Clickatell/formats/defined';

type Told = Extract<Line, { kind: 'id' | 'refused' }>;

const isTold = (line: RecipientLine): line is Told => line.kind === 'id' || line.kind === 'refused';
const withoutName = ({ to: _to, ...line }: Told): Told => line;
/** What a line says, whoever it names. */
const said = (line: Told) => (line.kind === 'id' ? line.id : `refused ${line.code}`);

/** One call as it really went: the numbers, some of them given twice, and the gateway's true line for each. */
const truths = fc
	.array(fc.tuple(fc.nat(12), fc.constantFrom('accepted', '105', '301', '114')), {
		minLength: 1,
		maxLength: 12,
	})
	.map((drafts) => {
		const to = drafts.map(([n]) => String(27_999_100_000 + n));
		const lines = drafts.map(([, outcome], i): Told =>
			outcome === 'accepted'
				? { kind: 'id', id: `id${i}`, to: defined(to[i]) }
				: { kind: 'refused', code: outcome, text: '', to: defined(to[i]) },
		);
		return { to, lines };
	});
type Truth = { readonly to: readonly string[]; readonly lines: readonly Told[] };

/** Whatever is said for certain of a number is true of it, and not said more often than it happened. */
function expectTrue({ to, lines }: Truth, assigned: readonly RecipientLine[]): void {
	expect(assigned).toHaveLength(to.length);
	const real = lines.map((line) => `${line.to} ${said(line)}`);
	assigned.forEach((line, i) => {
		if (!isTold(line)) return;
		const at = real.indexOf(`${to[i]} ${said(line)}`);
		expect(at).not.toBe(-1);
		real.splice(at, 1);
	});
}

const places = fc.array(fc.nat(11), { maxLength: 4 });
const dropped = (lines: readonly Told[], which: readonly number[]) =>
	lines.filter((_, i) => !which.includes(i));
const repeated = (lines: readonly Told[], which: readonly number[]) =>
	lines.flatMap((line, i) => (which.includes(i) ? [line, line] : [line]));
const unnamed = (lines: readonly Told[], which: readonly number[]) =>
	lines.map((line, i) => (which.includes(i) ? withoutName(line) : line));

const foreignLine = fc.tuple(fc.nat(5), fc.boolean()).map(([n, accepted]): Told => {
	const to = String(27_555_000_000 + n);
	return accepted ? { kind: 'id', id: `foreign${n}`, to } : { kind: 'refused', code: '105', text: '', to };
});

const RUNS = { numRuns: casesOf(2000) };

describe('the lines of an answer', () => {
	it('reach the recipients they name, in whatever order they come', () => {
		const shuffled = truths.chain((truth) =>
			fc.tuple(fc.constant(truth), fc.shuffledSubarray([...truth.lines], { minLength: truth.lines.length })),
		);
		fc.assert(
			fc.property(shuffled, ([truth, lines]) => {
				const assigned = assignLines(truth.to, lines);
				expect(assigned.every(isTold)).toBe(true);
				expectTrue(truth, assigned);
			}),
			RUNS,
		);
	});

	it('reach the recipients by position where some or all of them name nobody', () => {
		fc.assert(
			fc.property(truths, fc.array(fc.nat(11), { maxLength: 12 }), (truth, which) => {
				const lines = unnamed(truth.lines, which);
				fc.pre(lines.length > 1 || defined(lines[0]).kind === 'id');
				expect(assignLines(truth.to, lines)).toEqual(lines);
			}),
			RUNS,
		);
	});

	it('say nothing false when some are left out, repeated or those of others, as long as they name whom they mean', () => {
		const mangled = truths.chain((truth) =>
			fc
				.tuple(fc.constant(truth), places, places, fc.array(foreignLine, { maxLength: 3 }))
				.chain(([, drop, repeat, foreign]) => {
					const lines = [...dropped(repeated(truth.lines, repeat), drop), ...foreign];
					return fc.tuple(fc.constant(truth), fc.shuffledSubarray(lines, { minLength: lines.length }));
				}),
		);
		fc.assert(
			fc.property(mangled, ([truth, lines]) => {
				// An answer with an ID left out and a refusal repeated looks true where a number was given several times.
				fc.pre(lines.length !== truth.to.length || new Set(truth.to).size === truth.to.length);
				expectTrue(truth, assignLines(truth.to, lines));
			}),
			RUNS,
		);
	});

	it('say nothing false when some are left out or repeated and some name nobody', () => {
		const mangled = fc.record({
			truth: truths,
			which: places,
			change: fc.constantFrom(dropped, repeated),
			nameless: fc.array(fc.nat(11), { maxLength: 12 }),
		});
		fc.assert(
			fc.property(mangled, ({ truth, which, change, nameless }) => {
				const lines = change(unnamed(truth.lines, nameless), which);
				// One refusal that names nobody is how the gateway refuses a whole call.
				fc.pre(lines.length > 1 || lines[0]?.kind === 'id');
				expectTrue(truth, assignLines(truth.to, lines));
			}),
			RUNS,
		);
	});

	it('never call a recipient refused or accepted by what contradicts itself', () => {
		fc.assert(
			fc.property(truths, fc.nat(11), fc.nat(24), fc.boolean(), (truth, n, at, last) => {
				fc.pre(new Set(truth.to).size === truth.to.length);
				const victim = defined(truth.lines[n % truth.lines.length]);
				const lie: Told = { kind: 'refused', code: '901', text: '', to: defined(victim.to) };
				const lines: Told[] = [...truth.lines];
				lines.splice(last ? lines.length : at, 0, lie);
				const assigned = assignLines(truth.to, lines);
				expectTrue(truth, assigned);
				expect(defined(assigned[truth.to.indexOf(defined(victim.to))]).kind).toBe('missing');
			}),
			RUNS,
		);
	});

	it('give every message ID at most once, and nothing that names another or has no place', () => {
		const any = fc.array(
			fc
				.tuple(fc.nat(6), fc.constantFrom('id', 'refused', 'unreadable'), fc.nat(8))
				.map(([n, kind, id]): Line => {
					const to = n === 0 ? {} : { to: String(27_999_100_000 + n) };
					if (kind === 'unreadable') return { kind, text: '?' };
					return kind === 'id'
						? { kind, id: `id${id}`, ...to }
						: { kind: 'refused', code: '105', text: '', ...to };
				}),
			{ maxLength: 8 },
		);
		const numbers = fc.array(
			fc.integer({ min: 1, max: 5 }).map((n) => String(27_999_100_000 + n)),
			{
				minLength: 1,
				maxLength: 8,
			},
		);
		fc.assert(
			fc.property(numbers, any, (to, lines) => {
				const assigned = assignLines(to, lines);
				expect(assigned).toHaveLength(to.length);
				const ids = assigned.flatMap((line) => (line.kind === 'id' ? [line.id] : []));
				expect(new Set(ids).size).toBe(ids.length);
				const isForAll = lines.length === 1 && defined(lines[0]).kind === 'refused';
				assigned.forEach((line, i) => {
					if (line.kind === 'missing') return;
					expect(lines).toContain(line);
					if (isTold(line) && line.to !== undefined) expect(line.to).toBe(to[i]);
					else if (!isForAll) expect([lines.length, lines[i]]).toEqual([to.length, line]);
				});
			}),
			RUNS,
		);
	});

	const TO = ['27999100001', '27999100002', '27999100003'];
	const told = (to: readonly string[], ...texts: string[]) =>
		assignLines(to, texts.map(readLine)).map((line) => (isTold(line) ? said(line) : line));
	const missing = (...ids: string[]) => ({ kind: 'missing', ids });

	it.each<[string, readonly string[], string[], unknown[]]>([
		['a lone refusal for all', TO, ['ERR: 301'], ['refused 301', 'refused 301', 'refused 301']],
		['one named refusal is for one', TO, [`ERR: 301 To: ${TO[1]}`], [missing(), 'refused 301', missing()]],
		['a lone ID is for nobody of several', TO, ['ID: a'], [missing('a'), missing('a'), missing('a')]],
		['a refusal in the place of two', TO, [`ID: a To: ${TO[0]}`, 'ERR: 105'], ['a', missing(), missing()]],
		[
			'credit that runs out',
			TO,
			[`ID: a To: ${TO[0]}`, `ID: b To: ${TO[1]}`, 'ERR: 301'],
			['a', 'b', 'refused 301'],
		],
		[
			'a refusal beside an ID',
			TO.slice(0, 1),
			[`ID: a To: ${TO[0]}`, `ERR: 901 To: ${TO[0]}`],
			[missing('a')],
		],
		['two unnamed lines for one', TO.slice(0, 1), ['ID: a', 'ERR: 901'], [missing('a')]],
		['a refusal of somebody else', TO.slice(0, 1), ['ERR: 105 To: 27555000001'], [missing()]],
		['an ID of somebody else', TO.slice(0, 1), ['ID: a To: 27555000001'], [missing('a')]],
		[
			'a foreign line in the place of one',
			TO.slice(0, 2),
			[`ID: a To: ${TO[0]}`, 'ID: b To: 27555000001'],
			['a', missing('b')],
		],
		[
			'a named line that is not at its place',
			TO,
			[`ID: a To: ${TO[1]}`, 'ID: b', 'ID: c'],
			[missing('b', 'c'), 'a', missing('b', 'c')],
		],
		['a line twice', TO.slice(0, 2), [`ID: a To: ${TO[0]}`, `ID: a To: ${TO[0]}`], ['a', missing()]],
		[
			'every line twice',
			TO.slice(0, 2),
			TO.slice(0, 2).flatMap((to, i) => [`ID: ${i} To: ${to}`, `ID: ${i} To: ${to}`]),
			['0', '1'],
		],
		['a refusal twice', TO.slice(0, 1), [`ERR: 105 To: ${TO[0]}`, `ERR: 105 To: ${TO[0]}`], ['refused 105']],
		[
			'an unnamed ID twice',
			TO,
			['ID: a', 'ID: a', 'ID: b'],
			[missing('a', 'b'), missing('a', 'b'), missing('a', 'b')],
		],
		[
			'one ID for two',
			TO.slice(0, 2),
			[`ID: a To: ${TO[0]}`, `ID: a To: ${TO[1]}`],
			[missing('a'), missing('a')],
		],
		['two IDs for one', TO.slice(0, 1), [`ID: a To: ${TO[0]}`, `ID: b To: ${TO[0]}`], [missing('a', 'b')]],
		[
			'a number given twice',
			[defined(TO[0]), defined(TO[1]), defined(TO[0])],
			[`ID: a To: ${TO[0]}`, `ERR: 105 To: ${TO[0]}`, `ID: c To: ${TO[1]}`],
			['a', 'c', 'refused 105'],
		],
		[
			'a number given twice and told of once',
			[defined(TO[0]), defined(TO[0])],
			[`ID: a To: ${TO[0]}`],
			['a', missing()],
		],
		['nothing', TO.slice(0, 2), [], [missing(), missing()]],
	])('%s', (_name, to, texts, expected) => {
		expect(told(to, ...texts)).toEqual(expected);
	});

	it("name at most five message IDs that may be a recipient's own", () => {
		const [first] = told(TO, ...Array.from({ length: 50 }, (_, n) => `ID: id${n}`));
		expect(first).toEqual(missing('id0', 'id1', 'id2', 'id3', 'id4'));
		expect(idsInWords(['a'])).toBe('message ID a');
		expect(idsInWords(['a', 'b'])).toBe('message IDs a, b');
	});
});

describe('the refusal of a whole call', () => {
	const lines = (...texts: string[]) => texts.map(readLine);
	const A = '27999100001';
	const B = '27999100002';

	it.each<[string[], string[] | undefined, string | undefined]>([
		[['ERR: 301, No Credit Left'], [A, B], '301'],
		[['ERR: 003, Session ID expired'], [A, B], '003'],
		[[`ERR: 003, Session ID expired To: ${A}`], [A], '003'],
		[[`ERR: 003 To: ${A}`, `ERR: 003 To: ${B}`], [A, B], '003'],
		[[`ERR: 003 To: ${B}`, `ERR: 005 To: ${A}`], [A, B], '003'],
		[[`ERR: 001 To: ${A}`, 'ERR: 001'], [A, B], '001'],
		[[`ERR: 901 To: ${A}`, `ERR: 901 To: ${B}`], [A, B], '901'],
		[[`ERR: 003 To: ${A}`], undefined, '003'],
		[['ERR: 003', 'ERR: 003'], undefined, '003'],
		// What is not the refusal of all, or of no help.
		[[`ERR: 003 To: ${A}`], [A, B], undefined],
		[[`ERR: 901 To: ${A}`], [A, B], undefined],
		[[`ERR: 003 To: ${A}`, `ID: a To: ${B}`], [A, B], undefined],
		[[`ERR: 003 To: ${A}`, `ERR: 105 To: ${B}`], [A, B], undefined],
		[[`ERR: 003 To: ${A}`, `ERR: 901 To: ${B}`], [A, B], undefined],
		[[`ERR: 003 To: ${A}`, 'ID: a To: 27555000001'], [A], undefined],
		[['ERR: 003 To: 27555000001'], [A], undefined],
		[[`ERR: 301 To: ${A}`], [A], undefined],
		[[`ERR: 301 To: ${A}`, `ERR: 301 To: ${B}`], [A, B], undefined],
		[['ERR: This prefix is not supported'], undefined, undefined],
		[[], [A], undefined],
	])('%j for %j is %s', (texts, to, code) => {
		expect(refusalOfCall(lines(...texts), to)?.code).toBe(code);
	});

	it.each<[string[], boolean]>([
		[[`ERR: 003 To: ${A}`], true],
		[[`ERR: 003 To: ${A}`, `ERR: 105 To: ${B}`], true],
		[[`ERR: 003 To: ${A}`, `ID: a To: ${B}`], false],
		[[`ERR: 901 To: ${A}`, `ERR: 105 To: ${B}`], false],
		[['ID: a'], false],
		[[], false],
	])('%j tells of a dead session: %s', (texts, dead) => {
		expect(tellsOfDeadSession(lines(...texts))).toBe(dead);
	});
});

test('a number of any length is a recipient', () => {
	fc.assert(
		fc.property(msisdn, (to) => {
			expect(assignLines([to], [readLine(`ID: a To: +${to}.`)])).toMatchObject([{ id: 'a', to }]);
		}),
	);
});
