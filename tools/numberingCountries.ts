/**
 * The table of countries in `message/text/numberingCountries.ts`, made from the metadata of libphonenumber-js as the
 * numbering plans are. Most country codes belong to one country. Where several share one, the first has all numbers but those
 * whose first digits are only another's.
 */
import { Metadata } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/max/metadata';
import { defined } from '../nodes/Clickatell/formats/defined';

interface Plan {
	type(name: string): { pattern(): string } | undefined;
}

/** What is looked at of numbers of countries that share a code: no country has its numbers told apart later. */
const LONGEST_PREFIX = 5;

const { country_calling_codes: countriesByCode } = metadata as unknown as {
	country_calling_codes: Readonly<Record<string, readonly string[]>>;
};

/** A pattern that also matches whatever a match of the given one begins with: every digit of it may be the end. */
function beginningOf(pattern: string): RegExp {
	const open = pattern.replace(/\{[^}]*\}|\\d|\[[0-9-]+\]|[0-9]/g, (token) =>
		token.startsWith('{') ? token : `(?:${token}|$)`,
	);
	return new RegExp(`^(?:${open})$`);
}

/** The first digits of the numbers of a country that people have. */
function beginningsOf(country: string): string[] {
	const reader = new Metadata(metadata);
	reader.selectNumberingPlan(country as never);
	const plan = reader.numberingPlan as unknown as Plan;
	const patterns = ['FIXED_LINE', 'MOBILE'].flatMap((type) => plan.type(type)?.pattern() ?? []);
	const begun = patterns.map(beginningOf);
	let found = [''];
	for (let length = 1; length <= LONGEST_PREFIX; length++) {
		found = found
			.flatMap((head) => [...'0123456789'].map((digit) => head + digit))
			.filter((head) => begun.some((pattern) => pattern.test(head)));
	}
	return found;
}

/** The shortest beginnings of a country's numbers that are those of no other. North America goes by area codes. */
function distinct(
	country: string,
	beginnings: readonly string[],
	owners: ReadonlyMap<string, string>,
	shortest: number,
): string[] {
	const found = new Set<string>();
	for (const each of beginnings) {
		for (let length = shortest; length <= each.length; length++) {
			const head = each.slice(0, length);
			if (owners.get(head) !== country) continue;
			found.add(head);
			break;
		}
	}
	return [...found].sort();
}

const SEVERAL = 'several';

/** Which country has all numbers that begin so. */
function ownersOf(beginnings: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> {
	const owners = new Map<string, string>();
	for (const [country, list] of beginnings) {
		for (const each of list) {
			for (let length = 1; length <= each.length; length++) {
				const head = each.slice(0, length);
				owners.set(head, (owners.get(head) ?? country) === country ? country : SEVERAL);
			}
		}
	}
	return owners;
}

function linesOf(): { readonly alone: string[]; readonly shared: string[] } {
	const alone: string[] = [];
	const shared: string[] = [];
	for (const code of Object.keys(countriesByCode).sort((a, b) => Number(a) - Number(b))) {
		const [main, ...others] = defined(countriesByCode[code]);
		if (others.length === 0) {
			alone.push(`${code}${main}`);
			continue;
		}
		const beginnings = new Map([defined(main), ...others].map((country) => [country, beginningsOf(country)]));
		const owners = ownersOf(beginnings);
		const cells = others.flatMap((country) => {
			const own = distinct(country, defined(beginnings.get(country)), owners, code === '1' ? 3 : 1);
			return own.length === 0 ? [] : [`${country}:${own.join()}`];
		});
		if (cells.length === 0) alone.push(`${code}${main}`);
		else shared.push([code, main, ...cells].join(' '));
	}
	return { alone, shared };
}

const IN_A_LINE = 18;

/** The file of the node that holds the tables. */
export function numberingCountriesFile(): string {
	const { alone, shared } = linesOf();
	const rows = Array.from({ length: Math.ceil(alone.length / IN_A_LINE) }, (_, row) =>
		alone.slice(row * IN_A_LINE, (row + 1) * IN_A_LINE).join(' '),
	);
	return `/**
 * Countries by country code: facts from the metadata of libphonenumber-js, which follow Google's libphonenumber. Written by
 * npm run docs; a test compares the file with the library.
 */

/** Country codes of one country alone, each with its ISO 3166 letters. */
export const COUNTRIES = \`
${rows.join('\n')}
\`;

/** Country codes that several countries share: the first has every number that does not begin as one of another's does. */
export const SHARED_CODES = \`
${shared.join('\n')}
\`;
`;
}
