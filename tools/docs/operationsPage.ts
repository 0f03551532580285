import { actionOf } from '../../nodes/Clickatell/apis/connect/wire';
import { commandOf as commandOfHttp } from '../../nodes/Clickatell/apis/http/wire';
import { ONE_API_ERRORS, SMS_API_ERRORS } from '../../nodes/Clickatell/apis/platform/platformErrors';
import { ONE_API_STATUSES } from '../../nodes/Clickatell/apis/platform/platformStatuses';
import { signatureOf } from '../../nodes/Clickatell/apis/soap/wire';
import { apiOf, nameOf, OPERATIONS, RESOURCES } from '../../nodes/Clickatell/catalogue';
import { isGuarded } from '../../nodes/Clickatell/catalogue/guards';
import {
	CONNECT_ERROR_CODES,
	type ConnectErrorMeaning,
	findConnectError,
} from '../../nodes/Clickatell/catalogue/connectErrors';
import { ERROR_CODES } from '../../nodes/Clickatell/catalogue/errors';
import { outputFields } from '../../nodes/Clickatell/catalogue/resultFields';
import { MESSAGE_STATUSES } from '../../nodes/Clickatell/catalogue/statuses';
import type {
	Operation,
	Parameter,
	ParameterType,
	Place,
	ResultField,
} from '../../nodes/Clickatell/catalogue/types';
import { nodeProperties } from '../../nodes/Clickatell/n8n/panel/properties';
import { anchorOf, code, compactTable } from './markdown';
import { defined } from '../../nodes/Clickatell/formats/defined';

/** What an operation of the Platform posts or asks, by the API that the key is for. */
const PLATFORM_PATHS: Readonly<Record<string, readonly string[]>> = {
	'sms.send': ['POST /v1/message', 'POST /messages'],
	'sms.getStatus': ['GET /v1/message/…', 'GET /public-client/message/status'],
	'whatsApp.send': ['POST /v1/message'],
	'whatsApp.sendTemplate': ['POST /v1/message'],
	'whatsApp.getStatus': ['GET /v1/message/…'],
	'whatsApp.markAsRead': ['POST /v1/notification'],
	'media.upload': ['POST /v1/media'],
	'media.download': ['GET /v1/media'],
	'media.getInfo': ['GET /v1/media/…'],
	'platformAccount.getBalance': ['GET /public-client/balance'],
};

const PLATFORM_ERRORS = [...ONE_API_ERRORS, ...SMS_API_ERRORS];

const RESOURCE_LABEL = new Map(RESOURCES.map(({ value, label, fullLabel = label }) => [value, fullLabel]));

/** Every operation in the order of the panel: resource by resource. */
const inOrder: readonly Operation[] = RESOURCES.flatMap(({ value }) =>
	OPERATIONS.filter(({ resource }) => resource === value),
);

export function headingOf({ resource, title }: Operation): string {
	return `${RESOURCE_LABEL.get(resource) ?? resource}: ${title}`;
}

/** The operations of each resource, those that spend in bold. */
function operationsList(): string {
	const link = (operation: Operation) => `[${operation.title}](#${anchorOf(headingOf(operation))})`;
	return RESOURCES.map(({ value, label, fullLabel = label }) => {
		const links = inOrder
			.filter(({ resource }) => resource === value)
			.map((operation) => (operation.effect === 'spend' ? `**${link(operation)}**` : link(operation)));
		return `- ${fullLabel}: ${links.join(', ')}`;
	}).join('\n');
}

/** What the operation does to the account, and whether the node may repeat it. */
function effectOf(operation: Operation): string {
	const api = apiOf(operation);
	if (api === 'local' || (operation.api === 'verify' && operation.work === 'check')) return 'Makes no call.';
	switch (operation.effect) {
		case 'read':
			return 'Only asks. When no clear answer comes, the node asks again automatically, three times in all.';
		case 'write':
			return 'Changes something at Clickatell, but takes no credit. The node does not repeat it automatically.';
		case 'spend':
			return api === 'platform'
				? '**Spends money.** The node never repeats a call that may have been carried out.'
				: '**Spends credit or a voucher.** The node never repeats a call that may have been carried out.';
	}
}

function credentialOf(operation: Operation): string {
	const { authentication } = operation;
	const api = apiOf(operation);
	if (authentication === 'none') return 'none, because no call is made';
	if (api === 'connect') return '_Clickatell Connect API_';
	if (api === 'platform') return '_Clickatell Platform API_';
	const why = api === 'local' ? '; no call is made, but the file or email holds it' : '';
	return `_Clickatell Gateway API_${why}`;
}

/** What goes over the wire, and on whose behalf. */
function callOf(operation: Operation): string {
	switch (operation.api) {
		case 'gateway': {
			const servers = ['documentLiteral', 'rpcEncoded'] as const;
			const names = new Set(servers.map((server) => signatureOf(nameOf(operation), server).command));
			return `SOAP ${[...names].map(code).join(', ')}; HTTP/S ${code(commandOfHttp(nameOf(operation)).path)}`;
		}
		case 'connect':
			return `Connect ${code(actionOf(nameOf(operation)).action)}`;
		case 'platform':
			return `Platform ${defined(PLATFORM_PATHS[nameOf(operation)]).map(code).join(', ')}`;
		case 'composite':
			return `SOAP or HTTP/S, by the operations ${operation.steps.map(linkToStep).join(', ')}`;
		case 'local':
			return 'none';
		case 'preview':
			return `none of ${linkToStep(operation.of)}; on request, to ask`;
		case 'question':
			return `that of ${linkToStep(operation.through)}`;
		case 'verify':
			return operation.work === 'check' ? 'none' : `that of ${linkToStep(operation.through)}`;
	}
}

function linkToStep(step: string): string {
	const operation = OPERATIONS.find((candidate) => `${candidate.resource}.${candidate.operation}` === step);
	if (operation === undefined) throw new Error(`${step} is no operation`);
	return `[${operation.title}](#${anchorOf(headingOf(operation))})`;
}

const panel = nodeProperties();

/** The name that the panel gives to a collection of this operation. */
function collectionLabel({ resource, operation }: Operation, place: Place): string {
	const shownFor = (values: unknown, value: string) => Array.isArray(values) && values.includes(value);
	const found = panel.find(
		({ name, displayOptions }) =>
			name === place &&
			shownFor(displayOptions?.show?.['resource'], resource) &&
			shownFor(displayOptions?.show?.['operation'], operation),
	);
	if (found === undefined) throw new Error(`the panel of ${resource}.${operation} has no ${place}`);
	return found.displayName;
}

/** What a field accepts, in words. */
export function limitsOf(type: ParameterType): string {
	switch (type.kind) {
		case 'text': {
			const { minLength, maxLength, patternHelp } = type;
			const length =
				maxLength === undefined
					? undefined
					: minLength === undefined
						? `at most ${maxLength} characters`
						: `${minLength} to ${maxLength} characters`;
			return [length, patternHelp].filter(Boolean).join('; ') || 'text';
		}
		case 'message':
			return 'text; GSM or Unicode, at most 35 parts';
		case 'template':
			return 'text with up to ten placeholders, `#field1#` to `#field10#`; GSM or Unicode, but no placeholders in Unicode';
		case 'recipients':
			return 'any number of phone numbers, 7 to 15 digits each, with the country code';
		case 'msisdn':
			return `a phone number with its country code, 7 to ${type.maxDigits ?? 15} digits`;
		case 'dialPrefix':
			return 'a country code, such as 27 or 1';
		case 'senderId':
			return 'at most 16 digits, or at most 11 characters';
		case 'messageId':
			return '32 hexadecimal digits';
		case 'identifier':
			return `at most ${type.maxLength} letters and digits`;
		case 'integer':
			return `a whole number from ${type.min} to ${type.max}${type.unit === undefined ? '' : ` (${type.unit})`}`;
		case 'decimal':
			return type.max === undefined
				? `a number from ${type.min}`
				: `a number from ${type.min} to ${type.max}`;
		case 'flag':
			return 'on or off';
		case 'choice':
			return type.choices.map(({ label, value }) => `${label} (${code(value)})`).join(', ');
		case 'bits':
			return `any of ${type.choices.map(({ label, value }) => `${label} (${code(value)})`).join(', ')}`;
		case 'hex':
			return `hexadecimal digits, at most ${type.maxBytes} bytes`;
		case 'url':
			return `begins with http:// or https://${type.maxLength === undefined ? '' : `; at most ${type.maxLength} characters`}`;
		case 'email':
			return `an email address of at most ${type.maxLength} characters`;
		case 'utcTime':
			return 'a date and time';
		case 'zonedTime':
			return 'a date and time, with an offset or in the zone of the workflow';
		case 'inputFile':
			return 'the name of a binary field';
		case 'pairs':
			return `at most ${type.maxPairs} names with their values`;
		case 'json':
			return type.list ? 'a list in JSON' : 'JSON';
		case 'mergeFields':
			return 'one value for each placeholder';
		case 'namedValues':
			return 'a value for each name in the template, or the fields of the input items with these names';
		case 'lookup':
			return `chosen from the list of ${linkToStep(type.operation)}, or its ${code(type.id)}`;
		case 'buttons':
			return 'one button or two, each with a label of at most 100 characters';
		case 'formFields':
			return 'at most 30 fields: a label of at most 100 characters, a type, and for a dropdown or checkboxes at most 50 options';
		case 'waitLimit':
			return 'an interval of at most 366 days, or a date and time, with an offset or in the zone of the workflow';
		case 'quietHours':
			return 'two times of the day as 21:00, and on request a time zone by its IANA name';
		case 'spared':
			return 'numbers as in _To_, or a list of them';
		default:
			return type satisfies never;
	}
}

function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

function meaningOf({ help, hint, when, secret, required, place, type }: Parameter): string {
	const choices =
		type.kind === 'choice' || type.kind === 'bits'
			? type.choices.filter((choice) => choice.help).map((choice) => `${choice.label}: ${choice.help}`)
			: [];
	const only =
		when === undefined ? undefined : `Only where ${code(when.parameter)} is ${when.is.join(' or ')}`;
	return [
		required && place === 'main' ? '**Required.**' : '',
		...[help, hint, ...choices, only].filter((text) => text !== undefined).map(sentence),
		secret ? 'Secret: shown as dots.' : '',
	]
		.filter(Boolean)
		.join(' ');
}

function fieldsOf(operation: Operation): string {
	if (operation.parameters.length === 0) return 'No fields.';
	const order: readonly Place[] = ['main', 'options', 'advanced'];
	const rows = order.flatMap((place) =>
		operation.parameters
			.filter((parameter) => parameter.place === place)
			.map((parameter) => [
				place === 'main' ? parameter.label : `${collectionLabel(operation, place)}: ${parameter.label}`,
				code(place === 'main' ? parameter.name : `${place}.${parameter.name}`),
				limitsOf(parameter.type),
				meaningOf(parameter),
			]),
	);
	return compactTable(['Field', 'Name', 'Takes', 'Meaning'], rows);
}

const RESULT_TYPE: Readonly<Record<ResultField['type'], string>> = {
	text: 'text',
	number: 'number',
	boolean: 'true or false',
	time: 'text, ISO 8601',
	png: 'binary data, PNG',
	object: 'object',
};

function resultOf(operation: Operation): string {
	const rows = outputFields(operation, false).map(({ name, type, help, optional, secret }) => [
		code(name),
		RESULT_TYPE[type],
		[
			sentence(help),
			optional ? "Null where Clickatell's reply does not have it." : '',
			secret ? 'Secret: n8n hides it.' : '',
		]
			.filter(Boolean)
			.join(' '),
	]);
	return compactTable(['Field', 'Type', 'Meaning'], rows);
}

const ERROR_TABLE = {
	soap: 'Error numbers of the SOAP API',
	connect: 'Error numbers of the Connect API',
	platform: 'Error numbers of the Clickatell Platform',
} as const;

function refusalsOf(operation: Operation): string {
	if (operation.refusals.length === 0) return 'Never refused by Clickatell.';
	const withUser = operation.parameters.some(({ name }) => name === 'user');
	const carrier = apiOf(operation);
	const api = carrier === 'connect' || carrier === 'platform' ? carrier : 'soap';
	const find = {
		connect: (number: string) => findConnectError(number, withUser)?.meaning,
		platform: (number: string) => PLATFORM_ERRORS.find(({ code }) => String(code) === number)?.short,
		soap: (number: string) => ERROR_CODES.find((candidate) => candidate.code === number)?.meaning,
	}[api];
	const known = operation.refusals.map((number) => {
		const meaning = find(number);
		if (meaning === undefined) throw new Error(`${headingOf(operation)}: ${number} is in no table of errors`);
		return `${code(number)} ${meaning}`;
	});
	return `Clickatell may refuse it with ${known.join(', ')} ([what to do](#${anchorOf(ERROR_TABLE[api])})).`;
}

function exampleOf(record: Operation): string {
	const { resource, operation, sample } = record;
	const empty = outputFields(record, false).flatMap(({ name, type }) =>
		type === 'png' ? [] : [[name, null]],
	);
	const shown = (value: unknown) => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
	return [
		'An item that asks for it, and what comes of it:',
		shown({ resource, operation, ...sample.parameters }),
		shown({ ...Object.fromEntries(empty), ...sample.result }),
	].join('\n\n');
}

function agentsOf(operation: Operation): string[] {
	if (operation.notForAgents) return ['- AI agents: [not for them](agents.md#what-no-agent-gets)'];
	if (operation.api === 'question')
		return [
			'- AI agents: as a [human review](agents.md#human-review) of their tools, within their [guards](agents.md#guards)',
		];
	return isGuarded(operation) ? ['- AI agents: within their [guards](agents.md#guards)'] : [];
}

function sectionOf(operation: Operation): string {
	const oneOf = (operation.oneOf ?? []).map(
		(group) =>
			`At least one of ${group.map((name) => `_${operation.parameters.find((parameter) => parameter.name === name)?.label ?? name}_`).join(' and ')} must be filled in.`,
	);
	return [
		`### ${headingOf(operation)}`,
		sentence(operation.description),
		[
			`- Effect: ${effectOf(operation)}`,
			`- Credential: ${credentialOf(operation)}`,
			`- Call: ${callOf(operation)}`,
			...agentsOf(operation),
			`- Saved as: resource ${code(operation.resource)}, operation ${code(operation.operation)}`,
		].join('\n'),
		fieldsOf(operation),
		...oneOf,
		'What comes out:',
		resultOf(operation),
		refusalsOf(operation),
		exampleOf(operation),
	].join('\n\n');
}

const RETRY = { no: 'no', now: 'at once', later: 'later' } as const;

function errorTables(): string {
	return [
		`## ${ERROR_TABLE.soap}`,
		'A call that is refused with one of these numbers was not carried out and costs nothing. A number that is not here is passed on with the words that Clickatell gave it.',
		compactTable(
			['Number', '`errorMeaning`', 'What happened', 'What to do', 'The same call may be sent again'],
			ERROR_CODES.map((entry) => [
				code(entry.code),
				entry.meaning,
				sentence(entry.sentence),
				entry.advice,
				RETRY[entry.retry],
			]),
		),
		`## ${ERROR_TABLE.connect}`,
		'The numbers are not those of the SOAP API, even where they look the same.',
		compactTable(
			['Number', 'Meaning', 'What happened', 'What to do'],
			CONNECT_ERROR_CODES.flatMap(({ withoutUser, ...entry }) => {
				const row = (number: string, { meaning, sentence: words, advice }: ConnectErrorMeaning) => [
					number,
					meaning,
					sentence(words),
					advice,
				];
				const number = code(entry.code);
				return [row(number, entry), ...(withoutUser ? [row(`${number}, no user named`, withoutUser)] : [])];
			}),
		),
		`## ${ERROR_TABLE.platform}`,
		'The SMS API has numbers that nobody has published; they are passed on with the words that Clickatell gave them. Where the table says _yes_, the node sends the same message again after a pause, as long as Clickatell has accepted nothing.',
		compactTable(
			['Number', '`errorMeaning`', 'API', 'What happened', 'What to do', 'Repeated'],
			(
				[
					['One API', ONE_API_ERRORS],
					['SMS API', SMS_API_ERRORS],
				] as const
			).flatMap(([api, errors]) =>
				errors.map((entry) => [
					code(String(entry.code)),
					entry.short,
					api,
					sentence(entry.meaning),
					entry.advice,
					entry.retryable ? 'yes' : 'no',
				]),
			),
		),
	].join('\n\n');
}

function platformStatusTable(): string {
	return [
		'## Message statuses of the Clickatell Platform',
		'By name. One that is not here comes through as it is, with the outcome `unknown`. The SMS API has words of its own, which mean the same as the [statuses of the SMS Gateway](#message-statuses).',
		compactTable(
			['`status`', '`statusText`', '`outcome`', '`final`'],
			[...ONE_API_STATUSES].map(([name, { statusText, outcome, final }]) => [
				code(name),
				statusText,
				outcome,
				String(final),
			]),
		),
	].join('\n\n');
}

function statusTable(): string {
	return [
		'## Message statuses',
		'What _Get Status_, _Stop_ and _Get Message Charge_ return, and what delivery reports carry. A code that is not here comes through as it is, with the outcome `unknown`.',
		compactTable(
			['`status`', '`statusText`', 'Meaning', '`outcome`', '`final`'],
			MESSAGE_STATUSES.map(({ code: status, text, meaning, outcome, final }) => [
				code(status),
				text,
				meaning,
				outcome,
				String(final),
			]),
		),
	].join('\n\n');
}

/** docs/operations.md as it should be. */
export function operationsPage(): string {
	const resources = RESOURCES.map(({ value, label, fullLabel = label }) => {
		const operations = inOrder.filter(({ resource }) => resource === value);
		return [`## ${fullLabel}`, ...operations.map(sectionOf)].join('\n\n');
	});
	return `${[
		'# Operations',
		'Everything that the node _Clickatell_ can do: each field with its limits, each field of the result, and each refusal. Written by `npm run docs` from the catalogue in `nodes/Clickatell/catalogue`; a test fails when it is out of date.',
		'_Options_ and _Advanced_ are the collections below the fields: what was not added there is not sent, and Clickatell uses its own default. Every field takes an expression, but _Fields_ of a batch and _Parameters_ of a WhatsApp template as a whole: each of their values does. Results come as one item per recipient or record, paired with the input item. All keys are always there; what is not known is null. An item that failed says why in `errorText`, `errorCode` and `errorMeaning`; where an operation only asks, these three are there only when _On Error_ is set to continue, because otherwise the node stops.',
		'Those in bold spend money, credit or a voucher:',
		operationsList(),
		...resources,
		statusTable(),
		platformStatusTable(),
		errorTables(),
	].join('\n\n')}\n`;
}
