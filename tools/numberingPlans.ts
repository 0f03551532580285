/**
 * The table of numbering plans in `message/text/numberingPlans.ts`, made from the metadata of libphonenumber-js, which
 * follow Google's libphonenumber. The library knows much more, in 180 KB: the node needs how many digits the numbers of
 * a country have, by their first digit, and what is dialled before them within the country and abroad.
 */
import { Metadata } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/max/metadata';
import { either, shapesOf, type Shapes } from './patternShapes';
import { defined } from '../nodes/Clickatell/formats/defined';

/** What the library's types leave out. */
interface Plan {
	nationalPrefix(): string | number | undefined;
	nationalPrefixForParsing(): string | number | undefined;
	IDDPrefix(): string | undefined;
	possibleLengths(): number[];
	nationalNumberPattern(): string;
	type(name: Type): { pattern(): string; possibleLengths(): number[] } | undefined;
}

/** Kinds of numbers that are rented by people or companies, whom an SMS may reach. */
const REACHABLE = ['FIXED_LINE', 'MOBILE', 'VOIP', 'PERSONAL_NUMBER', 'PAGER', 'UAN', 'VOICEMAIL'] as const;
type Type = (typeof REACHABLE)[number];

/** E.164 allows 15 digits with the country code; fewer than 7 are nowhere in use. */
const MOST_DIGITS = 15;
const FEWEST_DIGITS = 7;

const { country_calling_codes: countriesByCode, nonGeographic } = metadata as unknown as {
	country_calling_codes: Readonly<Record<string, readonly string[]>>;
	nonGeographic: Readonly<Record<string, unknown>>;
};

function plansOf(code: string): Plan[] {
	return (countriesByCode[code] ?? [code]).map((country) => {
		const reader = new Metadata(metadata);
		reader.selectNumberingPlan(country as never);
		return reader.numberingPlan as unknown as Plan;
	});
}

/**
 * What is dialled before a number within the country. Patterns with groups name carriers and areas beside the prefix,
 * long alternatives are services for the deaf: with them, a number is refused.
 */
function trunksOf(plan: Plan): string[] {
	const own = plan.nationalPrefix();
	const pattern = plan.nationalPrefixForParsing();
	const others = ['0', '8', '80'].filter(
		(prefix) =>
			typeof pattern === 'string' && !pattern.includes('(') && new RegExp(`^(?:${pattern})$`).test(prefix),
	);
	return [...(typeof own === 'string' ? [own] : []), ...others];
}

/** Lengths by first digits, as far as numbers of the country can have them. */
function usable(code: string, shapes: Shapes, lengthIsUsable: (length: number) => boolean): Shapes {
	const kept = [...shapes].map(([first, lengths]) => {
		const fitting = [...lengths].filter(
			(length) =>
				code.length + length <= MOST_DIGITS &&
				code.length + length >= FEWEST_DIGITS &&
				lengthIsUsable(length),
		);
		return [first, new Set(fitting)] as const;
	});
	return new Map(kept.filter(([, lengths]) => lengths.size > 0));
}

/**
 * The most digits that a number of the country has which can get an SMS; all others are toll-free, premium and
 * shared-cost services. Some of these are longer, and a number with its trunk prefix would be taken for one.
 */
function mostDigits(plan: Plan): number {
	const lengths = REACHABLE.flatMap((type) => {
		const own = plan.type(type);
		return own ? [...shapesOf(own.pattern()).values()].flatMap((each) => [...each]) : [];
	});
	return lengths.length > 0 ? Math.max(...lengths) : MOST_DIGITS;
}

interface National {
	readonly trunks: readonly string[];
	readonly numbers: Shapes;
}

function nationalOf(code: string): National {
	const plans = plansOf(code);
	const trunks = [...new Set(plans.flatMap(trunksOf))].sort(
		(a, b) => b.length - a.length || Number(a) - Number(b),
	);
	const numbers = either(
		plans.map((plan) => {
			const possible = plan.possibleLengths();
			const most = mostDigits(plan);
			return usable(
				code,
				shapesOf(plan.nationalNumberPattern()),
				// Canada's 310 1234 has no area code, and nobody abroad can reach it.
				(length) => possible.includes(length) && length <= most && (code !== '1' || length === 10),
			);
		}),
	);
	// Services that are dialled with the trunk zero as part of their number take no SMS.
	const withoutZero = [...numbers].filter(([first]) => first !== '0' || !trunks.includes('0'));
	return { trunks, numbers: new Map(withoutZero) };
}

function runs(numbers: Iterable<number>): string {
	const found: number[][] = [];
	for (const number of [...numbers].sort((a, b) => a - b)) {
		const run = found.at(-1);
		if (run?.at(-1) === number - 1) run.push(number);
		else found.push([number]);
	}
	return found.map((run) => (run.length > 1 ? `${run[0]}-${run.at(-1)}` : `${run[0]}`)).join(',');
}

/** `12:9 3:8-10`: numbers that begin with 1 or 2 have nine digits, with 3 eight to ten. */
function groups(shapes: Shapes): string {
	const byLengths = new Map<string, string>();
	for (const first of [...shapes.keys()].sort()) {
		const lengths = runs(defined(shapes.get(first)));
		byLengths.set(lengths, (byLengths.get(lengths) ?? '') + first);
	}
	return [...byLengths].map(([lengths, firsts]) => `${firsts}:${lengths}`).join(' ');
}

/** Shorter mobile numbers are rare wherever longer ones exist. */
const USUAL_MOBILE = 8;

/**
 * Mobile numbers, of the countries where an entry that begins with the country code can be a number without it as well:
 * lengths of those that begin with the digits of the code, then of all.
 */
function mobileLineOf(code: string): string[] {
	const { numbers } = nationalOf(code);
	const mobiles = plansOf(code).flatMap((plan) => plan.type('MOBILE')?.pattern() ?? []);
	const mobileShapes = (leading: number) =>
		usable(
			code,
			either(mobiles.map((pattern) => shapesOf(pattern, leading))),
			(length) => length >= USUAL_MOBILE,
		);
	const all = mobileShapes(1);
	const own = mobileShapes(code.length).get(code) ?? new Set();
	const lengthsOf = (shapes: Shapes) => [...shapes.values()].flatMap((lengths) => [...lengths]);
	const withCode = numbers.get(defined(code[0])) ?? new Set();
	const isDouble =
		lengthsOf(all).some((length) => withCode.has(length + code.length)) ||
		lengthsOf(numbers).some((length) => own.has(length + code.length));
	return isDouble ? [`${code} ${runs(own) || '-'} ${groups(all)}`] : [];
}

/** The alternatives of a pattern, those within its groups left alone. */
function alternativesOf(pattern: string): string[] {
	let depth = 0;
	const found = [''];
	for (const char of pattern) {
		if (char === '(') depth++;
		if (char === ')') depth--;
		if (char === '|' && depth === 0) found.push('');
		else found.push(defined(found.pop()) + char);
	}
	return found;
}

/**
 * What is dialled before a call abroad. One digit is no proof that such a call is meant; and digits that do not begin with 0
 * are carriers' own, which could be the country code of a number as well, but for these two.
 */
function accessLineOf(code: string): string[] {
	const prefix = defined(plansOf(code)[0]).IDDPrefix() ?? '00';
	const kept = ['810', '119'].includes(prefix)
		? [prefix]
		: alternativesOf(prefix).filter((each) => each.startsWith('0') && each.length > 1);
	return kept.length === 0 || kept.join() === '00'
		? []
		: [`${code} ${kept.join('|').replaceAll('\\d', '[0-9]')}`];
}

const byNumber = (a: string, b: string) => Number(a) - Number(b);

/** The file of the node that holds the tables. */
export function numberingPlansFile(): string {
	const codes = Object.keys(countriesByCode).sort(byNumber);
	const planLineOf = (code: string): string => {
		const { trunks, numbers } = nationalOf(code);
		return `${code} ${trunks.join('|') || '-'} ${groups(numbers)}`;
	};
	const table = (lines: readonly string[]) => `\`\n${lines.join('\n')}\n\`;\n`;
	return [
		`/**
 * Numbering plans by country code, a line each: facts from the metadata of libphonenumber-js, which follow Google's
 * libphonenumber. Written by npm run docs; a test compares the file with the library.
 */

/**
 * The country code; what is dialled before a number within the country, or -; and how many digits a national number
 * has, by its first digit: in \`12:9 3:8-10\`, nine where it begins with 1 or 2, eight to ten where it begins with 3.
 */
`,
		'export const PLANS = ',
		table([...codes, ...Object.keys(nonGeographic)].sort(byNumber).map(planLineOf)),
		`
/**
 * Where an entry that begins with the country code can be a national number as well: how many digits those mobile
 * numbers have that begin with the digits of the code, or -; and how many all have, by their first digit.
 */
`,
		'export const MOBILES = ',
		table(codes.flatMap(mobileLineOf)),
		`
/** What is dialled in a country before the country code of another, where that is not 00 alone, as a pattern. */
`,
		'export const ACCESS = ',
		table(codes.flatMap(accessLineOf)),
	].join('');
}
