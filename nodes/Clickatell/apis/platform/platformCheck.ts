import { isHex } from '../../message/text/hex';
import { cut } from '../../formats/cut';
import type { OneApiMessage, SmsOptions, SmsSend, WhatsAppContent } from './types';
import { MAX_MESSAGES, MAX_RECIPIENTS } from './types';

/** Characters of a text by WhatsApp, and bytes of a file (docs/protocol/platform.md#one-api). */
export const MAX_WHATSAPP_TEXT = 4096;
export const MAX_UPLOAD = 30 * 1024 * 1024;

/** What a template's parameters must not hold, each as the end of a sentence. */
const NOT_IN_PARAMETERS: ReadonlyArray<readonly [RegExp, string]> = [
	[/[\r\n]/, 'a line break'],
	[/\t/, 'a tab'],
	[/ {5}/, 'more than four blanks in a row'],
];

const CHARSETS = ['ASCII', 'UCS2-BE', 'UTF-8', 'Windows-1252'];

/**
 * What would be refused, each as a sentence that names the field, the limit and the way out; empty for a sound send.
 * Numbers and texts have been checked by the rooms that know them.
 */
export function checkSmsSend(send: SmsSend): string[] {
	const found = [...checkText(send.text), ...checkOptions(send)];
	if (send.to.length === 0) found.push("'To' names no recipient: enter at least one number.");
	if (send.to.length > MAX_RECIPIENTS) {
		found.push(
			`'To' has ${send.to.length} recipients, and one call takes at most ${MAX_RECIPIENTS}: send them in several calls.`,
		);
	}
	if (new Set(send.to.map((to) => to.replace('+', ''))).size < send.to.length) {
		found.push("'To' names a number twice: enter each number once.");
	}
	return found;
}

/** The same of each message of One API, in their order. */
export function checkMessage(message: OneApiMessage): string[] {
	if (message.channel === 'sms') return [...checkText(message.text), ...checkOptions(message)];
	return checkWhatsApp(message.content);
}

/** What is wrong with a call as a whole. */
export function checkCount(messages: readonly OneApiMessage[]): string[] {
	if (messages.length > 0 && messages.length <= MAX_MESSAGES) return [];
	return [
		`One call takes 1 to ${MAX_MESSAGES} messages, and there are ${messages.length}: send them in several calls.`,
	];
}

function checkText(text: string): string[] {
	return text === '' ? ["'Text' is empty: enter what is to be sent."] : [];
}

function checkOptions({ validity, udh, charset, schedule }: SmsOptions): string[] {
	const found: string[] = [];
	if (validity !== undefined && (!Number.isInteger(validity) || validity < 1)) {
		found.push(`'Validity Period' is ${validity}: enter whole minutes, at least 1.`);
	}
	if (udh !== undefined && udh !== '' && !isHex(udh)) {
		found.push(`'User Data Header' is not hexadecimal: write it like 0605040B8423F0.`);
	}
	if (charset !== undefined && !CHARSETS.includes(charset)) {
		found.push(`'Charset' is '${cut(charset, 40)}', which is none of ${CHARSETS.join(', ')}: leave it out.`);
	}
	if (schedule !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$/.test(schedule)) {
		found.push(`'Schedule' is '${cut(schedule, 40)}': write it like 2030-02-27T14:30:00+0200.`);
	}
	return found;
}

function checkWhatsApp(content: WhatsAppContent): string[] {
	switch (content.type) {
		case 'text': {
			const found = checkText(content.text);
			const { length } = [...content.text];
			if (length > MAX_WHATSAPP_TEXT) {
				found.push(
					`'Text' has ${length} characters, and WhatsApp takes at most ${MAX_WHATSAPP_TEXT}: shorten it or send several.`,
				);
			}
			return found;
		}
		case 'template':
			return [
				...(content.name === '' ? ["'Template' is empty: enter the name of an approved template."] : []),
				...Object.entries(content.parameters).flatMap(([name, value]) => checkParameter(name, value)),
			];
		case 'media':
			return [
				...(content.fileId === '' ? ["'File ID' is empty: upload the file first."] : []),
				...(content.caption && content.contentType?.startsWith('audio/')
					? ["'Caption' is given, and a sound has none: leave it empty."]
					: []),
			];
		case 'location':
			return [
				...checkDegrees('Longitude', content.longitude, 180),
				...checkDegrees('Latitude', content.latitude, 90),
			];
		case 'contacts':
			return content.contacts.length === 0 ? ["'Contacts' is empty: enter at least one."] : [];
	}
}

function checkParameter(name: string, value: string): string[] {
	const shown = cut(name, 40);
	if (value === '') return [`The parameter '${shown}' of the template is empty: enter a value.`];
	return NOT_IN_PARAMETERS.filter(([pattern]) => pattern.test(value)).map(
		([, what]) =>
			`The parameter '${shown}' of the template holds ${what}, which WhatsApp refuses: take it out.`,
	);
}

function checkDegrees(field: string, value: number, most: number): string[] {
	const inRange = Number.isFinite(value) && Math.abs(value) <= most;
	return inRange ? [] : [`'${field}' is ${value}: enter degrees from -${most} to ${most}.`];
}
