import { minutesAheadWhenShowing } from './zoneClock';

export type ZonedTime =
	/** `text` with its offset, such as `2017-02-27T14:30:00+0200`; `time` in UNIX milliseconds. */
	| { readonly ok: true; readonly text: string; readonly time: number }
	/** The end of a sentence that begins with the field's label. */
	| { readonly ok: false; readonly reason: string };

const DATE_AND_TIME =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?$/i;

/** A time in UTC in whole seconds, such as `2017-02-27T12:30:00Z`. */
export function utcText(time: number): string {
	return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Reads a date and time. One without an offset of its own is in `zone`, such as `Africa/Johannesburg`. */
export function readZonedTime(written: string, zone: string): ZonedTime {
	const match = DATE_AND_TIME.exec(written.trim().slice(0, 60));
	if (match === null) {
		return refuse(
			'is not a date and time: write it as 2030-02-27T14:30:00, with +02:00 or Z behind it if you like',
		);
	}
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
		.slice(1, 7)
		.map((part: string | undefined) => Number(part ?? 0));
	const asWritten = Date.UTC(year, month - 1, day, hour, minute, second);
	const same = new Date(asWritten).toISOString().slice(0, 19);
	const given = `${match[1]}-${match[2]}-${match[3]}T${[hour, minute, second].map(twoDigits).join(':')}`;
	if (same !== given) return refuse('is a date or time that does not exist');
	const offset = match[7] === undefined ? minutesAheadWhenShowing(zone, asWritten) : readOffset(match[7]);
	if (offset === undefined && match[7] !== undefined)
		return refuse(`has the offset ${match[7]}, which does not exist`);
	if (offset === undefined) return refuse(`has no offset from UTC, and the zone '${zone}' is not known`);
	return { ok: true, text: `${given}${writeOffset(offset)}`, time: asWritten - offset * 60_000 };
}

function refuse(reason: string): ZonedTime {
	return { ok: false, reason };
}

/** Hours that a clock is ahead of UTC, or behind, at most. */
const MOST_HOURS = 14;

function readOffset(written: string): number | undefined {
	if (/^z$/i.test(written)) return 0;
	const [, sign, hours = 0, minutes = 0] = /^([+-])(\d\d):?(\d\d)$/.exec(written) ?? [];
	if (Number(minutes) > 59 || Number(hours) * 60 + Number(minutes) > MOST_HOURS * 60) return undefined;
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function writeOffset(minutes: number): string {
	const size = Math.abs(minutes);
	return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}${twoDigits(size % 60)}`;
}

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}
