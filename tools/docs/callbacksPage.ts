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
