import { nameOf } from '../../catalogue';
import type { Operation } from '../../catalogue/types';
import type { CallValues } from '../../message/callValues';
import { readZonedTime } from '../../formats/zonedTime';
import type { OneApiMessage, SmsOptions, SmsSend, WhatsAppContent } from './types';

/** Turns checked values, by the names of the catalogue, into messages of the Platform. */

function textOf(values: CallValues, name: string): string | undefined {
	const value = values[name];
	return typeof value === 'string' ? value : undefined;
}

function flagOf(values: CallValues, name: string): boolean | undefined {
	const value = textOf(values, name);
	return value === undefined ? undefined : value === '1';
}

/** Only what is there: an absent field and an empty one are two things on the wire. */
function given<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
	const made: Partial<T> = {};
	for (const name in fields) if (fields[name] !== undefined) made[name] = fields[name];
	return made as T;
}

function smsOptionsOf(values: CallValues, zone: string): SmsOptions {
	const time = textOf(values, 'scheduledTime');
	const schedule = time === undefined ? undefined : readZonedTime(time, zone);
	const validity = textOf(values, 'validityPeriod');
	return given<SmsOptions>({
		from: textOf(values, 'from'),
		clientMessageId: textOf(values, 'clientMessageId'),
		schedule: schedule?.ok ? schedule.text : undefined,
		validity: validity === undefined ? undefined : Number(validity),
		udh: textOf(values, 'udh'),
		charset: textOf(values, 'charset'),
	});
}

/** One text to many, for the SMS API. */
export function smsOf(values: CallValues, to: readonly string[], zone: string): SmsSend {
	return { text: textOf(values, 'text') ?? '', to, ...smsOptionsOf(values, zone) };
}

function pairsOf(list: CallValues[string] | undefined): Record<string, string> {
	const pairs: Record<string, string> = {};
	if (!Array.isArray(list)) return pairs;
	for (let i = 0; i + 1 < list.length; i += 2) {
		Object.defineProperty(pairs, String(list[i]), { value: list[i + 1], enumerable: true });
	}
	return pairs;
}

function templateOf(values: CallValues): WhatsAppContent {
	const header = textOf(values, 'headerText');
	const fileId = textOf(values, 'header') === 'none' ? undefined : textOf(values, 'fileId');
	const made = header !== undefined ? { text: header } : fileId !== undefined ? { fileId } : undefined;
	return {
		type: 'template',
		name: textOf(values, 'templateName') ?? '',
		...(made === undefined ? {} : { header: made }),
		parameters: pairsOf(values['templateParameters']),
	};
}

function contentOf(values: CallValues): WhatsAppContent {
	switch (textOf(values, 'messageType')) {
		case 'media':
			return {
				type: 'media',
				fileId: textOf(values, 'fileId') ?? '',
				...given<{ caption: string; contentType: string }>({
					caption: textOf(values, 'caption'),
					contentType: textOf(values, 'contentType'),
				}),
			};
		case 'location':
			return {
				type: 'location',
				latitude: Number(textOf(values, 'latitude')),
				longitude: Number(textOf(values, 'longitude')),
				...given<{ name: string; address: string }>({
					name: textOf(values, 'locationName'),
					address: textOf(values, 'locationAddress'),
				}),
			};
		case 'contacts':
			return { type: 'contacts', contacts: JSON.parse(textOf(values, 'contacts') ?? '[]') as object[] };
		default:
			return {
				type: 'text',
				text: textOf(values, 'text') ?? '',
				...given<{ linkPreview: boolean }>({ linkPreview: flagOf(values, 'linkPreview') }),
			};
	}
}

/** One message of One API, whole in itself. */
export function messageOf(record: Operation, values: CallValues, to: string, zone: string): OneApiMessage {
	if (record.resource === 'sms') {
		return { channel: 'sms', to, text: textOf(values, 'text') ?? '', ...smsOptionsOf(values, zone) };
	}
	return {
		channel: 'whatsapp',
		to,
		...given<{ clientMessageId: string; relatedMessageId: string }>({
			clientMessageId: textOf(values, 'clientMessageId'),
			relatedMessageId: textOf(values, 'relatedMessageId'),
		}),
		content: nameOf(record) === 'whatsApp.sendTemplate' ? templateOf(values) : contentOf(values),
	};
}
