import { platformCallbacks, type PlatformCallbackCase } from '../../test/unit/apis/platform/cases';
import { callbackCases, type CallbackCase, toCallbackRequest } from '../../test/unit/callbacks/cases';
import { code, table } from './markdown';

const cases = callbackCases();

function caseNamed(name: string): CallbackCase {
	const found = cases.find((one) => one.name === name);
	if (found === undefined) throw new Error(`test/callbacks has no folder ${name}`);
	return found;
}

/** What each format looks like: one folder that has it pure. */
const EXAMPLES: ReadonlyArray<readonly [title: string, folder: string]> = [
	['Delivery status by HTTP GET', 'httpGet__a_status_with_every_field'],
	['Delivery status by HTTP POST', 'httpPost__a_status_with_every_field'],
	['Delivery status by XML GET', 'xmlGet__a_status_as_the_specification_has_it'],
	['Delivery status by XML POST', 'xmlPost__a_status_as_the_specification_has_it'],
	['Delivery status by SOAP GET', 'soapGet__a_status_as_the_specification_has_it'],
	['Delivery status by SOAP POST', 'soapPost__a_status_as_the_specification_has_it'],
	['Inbound message by HTTP GET', 'httpGet__an_inbound_message'],
	['Inbound message by HTTP POST', 'httpPost__an_inbound_message'],
	['Inbound message by XML GET', 'xmlGet__an_inbound_message'],
	['Inbound message by XML POST', 'xmlPost__an_inbound_message'],
];

/** Form fields one to a line, decoded; a packet in `data` with a line for each element. */
function readable(form: string): string {
	return [...new URLSearchParams(form)]
		.map(([name, value]) =>
			value.startsWith('<') ? `${name}=\n${value.replace(/>\s*</g, '>\n<')}` : `${name}=${value}`,
		)
		.join('\n');
}

function fenced(language: string, text: string): string {
	return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** Each format as the gateway sends it, its fields decoded, with the event that it becomes. */
export function callbackFormats(): string {
	return EXAMPLES.map(([title, folder]) => {
		const { raw, expected } = caseNamed(folder);
		const { query, body } = toCallbackRequest(raw);
		const where = raw.method === 'GET' ? 'In the query string' : 'In the body';
		return [
			`### ${title}`,
			`${where}, decoded here for reading:`,
			fenced('text', readable(raw.method === 'GET' ? query : Buffer.from(body).toString('latin1'))),
			'becomes',
			fenced('json', JSON.stringify(expected, null, 2)),
		].join('\n\n');
	}).join('\n\n');
}

function resultOf({ expected }: CallbackCase): string {
	switch (expected.kind) {
		case 'probe':
			return 'the empty probe: answered with 200, starts nothing';
		case 'unreadable':
			return `refused: ${String(expected.reason)}`;
		default:
			return [expected.kind, expected.status, expected.messageId ?? expected.clientMessageId]
				.filter((part) => typeof part === 'string')
				.map((part, index) => (index === 0 ? part : code(part)))
				.join(' ');
	}
}

const FORMAT_TITLE: Readonly<Record<string, string>> = {
	httpGet: 'HTTP GET',
	httpPost: 'HTTP POST',
	xmlGet: 'XML GET',
	xmlPost: 'XML POST',
	soapGet: 'SOAP GET',
	soapPost: 'SOAP POST',
};

/** Every folder of test/callbacks: the quirk, and what becomes of it. */
export function callbackCaseTables(): string {
	return Object.entries(FORMAT_TITLE)
		.map(([format, title]) => {
			const rows = cases
				.filter(({ name }) => name.startsWith(`${format}__`))
				.map((one) => [one.name.slice(format.length + 2).replace(/_/g, ' '), resultOf(one)]);
			return [`### Cases of ${title}`, table(['A call with ...', 'becomes'], rows)].join('\n\n');
		})
		.join('\n\n');
}

const PLATFORM_EXAMPLES: ReadonlyArray<readonly [title: string, folder: string]> = [
	['Delivery status by the SMS API', 'smsStatus__4_is_received_in_the_SMS_API'],
	['Delivery status by One API', 'oneApi__4_is_handed_over_in_One_API'],
	['Reply to the SMS API', 'smsReply__in_ISO-8859-1'],
	['Media by One API', 'oneApi__media_by_address_of_which_only_the_ID_is_kept'],
	['A kind that is not known', 'oneApi__several_events_of_several_kinds_and_one_that_nobody_knows'],
];

const platformCases = platformCallbacks();

/** Each format as the Platform sends it, with the event that it becomes, of several the last. */
export function platformFormats(): string {
	return PLATFORM_EXAMPLES.map(([title, folder]) => {
		const found = platformCases.find(({ name }) => name === folder);
		if (!(found?.expected instanceof Array)) throw new Error(`test/platform/callbacks has no ${folder}`);
		const body = JSON.parse(found.raw.body.toString('utf8')) as Record<string, unknown>;
		delete body.apiKey;
		return [
			`### ${title}`,
			'The body',
			fenced('json', JSON.stringify(body, null, 2)),
			'becomes',
			fenced('json', JSON.stringify(found.expected.at(-1), null, 2)),
		].join('\n\n');
	}).join('\n\n');
}

function platformResult({ expected }: PlatformCallbackCase): string {
	if (!(expected instanceof Array)) return `refused: ${String((expected as { reason?: string }).reason)}`;
	return expected
		.map(({ kind, type, status, name }) => [kind, type, status ?? name].filter(Boolean).map(String).join(' '))
		.join(', ');
}

/** Every folder of test/platform/callbacks: the quirk, and what becomes of it. */
export function platformCaseTable(): string {
	const rows = platformCases
		.filter(({ name }) => !name.startsWith('foreign__'))
		.map((one) => [...one.name.split('__').map((part) => part.replace(/_/g, ' ')), platformResult(one)]);
	return table(['Call', 'What it has', 'becomes'], rows);
}
