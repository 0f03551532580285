/**
 * The table of time zones in `message/text/countryZones.ts`, made from the package countries-and-timezones, which follows the
 * IANA database. Of zones of a country whose clocks agree over some years, one stands for all.
 */
import { getAllCountries } from 'countries-and-timezones';
import { COUNTRIES, SHARED_CODES } from '../nodes/Clickatell/message/text/numberingCountries';
import { defined } from '../nodes/Clickatell/formats/defined';

const DAY_MS = 86_400_000;
/** Clocks are compared from here on. */
const FIRST_DAY = Date.UTC(2026, 0, 1);
const DAYS = 3 * 366;
/** No zone goes to other hours and back within so many days: even Ramadan, when Morocco does, is a month. */
const STEP = 7;

/** Countries that have numbers and no entry of their own, with the one whose clocks they follow. */
const FOLLOW: Readonly<Record<string, string>> = { AC: 'SH', XK: 'RS' };

function clockOf(zone: string): string {
	const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
	const offsetOn = (day: number) => {
		const parts = format.formatToParts(FIRST_DAY + day * DAY_MS);
		return defined(parts.find(({ type }) => type === 'timeZoneName')).value;
	};
	const offsets = [offsetOn(0)];
	for (let day = STEP; day < DAYS + STEP; day += STEP) {
		const before = defined(offsets.at(-1));
		const after = offsetOn(day);
		// Only in a week in which the clocks change is the day asked for: asking is slow.
		for (let each = day - STEP + 1; each <= day; each++)
			offsets.push(before === after ? before : offsetOn(each));
	}
	return offsets.join();
}

/** The countries that a number can be of. */
function countriesWithNumbers(): string[] {
	const alone = COUNTRIES.trim()
		.split(/\s/)
		.map((each) => each.slice(-2));
	const shared = SHARED_CODES.match(/\b[A-Z]{2}\b/g) ?? [];
	return [...new Set([...alone, ...shared])].sort();
}

/** The file of the node that holds the table. */
export function countryZonesFile(): string {
	const all = getAllCountries();
	const rows = countriesWithNumbers().map((country) => {
		const entry = all[(FOLLOW[country] ?? country) as keyof typeof all];
		const byClock = new Map<string, string>();
		const isAlone = entry.timezones.length === 1;
		for (const zone of entry.timezones) {
			const clock = isAlone ? '' : clockOf(zone);
			if (!byClock.has(clock)) byClock.set(clock, zone);
		}
		return `${country} ${[...byClock.values()].join(' ')}`;
	});
	return `/**
 * The time zones of each country by its ISO 3166 letters: facts from the package countries-and-timezones, which follows the
 * IANA database. Zones of a country whose clocks agree stand here once. Written by npm run docs; a test compares the file with
 * the package.
 */
export const COUNTRY_ZONES = \`
${rows.join('\n')}
\`;
`;
}
