import { nameOf, sends } from '../../catalogue';
import type { Operation } from '../../catalogue/types';
import type { CallValues } from '../../message/callValues';
import type { Carrier } from '../../message/carrier';
import { isActive } from '../../message/checked';
import type { Scheduling } from '../../message/openHours';
import { cutText, measureText } from '../../message/text/gsm';
import { messageOf, smsOf } from './platformMessage';
import { checkMessage, checkSmsSend } from './platformCheck';
import { readZonedTime } from '../../formats/zonedTime';
import type { PlatformApiName } from './types';
import { defined } from '../../formats/defined';

/** As the panel of the credential names them. */
export const API_TITLES: Readonly<Record<PlatformApiName, string>> = { oneApi: 'One API', smsApi: 'SMS API' };

/** What the SMS API has; One API has every operation. */
const OF_SMS_API: ReadonlySet<string> = new Set(['sms.send', 'sms.getStatus', 'platformAccount.getBalance']);

/** Parameters that only one of the two takes (docs/protocol/platform.md#sms-api). */
const ONLY: Readonly<Record<string, PlatformApiName>> = { charset: 'smsApi' };

/** Whether calls of an API have a place for a value. */
export function carriesValue(api: PlatformApiName, name: string): boolean {
	return (ONLY[name] ?? api) === api;
}

function missing(api: PlatformApiName, record: Operation, values: CallValues): string[] {
	const title = API_TITLES[api];
	if (api === 'smsApi' && !OF_SMS_API.has(nameOf(record))) {
		return [
			`The key in the credential is for the SMS API, which has no '${record.title}' for this resource; use a credential with a key of One API`,
		];
	}
	return record.parameters
		.filter(({ name }) => values[name] !== undefined && !carriesValue(api, name))
		.map(
			({ name, label }) =>
				`'${label}' does not exist in ${title}; leave it out, or use a key of the ${API_TITLES[defined(ONLY[name])]}`,
		);
}

/** Options that one kind of message has, as the panel names the kind. */
const OF_A_TYPE: Readonly<Record<string, readonly [type: string, label: string]>> = {
	fileId: ['media', 'Media'],
	linkPreview: ['text', 'Text'],
};

/** What nobody would get. */
function typeFaults(record: Operation, values: CallValues): string[] {
	if (nameOf(record) !== 'whatsApp.send') return [];
	return record.parameters.flatMap(({ name, label }) => {
		const [type, title] = OF_A_TYPE[name] ?? [];
		const isOff = values[name] === undefined || values[name] === '0';
		return type === undefined || isOff || values['messageType'] === type
			? []
			: [`'${label}' is only for ${type}; choose ${title} in 'Message Type', or leave it out`];
	});
}

/** What a charset does not hold; the others hold everything. */
const FOREIGN_TO: Readonly<Record<string, RegExp>> = {
	ASCII: /[^\x00-\x7f]/u,
	'Windows-1252': /[^\x00-\x7f\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/u,
};

/** What the chosen charset cannot hold would arrive garbled. */
function charsetFaults({ charset, text }: CallValues): string[] {
	if (typeof charset !== 'string' || typeof text !== 'string') return [];
	const [foreign] = FOREIGN_TO[charset]?.exec(text) ?? [];
	return foreign === undefined
		? []
		: [
				`'Charset' is ${charset}, which has no '${foreign}'; remove it from the text, or leave the charset out`,
			];
}

/** What one message part holds of a header and a text (GSM 03.40). */
const BYTES_OF_A_PART = 140;

/**
 * A header takes room from the text. How the Platform splits a longer text beside a header is not documented, so that one part
 * is the limit.
 */
function headerFaults({ udh, text, charset }: CallValues): string[] {
	if (typeof udh !== 'string' || typeof text !== 'string') return [];
	const bytes = BYTES_OF_A_PART - udh.length / 2;
	const { encoding, units } = measureText(text, charset === 'UCS2-BE' ? 'unicode' : 'automatic');
	const room = Math.floor(encoding === 'gsm' ? (bytes * 8) / 7 : bytes / 2);
	return units <= room
		? []
		: [
				`'Text' has ${units} characters, and beside a 'User Data Header' of ${udh.length / 2} bytes a message part holds ${room}; shorten the text, or leave the header out`,
			];
}

/** No limit is documented (docs/protocol/platform.md). */
export const PLATFORM_SCHEDULING: Scheduling = { mostMs: Infinity, slackMinutes: 0 };

/** A time that is past would be sent at once, or never. */
function timeFaults(values: CallValues, zone: string, now: number): string[] {
	const { scheduledTime } = values;
	if (typeof scheduledTime !== 'string') return [];
	const schedule = readZonedTime(scheduledTime, zone);
	if (!schedule.ok) return [`'Send At' ${schedule.reason}`];
	return schedule.time < now
		? [`'Send At' is ${schedule.text}, which is past; choose a later time, or leave it out to send now`]
		: [];
}

/** What the codec finds in a message as it would be sent. */
function contentFaults(api: PlatformApiName, record: Operation, values: CallValues, zone: string): string[] {
	if (!sends(record)) return [];
	// Who receives it is checked elsewhere, and a file has no ID before it is uploaded.
	const to = '27999000000';
	const waits = values['fileId'] === undefined && record.parameters.some(({ name }) => name === 'fileId');
	const whole: CallValues = waits ? { ...values, fileId: 'later' } : values;
	// What is missing, or wrong in itself, has been said.
	const lacks = record.parameters.some(
		(parameter) =>
			parameter.required &&
			parameter.name !== 'to' &&
			!(parameter.name in whole) &&
			isActive(record, parameter, whole),
	);
	if (lacks) return [];
	const found =
		api === 'smsApi'
			? checkSmsSend(smsOf(whole, [to], zone))
			: checkMessage(messageOf(record, whole, to, zone));
	return found.map((sentence) => sentence.replace(/\.$/, ''));
}

/**
 * One of the Platform's APIs as the checks know it.
 *
 * @param zone the workflow's, such as `Africa/Johannesburg`
 */
export function platformCarrier(api: PlatformApiName, zone: string, time: () => number): Carrier {
	return {
		label: API_TITLES[api],
		mergeFields: 0,
		measure: measureText,
		cut: cutText,
		takesAnyText: true,
		scheduling: PLATFORM_SCHEDULING,
		encodingFor: (valueOf) => (valueOf('charset') === 'UCS2-BE' ? 'unicode' : undefined),
		faults: (record, values) => {
			const found = missing(api, record, values).concat(
				typeFaults(record, values),
				charsetFaults(values),
				headerFaults(values),
				timeFaults(values, zone, time()),
			);
			return found.length > 0 ? found : contentFaults(api, record, values, zone);
		},
	};
}
