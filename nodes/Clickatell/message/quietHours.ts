import { isObject } from '../formats/isObject';
import { isUnmistakableZone, isZone, minutesAhead, minutesAheadWhenShowing } from '../formats/zoneClock';
import { asText, bad, good, isBlank, quoted, type Coded } from './coded';
import { COUNTRY_ZONES } from './text/countryZones';
import { partsOfNumber } from './text/numberCountry';
import { lazily, rowsOf } from './text/numbering';

/** When a person is to be left alone, by the clock of the place where they live. */
export interface QuietHours {
	/** Minutes after midnight: the first that is quiet. */
	readonly from: number;
	/** The first that is not; the next day where it is before `from`. */
	readonly to: number;
	/** Name of the IANA database; absent where the country of the number decides. */
	readonly zone?: string;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
const LEAST_OPEN_MINUTES = 15;
/** A time that suits all zones comes within a day, or never; clocks that change may put it off to the next. */
const LONGEST_SEARCH_MS = 3 * DAY_MS;

const CLOCK = /^([01]?\d|2[0-3])(?::([0-5]\d))?$/;
const AS_CLOCK = 'write it as 21:00';

/** `21:00`, `9:30` or `8` as minutes after midnight. */
function readClock(raw: unknown): number | undefined {
	const [, hours, minutes = '0'] = CLOCK.exec(asText(raw)?.trim() ?? '') ?? [];
	return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** Codes quiet hours as JSON ({@link QuietHours}). */
export function codeQuietHours(raw: unknown): Coded {
	const row = isObject(raw) ? raw['values'] : undefined;
	if (!isObject(row)) return bad('has no hours; fill in From and To, or remove the option');
	const [from, to] = [readClock(row['from']), readClock(row['to'])];
	if (from === undefined) return bad(`has ${quoted(row['from'])} in From; ${AS_CLOCK}`);
	if (to === undefined) return bad(`has ${quoted(row['to'])} in To; ${AS_CLOCK}`);
	if (from === to) return bad('begins and ends at the same time; make From and To differ');
	if (isBlank(row['timeZone'])) return good(JSON.stringify({ from, to } satisfies QuietHours));
	const zone = asText(row['timeZone'])?.trim() ?? '';
	return isUnmistakableZone(zone)
		? good(JSON.stringify({ from, to, zone } satisfies QuietHours))
		: bad(
				`has ${quoted(row['timeZone'])} in Time Zone; write it as America/New_York, or leave it empty to go by the country of the number`,
			);
}

const zonesByCountry = lazily(() => rowsOf(COUNTRY_ZONES));

/** The zones that the owner of a number may live in; none where the number is of no country. */
export function zonesOf(msisdn: string): readonly string[] {
	const { country } = partsOfNumber(msisdn);
	const zones = country === null ? undefined : zonesByCountry().get(country);
	// A Node.js of long ago may lack a new one.
	return zones?.filter(isZone) ?? [];
}

/** Milliseconds since midnight that the clocks of a zone show. */
function shownAt(zone: string, instant: number): number {
	const local = instant + ahead(zone, instant) * MINUTE_MS;
	return ((local % DAY_MS) + DAY_MS) % DAY_MS;
}

function ahead(zone: string, instant: number): number {
	return minutesAhead(zone, instant) ?? 0;
}

function isQuiet({ from, to }: QuietHours, zone: string, instant: number): boolean {
	const minute = shownAt(zone, instant) / MINUTE_MS;
	return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** When the quiet hours end in a zone where they are on. */
function endOf({ to }: QuietHours, zone: string, instant: number): number {
	const shown = shownAt(zone, instant);
	const wait = (to * MINUTE_MS - shown + DAY_MS) % DAY_MS || DAY_MS;
	const end = instant + wait;
	const offset = ahead(zone, instant);
	if (ahead(zone, end) === offset) return end;
	// The clocks change before: what counts is what they will show.
	const shownThen = end + offset * MINUTE_MS;
	const changed = shownThen - (minutesAheadWhenShowing(zone, shownThen) ?? offset) * MINUTE_MS;
	return changed > instant ? changed : end;
}

/**
 * The first moment from `instant` on that is quiet in none of the zones; undefined where there is none. At a change of the
 * clocks it may come up to as much later as they are moved.
 *
 * @param instant UNIX time in milliseconds, as the result
 */
export function firstOpen(quiet: QuietHours, zones: readonly string[], instant: number): number | undefined {
	let open = instant;
	while (open - instant <= LONGEST_SEARCH_MS) {
		const closed = zones.filter((zone) => isQuiet(quiet, zone, open));
		if (closed.length === 0) return open;
		open = Math.max(...closed.map((zone) => endOf(quiet, zone, open)));
	}
	return undefined;
}

/**
 * Quiet hours for what waits at a carrier that may deliver it some minutes early or late; undefined where they leave hardly any
 * time.
 */
export function widened(quiet: QuietHours, minutes: number): QuietHours | undefined {
	const length = (quiet.to - quiet.from + DAY_MINUTES) % DAY_MINUTES;
	if (length + 2 * minutes > DAY_MINUTES - LEAST_OPEN_MINUTES) return undefined;
	return {
		...quiet,
		from: (quiet.from - minutes + DAY_MINUTES) % DAY_MINUTES,
		to: (quiet.to + minutes) % DAY_MINUTES,
	};
}
