const UNIX_SECONDS = /^\d{1,11}$/;
const DATE_AND_TIME = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)$/;
const LAST_SECOND = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/**
 * The time of a status callback (docs/protocol/callbacks.md#status-callback): UNIX seconds to ISO 8601 in UTC,
 * `2014-05-13T16:53:20Z`. Gives null for anything else: a wrong time must not cost the event.
 */
export function readUnixTime(written: string): string | null {
	if (!UNIX_SECONDS.test(written)) return null;
	const seconds = Number(written);
	if (seconds > LAST_SECOND) return null;
	return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/**
 * The time of an inbound message: `YYYY-MM-DD HH:MM:SS` on the gateway's clock, which is GMT+2 all year, to
 * `2014-05-13T18:53:20+02:00`. Gives null for a date that does not exist, and reads UNIX seconds as UTC.
 */
export function readGatewayTime(written: string): string | null {
	const match = DATE_AND_TIME.exec(written);
	if (match === null) return readUnixTime(written);
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
	const instant = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
	const asWritten = `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}`;
	// A date that rolls over, such as 30 February, comes back as another one.
	if (Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 19) !== asWritten) return null;
	return `${asWritten}+02:00`;
}
