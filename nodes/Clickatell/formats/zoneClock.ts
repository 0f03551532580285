/** What the clocks of a time zone show. Zones have names of the IANA database, such as `Africa/Johannesburg`. */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** More than there are zones; names come from users in any spelling. */
const MOST_FORMATS = 600;
const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** To make a format takes longer than all that is done with it. */
function formatOf(zone: string): Intl.DateTimeFormat | undefined {
	if (!formats.has(zone)) {
		if (formats.size >= MOST_FORMATS) formats.clear();
		formats.set(zone, makeFormat(zone));
	}
	return formats.get(zone);
}

/** Undefined for a zone that is not known, which Intl says by throwing. */
function makeFormat(zone: string): Intl.DateTimeFormat | undefined {
	try {
		return new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
	} catch {
		return undefined;
	}
}

export function isZone(zone: string): boolean {
	return formatOf(zone) !== undefined;
}

/** The sign of `Etc/GMT+2` is the other way round, and the zones of SystemV are no longer those of any place. */
const NOT_OF_A_PLACE = /^(?:etc\/gmt[+-]?\d|systemv\/)/i;

/**
 * Whether a person who writes the zone means what Intl reads: UTC, or a name of the IANA database with a place. Intl takes
 * abbreviations as well, BST for Bangladesh and CST for Chicago, and EST without summer time.
 */
export function isUnmistakableZone(zone: string): boolean {
	if (zone.toUpperCase() === 'UTC') return true;
	return zone.includes('/') && !NOT_OF_A_PLACE.test(zone) && isZone(zone);
}

/**
 * Minutes that the clocks of a zone are ahead of UTC; undefined for an unknown zone.
 *
 * @param instant UNIX time in milliseconds
 */
export function minutesAhead(zone: string, instant: number): number | undefined {
	const format = formatOf(zone);
	if (format === undefined) return undefined;
	const parts = Object.fromEntries(
		format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
	);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
	return Math.round((Date.UTC(year, month - 1, day, hour, minute, second) - instant) / MINUTE_MS);
}

/**
 * Minutes that the clocks of a zone are ahead of UTC when they show a time; undefined for an unknown zone. Where
 * clocks go back an hour and show a time twice, the first counts; a time that they leave out is read with the offset
 * before.
 *
 * @param shown the time, as UNIX milliseconds of the same time in UTC
 */
export function minutesAheadWhenShowing(zone: string, shown: number): number | undefined {
	const before = minutesAhead(zone, shown - DAY_MS);
	const after = minutesAhead(zone, shown + DAY_MS);
	if (before === undefined || after === undefined) return undefined;
	if (before === after || minutesAhead(zone, shown - before * MINUTE_MS) === before) return before;
	return minutesAhead(zone, shown - after * MINUTE_MS) === after ? after : before;
}
