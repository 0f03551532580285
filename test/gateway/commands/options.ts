import { GATEWAY_NUMBER, type SendOptions, type ServerName } from '../model';
import type { Parameters } from '../parameters';

/** Parameters that travel with the message but change nothing here; kept for tests to look at. */
const KEPT = ['deliv_ack', 'req_feat', 'queue', 'escalate', 'mo', 'msg_type', 'concat', 'max_credits'];

/** The numbers that have bounds, beside those of times. */
const LIMITS: ReadonlyArray<readonly [name: string, low: number, high: number]> = [
	['concat', 1, 35],
	['validity', 1, 1440],
	['msg_callback', 0, 7],
	['queue', 1, 3],
	['escalate', 0, 1],
	['mo', 0, 1],
	['deliv_ack', 0, 1],
	['unicode', 0, 1],
	['binary', 0, 1],
	['req_feat', 0, 0xffff],
];

function refusalOfSender(from: string, senders: readonly string[] | undefined): string | undefined {
	if (from === '') return undefined;
	if (!/^\+?\d{1,16}$/.test(from) && !/^[\x20-\x7e]{1,11}$/.test(from)) return '106';
	return senders === undefined || senders.includes(from) ? undefined : '123';
}

/**
 * Reads the options that sendmsg, startbatch, si_push and ind_push share, each within its limits (SOAP spec
 * 6.1 and 6.2). Gives the code of the refusal for the first one out of bounds.
 */
export function readOptions(
	parameters: Parameters,
	server: ServerName,
	senders: readonly string[] | undefined,
	now: number,
): SendOptions | string {
	const climsgid = parameters.text(server === 'rpcEncoded' ? 'cliMsgId' : 'climsgid');
	if (!/^[a-z0-9]{0,32}$/i.test(climsgid)) return '101';

	const from = parameters.text('from');
	const badSender = refusalOfSender(from, senders);
	if (badSender !== undefined) return badSender;

	const delivTime = wholeNumber(parameters, 'deliv_time', 0, 10080);
	const scheduled = minutesUntil(parameters.text('scheduled_time'), now);
	if (delivTime === null || scheduled === null) return '120';
	if (LIMITS.some(([name, low, high]) => wholeNumber(parameters, name, low, high) === null)) return '101';
	const maxCredits = parameters.number('max_credits');
	if (maxCredits !== undefined && !(maxCredits > 0)) return '101';

	const udh = parameters.text('udh');
	if (!isHex(udh) || !isUserDataHeader(udh)) return '102';
	const messageType = parameters.text('msg_type');
	if (messageType !== '' && !/^SMS_[A-Z_]+$/.test(messageType)) return '112';

	return {
		from: from === '' ? GATEWAY_NUMBER : from,
		climsgid,
		concat: parameters.number('concat') ?? 1,
		msgCallback: parameters.number('msg_callback') ?? 0,
		delivTime: scheduled ?? delivTime ?? 0,
		validity: parameters.number('validity') ?? 1440,
		...(maxCredits === undefined ? {} : { maxCredits }),
		unicode: parameters.number('unicode') === 1,
		binary: parameters.number('binary') === 1,
		udh,
		others: Object.fromEntries(
			KEPT.filter((name) => parameters.text(name) !== '').map((name): [string, string] => [
				name,
				parameters.text(name),
			]),
		),
	};
}

/** The longest that a message waits here. */
const SEVEN_DAYS = 7 * 24 * 60;

/**
 * How long until an absolute time, UNIX seconds or UTC: undefined where none is set, null where it is no time. What is
 * past, or more than seven days ahead, is sent at once (HTTP spec 2.5.3).
 */
function minutesUntil(text: string, now: number): number | undefined | null {
	if (text === '') return undefined;
	const seconds = /^\d{1,11}$/.test(text) ? Number(text) : NaN;
	const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : seconds * 1000;
	if (Number.isNaN(at)) return null;
	const minutes = (at - now) / 60_000;
	return minutes > SEVEN_DAYS ? 0 : Math.max(0, minutes);
}

/** The number, undefined when not set, null when it is no whole number between the bounds. */
function wholeNumber(
	parameters: Parameters,
	name: string,
	low: number,
	high: number,
): number | undefined | null {
	const value = parameters.number(name);
	if (value === undefined) return undefined;
	return Number.isInteger(value) && value >= low && value <= high ? value : null;
}

export function isHex(text: string): boolean {
	return text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text);
}

/** A user data header begins with the count of the bytes that follow (GSM 03.40, 9.2.3.24). */
function isUserDataHeader(udh: string): boolean {
	return udh === '' || Number.parseInt(udh.slice(0, 2), 16) === udh.length / 2 - 1;
}
