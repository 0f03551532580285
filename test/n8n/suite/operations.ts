import { outputFields } from '../../../nodes/Clickatell/catalogue/resultFields';
import { nameOf, OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import type { Operation, ResultField } from '../../../nodes/Clickatell/catalogue/types';
import { actionOf } from '../../../nodes/Clickatell/apis/connect/wire';
import { signatureOf } from '../../../nodes/Clickatell/apis/soap/wire';
import type { Gateway, ServerName } from '../../gateway';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Execution, Item } from '../../../tools/n8n/rest';
import { READ_PICTURE } from './pictures';
import { judgePlatformWire, keysOf, platformScene } from './platform';
import { chain, clickatell, manualStart, type PlatformKey, SERVERS, type WorkflowNode } from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** One operation on one server: the workflow that runs it and how to judge the outcome. */
export interface OperationCase {
	readonly record: Operation;
	readonly server: ServerName | undefined;
	/** Of an operation of the Platform, whose key it runs with. */
	readonly key?: PlatformKey;
	readonly workflow: ImportedWorkflow;
}

/** Name of the node that runs the operation a case is about. */
const TESTED = 'Tested Operation';

const TEXT = 'Your parcel is ready for collection';
const PASSWORD = 'Secret17';
/** As the gateway's list of countries numbers it. */
const SOUTH_AFRICA = '43';

type Step = readonly [operation: string, parameters: Record<string, unknown>];

interface Scene {
	/** Operations that must run first, in the same workflow; the tested one may look at their output. */
	before?: Step[];
	/** Solves the captcha of the step before: a picture is read by someone who can see. */
	captcha?: boolean;
	/** Instead of those of the record's sample. */
	parameters?: Record<string, unknown>;
	/** A user of the Connect API who must be there, and how far he is. */
	user?: { emailActivated: boolean; smsActivated: boolean };
}

const sendFirst = (options: Record<string, unknown> = {}): Step[] => [
	['message.send', { to: '27999100017', text: TEXT, ...options }],
];
const startFirst: Step[] = [['batch.start', { template: 'Hi #field1#, your parcel is ready' }]];
const THE_MESSAGE = { messageId: '={{ $json.messageId }}' };
const THE_BATCH = { batchId: '={{ $json.batchId }}' };
const ACTIVE = { emailActivated: true, smsActivated: true };
const SOLVED = {
	captchaId: "={{ $('registration.getCaptcha').item.json.captchaId }}",
	captchaCode: '={{ $json.code }}',
};
const captchaFirst: Step[] = [['registration.getCaptcha', {}]];

/** What an operation needs beside its sample. Everything else runs with the sample alone. */
const SCENES: Readonly<Record<string, Scene>> = {
	'message.getStatus': { before: sendFirst(), parameters: THE_MESSAGE },
	'account.getMessageCharge': { before: sendFirst(), parameters: THE_MESSAGE },
	'message.reconcile': { before: sendFirst(), parameters: THE_MESSAGE },
	'message.stop': { before: sendFirst({ deliveryDelay: 60 }), parameters: THE_MESSAGE },
	'batch.sendItem': { before: startFirst, parameters: THE_BATCH },
	'batch.quickSend': { before: startFirst, parameters: THE_BATCH },
	'batch.end': { before: startFirst, parameters: THE_BATCH },
	'registration.register': { before: captchaFirst, captcha: true, parameters: SOLVED },
	'registration.resendActivationEmail': { user: { emailActivated: false, smsActivated: false } },
	'registration.getSmsActivationStatus': { user: ACTIVE },
	'registration.sendActivationSms': { user: { emailActivated: true, smsActivated: false } },
	'registration.validateActivationSms': { user: { emailActivated: true, smsActivated: false } },
	'user.authenticate': { user: ACTIVE },
	'user.forgotPassword': { before: captchaFirst, captcha: true, parameters: SOLVED, user: ACTIVE },
	'connection.create': { user: ACTIVE },
	'credit.getBuyUrl': { user: ACTIVE },
};

/** A user of its own for each operation, so that they can run at the same time. */
const userOf = (record: Operation) => `customer${OPERATIONS.indexOf(record)}`;
const emailOf = (record: Operation) => `${userOf(record)}@example.com`;

/** A voucher can be used once: each server has its own. */
const voucherOf = (server: ServerName | undefined) => `1234567${server ? SERVERS.indexOf(server) : 9}`;

function parametersOf(record: Operation, server: ServerName | undefined): Record<string, unknown> {
	const parameters = { ...record.sample.parameters, ...SCENES[nameOf(record)]?.parameters };
	if (record.api === 'connect' && 'user' in parameters) parameters.user = userOf(record);
	if ('emailAddress' in parameters) parameters.emailAddress = emailOf(record);
	if ('countryId' in parameters) parameters.countryId = SOUTH_AFRICA;
	if ('voucher' in parameters) parameters.voucher = voucherOf(server);
	return parameters;
}

function workflowOf(record: Operation, server: ServerName | undefined, gateway: Gateway): ImportedWorkflow {
	const name = nameOf(record);
	const scene = SCENES[name] ?? {};
	const at = server === undefined ? {} : { server };
	const nodes: WorkflowNode[] = [
		manualStart(),
		...(scene.before ?? []).map(([operation, parameters]) =>
			clickatell(operation, operation, parameters, at),
		),
		...(scene.captcha ? [READ_PICTURE(gateway)] : []),
		clickatell(TESTED, name, parametersOf(record, server), at),
	];
	const title = server === undefined ? name : `${name}, ${server}`;
	return chain(`op-${title.replaceAll(/\W+/g, '-')}`.slice(0, 36), title, nodes);
}

/** An operation of the Platform, with the key of one of its APIs. */
function platformCase(record: Operation, key: PlatformKey, gateway: Gateway): OperationCase {
	const title = `${nameOf(record)}, ${key}`;
	const { before, parameters } = platformScene(record, key, gateway);
	const nodes = [manualStart(), ...before, clickatell(TESTED, nameOf(record), parameters, { key })];
	const workflow = chain(`op-${title.replaceAll(/\W+/g, '-')}`.slice(0, 36), title, nodes);
	return { record, server: undefined, key, workflow };
}

/** Every operation of the catalogue: those of the SMS Gateway on each server, those of the Platform with each key. */
export function operationCases(gateway: Gateway): OperationCase[] {
	return OPERATIONS.flatMap((record): OperationCase[] => {
		// A person answers these: questions.ts.
		if (record.api === 'question') return [];
		if (record.api === 'platform') return keysOf(record).map((key) => platformCase(record, key, gateway));
		const servers = record.api === 'gateway' || record.api === 'composite' ? SERVERS : [undefined];
		return servers.map((server) => ({ record, server, workflow: workflowOf(record, server, gateway) }));
	});
}

/** What the gateway must hold before the cases run: vouchers, and users as far as their operation needs them. */
export function seedForOperations(gateway: Gateway): void {
	const vouchers = SERVERS.map((server) => ({ token: voucherOf(server), credit: 10 }));
	gateway.seed({ accounts: [], vouchers });
	for (const record of OPERATIONS) {
		const { user } = SCENES[nameOf(record)] ?? {};
		if (user === undefined) continue;
		const name = userOf(record);
		gateway.connect.users.set(name, {
			user: name,
			password: PASSWORD,
			userNumber: '1000017',
			email: emailOf(record),
			mobile: '27999100017',
			accountType: '1',
			emailKey: name,
			activationRedirect: '',
			// The code of the sample of 'Validate Activation SMS'.
			smsCode: '52719',
			smsSent: 0,
			smsFailed: 0,
			...user,
		});
		if (user.smsActivated) gateway.seed({ accounts: [{ user: name, password: PASSWORD, credit: 10 }] });
	}
}

/** @throws Error naming the first thing about the outcome that is not as the record promises */
export function judgeOperation(
	{ record, server, key }: OperationCase,
	execution: Execution,
	gateway: Gateway,
): string {
	const items = execution.output(TESTED);
	if (items.length === 0) throw new Error('the node put out no item');
	for (const item of items) judgeItem(record, item);
	judgeWire(record, server, gateway);
	if (key !== undefined) judgePlatformWire(record, key, gateway);
	return `${items.length} item${items.length === 1 ? '' : 's'}: ${shown(record, defined(items[0]))}`;
}

function judgeItem(record: Operation, item: Item): void {
	const fields = outputFields(record, false);
	const declared = new Set(fields.map(({ name }) => name));
	for (const name of Object.keys(item.json)) {
		if (!declared.has(name))
			throw new Error(`the output has a field ${name} that the catalogue does not name`);
	}
	for (const field of fields) judgeField(field, item);
	if (item.pairedItem === undefined) throw new Error('the item is not paired with its input');
	if (item.json.accepted !== undefined && item.json.accepted !== true) {
		throw new Error(`the message was not accepted: ${JSON.stringify(item.json)}`);
	}
}

function judgeField({ name, type, optional }: ResultField, { json, binary }: Item): void {
	const value = type === 'png' ? binary?.[name] : json[name];
	if (value === undefined && !optional) throw new Error(`the output lacks ${name}`);
	if (value === undefined || value === null) return;
	const wanted =
		type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : type === 'png' ? 'object' : 'string';
	if (typeof value !== wanted) throw new Error(`${name} is no ${wanted} but ${JSON.stringify(value)}`);
}

/** The gateway must have seen the command on the right server, in a form that its WSDL or guide allows. */
function judgeWire(record: Operation, server: ServerName | undefined, gateway: Gateway): void {
	if (record.api === 'gateway' && server !== undefined) {
		// All servers name a command alike.
		const { command } = signatureOf(nameOf(record), server === 'http' ? 'documentLiteral' : server);
		if (gateway.calls({ command, server }).length === 0) throw new Error(`no ${command} reached ${server}`);
	}
	if (record.api === 'connect') {
		const wanted = actionOf(nameOf(record)).action;
		if (!gateway.connect.calls.some(({ action }) => action === wanted))
			throw new Error(`no ${wanted} reached the Connect API`);
	}
	const [violation] = [...gateway.violations(), ...gateway.connect.violations()];
	if (violation !== undefined) throw new Error(`a request departs from its contract: ${violation}`);
}

function shown(record: Operation, { json }: Item): string {
	const secrets = new Set(record.result.filter(({ secret }) => secret).map(({ name }) => name));
	const pairs = Object.entries(json)
		.filter(([, value]) => value !== null)
		.map(([name, value]) => `${name} ${secrets.has(name) ? '***' : String(value)}`);
	const text = pairs.join(', ');
	return text.length > 90 ? `${text.slice(0, 87)}...` : text;
}
