import type { ParameterType } from '../catalogue/types';
import { readZonedTime, utcText } from '../formats/zonedTime';
import type { CallValues } from './callValues';
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
		: good(utcText(time));
}

/** As it was given: what writes it knows the zone of a time that names none. */
export function codeZonedTime(raw: unknown): Coded {
	const text = timeText(raw);
	const [day] = /^\d{4}-\d\d-\d\d/.exec(text) ?? [];
	return day !== undefined && isDay(day) && text.length <= 60
		? good(text)
		: bad(`is ${quoted(raw)}; it must be a date and time such as 2030-01-31T09:00:00`);
}

type TimeType = Extract<ParameterType, { kind: 'utcTime' | 'zonedTime' }>;

/** @param zone of a time that names none, such as `Africa/Johannesburg` */
export function codeTime(raw: unknown, type: TimeType, zone: string | undefined): Coded {
	if (type.kind === 'utcTime' && type.inWorkflowZone !== true) return codeUtcTime(raw);
	const coded = codeZonedTime(raw);
	if (!coded.ok || (type.kind === 'zonedTime' && zone === undefined)) return coded;
	const read = readZonedTime(coded.value, zone ?? 'UTC');
	if (!read.ok) return bad(read.reason);
	return good(type.kind === 'utcTime' ? utcText(read.time) : read.text);
}

/** The time of a coded value, in UNIX milliseconds; undefined where none is set. */
export function timeOf(coded: CallValues[string] | undefined): number | undefined {
	const read = typeof coded === 'string' ? readZonedTime(coded, 'UTC') : undefined;
	return read?.ok ? read.time : undefined;
}
