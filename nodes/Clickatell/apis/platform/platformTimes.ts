import { numberOf } from './json';

/** 31 December 9999, the last moment that ISO 8601 writes with four digits of the year. */
const LAST_MILLISECOND = 253_402_300_799_999;

/** UNIX milliseconds, as a number or as its digits, to ISO 8601 in UTC; null for anything else. */
export function readMilliseconds(value: unknown): string | null {
	const time = numberOf(value);
	if (time === null || !Number.isInteger(time) || time < 0 || time > LAST_MILLISECOND) return null;
	return new Date(time).toISOString().replace('.000Z', 'Z');
}

/** UNIX seconds likewise. */
export function readSeconds(value: unknown): string | null {
	const time = numberOf(value);
	return time === null ? null : readMilliseconds(time * 1000);
}
