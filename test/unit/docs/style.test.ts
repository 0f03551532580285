/** docs/style.md, as far as a program can check it: the words that are never used, and the glossary. */
import { allProse, type Prose, proseOfSource } from './prose';
import { codeBlocks, readPage, sectionOf, tablesOf } from './pages';

/** The page and this file name the words. */
const EXEMPT = /^(?:docs\/style\.md|test\/unit\/docs\/style\.test\.ts):/;

const page = readPage('docs/style.md');

interface Rule {
	/** As the page writes it. */
	word: string;
	pattern: RegExp;
}

/** A word or several, with their endings: `lie (lies, lied)`. The page holds them, so that there is one list. */
function ruleOf(cell: string): Rule {
	const forms = cell
		.replace(/[()]/g, ',')
		.split(',')
		.map((form) => form.trim())
		.filter((form) => form !== '');
	const either = forms.map((form) => form.replace(/ /g, '\\s+')).join('|');
	return { word: cell, pattern: new RegExp(`(?<![\\w-])(?:${either})(?![\\w-])`, 'i') };
}

function rulesBelow(heading: string): Rule[] {
	const [words] = tablesOf(sectionOf(page, heading));
	return (words?.rows ?? []).map(([cell = '']) => ruleOf(cell.replaceAll('`', '')));
}

const NEVER = rulesBelow('Words that are never used');
const NOT_FOR_USERS = rulesBelow('Words that are not used in texts for users');

/** The names of requests to the gateway's control plane are code: `POST weather`. */
const withoutCalls = (text: string) => text.replace(/\b(?:GET|POST|DELETE) +[\w-]+/g, '');

const isForUsers = ({ where, kind }: Prose) =>
	kind === 'note' ||
	(kind === 'page' && !where.startsWith('docs/protocol/')) ||
	(kind === 'string' && /^(?:nodes|credentials)\//.test(where));

function findings(prose: readonly Prose[]): string[] {
	return prose
		.filter(({ where }) => !EXEMPT.test(where))
		.flatMap((one) => {
			const text = withoutCalls(one.text);
			const rules = isForUsers(one) ? [...NEVER, ...NOT_FOR_USERS] : NEVER;
			return rules
				.map(({ word, pattern }) => ({ word, at: text.search(pattern) }))
				.filter(({ at }) => at >= 0)
				.map(
					({ word, at }) => `${one.where} has '${word}': ${text.slice(Math.max(0, at - 30), at + 50).trim()}`,
				);
		});
}

const prose = allProse();

test('no text has a word that is never used', () => {
	expect(prose.length).toBeGreaterThan(5_000);
	expect(findings(prose)).toEqual([]);
});

test('such a word would be found, in a page, in a note, in a string and in a comment, but not in code', () => {
	const source = [
		'/** The node believes the answer,',
		' * and it renews the session by',
		' * itself. */',
		"export const weather = 'weather';",
		"const hint = 'It is simply sent';",
		'const told = `the ${fate} of it`; // `fate` is a name',
	].join('\n');
	const all = [
		...proseOfSource('nodes/x.ts', source),
		{ where: 'README.md:1', kind: 'page', text: 'What it costs stands below.' },
		{ where: 'examples/x.json: About', kind: 'note', text: 'An e-mail, in order to test.' },
	] as const;
	const words = findings(all).map((finding) =>
		/^(\S+?)(?:: About)? has '([a-z -]+)/.exec(finding)?.slice(1).join(' ').trim(),
	);
	expect(words.sort()).toEqual([
		'README.md:1 stand',
		'examples/x.json e-mail',
		'examples/x.json in order to',
		'nodes/x.ts:1 believe',
		'nodes/x.ts:1 by itself',
		'nodes/x.ts:5 simply',
	]);
});

test('the page holds the rules on one page, the glossary, and ten pairs of before and after', () => {
	expect(page.text.split('\n').length).toBeLessThan(170);
	const [glossary] = tablesOf(sectionOf(page, 'Glossary'));
	const terms = (glossary?.rows ?? []).map(([term]) => term);
	for (const term of [
		...['message part', 'recipient', 'sender ID', 'delivery report', 'status', 'inbound message'],
		...['account', 'API ID', 'API key'],
	]) {
		expect(terms).toContain(term);
	}
	const [pairs] = tablesOf(sectionOf(page, 'Before and after'));
	expect(pairs?.rows).toHaveLength(10);
	const all = prose.filter(({ where }) => !EXEMPT.test(where)).map(({ text }) => text.replace(/\\'/g, "'"));
	for (const [before = '', after = '', where = ''] of pairs?.rows ?? []) {
		expect([before, all.some((text) => text.includes(before))]).toEqual([before, false]);
		expect([after, where, all.some((text) => text.includes(after))]).toEqual([after, where, true]);
	}
	expect(codeBlocks(page, 'ts')).toEqual([]);
});
