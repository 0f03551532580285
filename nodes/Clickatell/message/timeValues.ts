import { asText, bad, good, quoted, type Coded } from './coded';

/** Dates and the DateTime of n8n's expressions both give ISO 8601, or null where they are invalid. */
export function timeText(raw: unknown): string {
	const hasOwnForm =
		typeof raw === 'object' && raw !== null && 'toJSON' in raw && typeof raw.toJSON === 'function';
	return asText(hasOwnForm ? (raw as { toJSON(): unknown }).toJSON() : raw)?.trim() ?? '';
}

/** Does the day exist? `Date.parse` moves 30 February on to March. */
export function isDay(day: string): boolean {
	const midnight = Date.parse(`${day}T00:00:00Z`);
	return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}

/** A time without zone counts as UTC. */
export function codeUtcTime(raw: unknown): Coded {
	const text = timeText(raw);
	const zoned = /(?:z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text.replace(' ', 'T')}Z`;
	const [day] = /^\d{4}-\d\d-\d\d(?=T)/.exec(zoned) ?? [];
	const time = day !== undefined && isDay(day) ? Date.parse(zoned) : Number.NaN;
	return Number.isNaN(time)
		? bad(`is ${quoted(raw)}; it must be a date and time such as 2030-01-31T09:00:00Z`)
		: good(new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'));
}

/** As it was given: what writes it knows the zone of a time that names none. */
export function codeZonedTime(raw: unknown): Coded {
	const text = timeText(raw);
	const [day] = /^\d{4}-\d\d-\d\d/.exec(text) ?? [];
	return day !== undefined && isDay(day) && text.length <= 60
		? good(text)
		: bad(`is ${quoted(raw)}; it must be a date and time such as 2030-01-31T09:00:00`);
}
