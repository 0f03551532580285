import { defined } from './defined';

/** A number that no call ever names, and a message ID that no message has. */
const STRANGER = '27555000001';
const STRANGERS_ID = 'f'.repeat(32);

const unnamed = (line: string) => line.replace(/ To: \d+$/, '');
const named = (line: string, to: string | undefined) =>
	to === undefined || / To: \d+$/.test(line) ? line : `${line} To: ${to}`;
const namedAll = (lines: readonly string[], to: readonly string[]) =>
	lines.map((line, i) => named(line, to[i]));
const twice = (lines: readonly string[]) => lines.flatMap((line) => [line, line]);
const first = (to: readonly string[]) => to[0] ?? STRANGER;

type Oddity = (lines: readonly string[], to: readonly string[]) => string[];

/** Ways in which the lines of an answer can differ from what was done: some gateways, proxies and libraries do so. */
export const ODDITIES = {
	'names nobody': (lines) => lines.map(unnamed),
	'names every other recipient': (lines, to) =>
		namedAll(lines, to).map((line, i) => (i % 2 === 0 ? line : unnamed(line))),
	'in another order': (lines, to) => namedAll(lines, to).reverse(),
	'every line twice': (lines, to) => twice(namedAll(lines, to)),
	'every line twice, naming nobody': (lines) => twice(lines.map(unnamed)),
	'the first line left out': (lines, to) => namedAll(lines, to).slice(1),
	'the first line left out, naming nobody': (lines) => lines.map(unnamed).slice(1),
	'a stranger more': (lines, to) => [...namedAll(lines, to), `ID: ${STRANGERS_ID} To: ${STRANGER}`],
	'a stranger instead of the first': (lines, to) => [
		`ID: ${STRANGERS_ID} To: ${STRANGER}`,
		...namedAll(lines, to).slice(1),
	],
	'a stranger refused instead of the first': (lines, to) => [
		`ERR: 105, Invalid Destination Address To: ${STRANGER}`,
		...namedAll(lines, to).slice(1),
	],
	'the first refused beside its ID': (lines, to) => [
		...namedAll(lines, to),
		`ERR: 901, Internal error - please retry To: ${first(to)}`,
	],
	'a refusal of nobody beside the IDs': (lines, to) => [
		...namedAll(lines, to),
		'ERR: 901, Internal error - please retry',
	],
	'a refusal of nobody instead of all but the first': (lines, to) => [
		...namedAll(lines, to).slice(0, 1),
		'ERR: 105, Invalid Destination Address',
	],
	'one ID for all': (lines, to) =>
		namedAll(lines, to).map((line) => line.replace(/^ID: \w+/, defined(defined(lines[0]).split(' To: ')[0]))),
	'words instead of lines': (lines) => lines.map(() => 'Sent'),
} satisfies Record<string, Oddity>;
export type OddityName = keyof typeof ODDITIES;
