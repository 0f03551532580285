import { readFileSync } from 'node:fs';
import path from 'node:path';
import { OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import { SENT } from '../../../nodes/Clickatell/catalogue/resultFields';
import type { Gateway } from '../../gateway';
import { DEMO_TOKEN } from '../../gateway/connect';
import { DEMO_KEYS } from '../../gateway/platform/portal';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import type { Item, N8nClient } from '../../../tools/n8n/rest';
import { run, runWell } from './instance';
import type { Ledger } from './table';
import {
	CALLBACK_LOGIN,
	chain,
	clickatell,
	clickatellTrigger,
	CREDENTIALS,
	fields,
	manualStart,
	rows,
	type WorkflowNode,
} from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const TEXT = 'Your parcel is ready for collection';
/** The embedded gateway refuses it with 114, cannot route message. */
const REFUSED = '27999166114';
const NATIONAL = '0821234567';

/** A workflow that sends one text to a list of people, one item for each of them. */
function sending(
	id: string,
	name: string,
	people: readonly object[],
	parameters: Record<string, unknown>,
	settings: Partial<WorkflowNode> = {},
	after: readonly WorkflowNode[] = [],
	more: Parameters<typeof chain>[3] = {},
): ImportedWorkflow {
	const node = clickatell('Send', 'message.send', { to: '={{ $json.to }}', ...parameters }, { settings });
	return chain(id, name, [manualStart(), ...rows('People', people), node, ...after], more);
}

const THREE = [{ to: '27999100021' }, { to: REFUSED }, { to: '27999100022' }];

/** The first item has both, and everything is refused of the last. */
const TWO_SIDES = [
	{ to: `${REFUSED}, 27999100021`, order: 1 },
	{ to: '27999100022', order: 2 },
	{ to: NATIONAL, order: 3 },
];

const errorOutput = sending(
	'feature-error-output',
	'Error output',
	TWO_SIDES,
	{ text: TEXT },
	{ onError: 'continueErrorOutput' },
	[],
	{
		side: [
			fields('Accepted', { to: '={{ $json.to }}' }),
			fields('Refused', { why: '={{ $json.errorText }}' }),
		],
		extra: {
			Send: {
				main: [[{ node: 'Accepted', type: 'main', index: 0 }], [{ node: 'Refused', type: 'main', index: 0 }]],
			},
		},
	},
);

const continueOnFail = sending(
	'feature-continue',
	'Continue On Fail',
	[...THREE, { to: NATIONAL }],
	{ text: TEXT },
	{ onError: 'continueRegularOutput' },
);

const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
const retryRefused = sending(
	'feature-retry-refused',
	'Retry On Fail, refused twice',
	[{ to: '27999100023' }],
	{ text: 'Refused twice' },
	retrying,
);
const retryDoubtful = sending(
	'feature-retry-doubtful',
	'Retry On Fail, answer lost',
	[{ to: '27999100024' }],
	{ text: 'Answer lost' },
	retrying,
);

const CUSTOMERS = [
	{ to: '27999100031', name: 'First' },
	{ to: '27999100032', name: 'Second' },
	{ to: '27999100033', name: 'Third' },
];
const paired = sending(
	'feature-paired',
	'Expressions and paired items',
	CUSTOMERS,
	{ text: '=Hi {{ $json.name }}, you are number {{ $itemIndex + 1 }}' },
	{},
	[fields('After', { to: '={{ $json.to }}', name: "={{ $('People').item.json.name }}" })],
);

const pinned: ImportedWorkflow = {
	...chain('feature-pinned', 'Pinned items', [
		clickatellTrigger('00000000-0000-4000-8000-000000000090'),
		clickatell('Send', 'message.send', { to: '={{ $json.from }}', text: 'Never sent, because pinned' }),
		fields('After', { id: '={{ $json.messageId }}', from: "={{ $('Clickatell Trigger').item.json.from }}" }),
	]),
	pinData: {
		'Clickatell Trigger': [{ json: { kind: 'inbound', from: '27999100041', text: 'Hi' } }],
		Send: [
			{ json: { to: '27999100041', accepted: true, messageId: 'a'.repeat(32) }, pairedItem: { item: 0 } },
		],
	},
};

const captcha = chain('feature-captcha', 'Binary captcha', [
	manualStart(),
	clickatell('Get Captcha', 'registration.getCaptcha', {}),
]);

const wrongLogin = chain('feature-wrong-login', 'A login that is refused', [
	manualStart(),
	clickatell(
		'Get Balance',
		'account.getBalance',
		{},
		{
			settings: { credentials: { clickatellSoapApi: CREDENTIALS.wrong } },
		},
	),
]);

const unreachable = sending(
	'feature-unreachable',
	'A gateway that cannot be reached',
	[{ to: '27999100061' }],
	{ text: TEXT },
	{ credentials: { clickatellSoapApi: CREDENTIALS.nobody } },
);

export const featureWorkflows = [
	errorOutput,
	continueOnFail,
	retryRefused,
	retryDoubtful,
	paired,
	pinned,
	captcha,
	wrongLogin,
	unreachable,
];

function equal(actual: unknown, expected: unknown, what: string): void {
	const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
	if (left !== right) throw new Error(`${what}: ${left}, expected ${right}`);
}

const column = (items: readonly Item[], name: string) => items.map(({ json }) => json[name]);

async function dropdowns(client: N8nClient): Promise<string> {
	const chosen = OPERATIONS.flatMap((record) =>
		record.parameters.flatMap(({ name, place, type }) =>
			type.kind === 'lookup' ? [{ record, method: defined(type.operation.split('.')[1]), name, place }] : [],
		),
	);
	const counts = new Map<string, number>();
	for (const { record, method, name, place } of chosen) {
		const { resource, operation } = record;
		const options = (await client.request('POST', '/rest/dynamic-node-parameters/options', {
			methodName: method,
			path: place === 'main' ? `parameters.${name}` : `parameters.${place}.${name}`,
			nodeTypeAndVersion: { name: `${PACKAGE_NAME}.clickatell`, version: 1 },
			currentNodeParameters: { authentication: 'connect', resource, operation },
			credentials: { clickatellConnectApi: CREDENTIALS.connect },
		})) as Array<{ name: string; value: string }>;
		const sound = options.every((option) => option.name !== '' && option.value !== '');
		if (options.length === 0 || !sound) {
			throw new Error(`${resource}.${operation}, ${name}: ${JSON.stringify(options)}`);
		}
		counts.set(method, options.length);
	}
	return [...counts].map(([method, count]) => `${method} ${count}`).join(', ');
}

async function sensitiveFields(client: N8nClient): Promise<string> {
	const types = (await client.json('/types/nodes.json')) as Array<{
		name: string;
		sensitiveOutputFields?: string[];
	}>;
	const wanted = OPERATIONS.flatMap(({ result }) => result.filter(({ secret }) => secret)).map(
		({ name }) => name,
	);
	const own = types.filter(({ name }) => name === `${PACKAGE_NAME}.clickatell`);
	for (const { sensitiveOutputFields } of own) equal(sensitiveOutputFields, wanted, 'sensitive fields');
	if (own.length === 0 || wanted.length === 0) throw new Error('n8n knows of none');
	return `n8n knows of ${wanted.join(', ')}; it hides them where its redaction is licensed`;
}

/** What n8n has written down, to the last byte: its database with every execution, and its log. */
function secretsWritten(folder: string, log: string): string {
	const logins = ['demo-password', DEMO_TOKEN, CALLBACK_LOGIN.password, 'wrong-password'];
	const secrets = [...logins, ...Object.values(DEMO_KEYS)];
	const files = ['database.sqlite', 'database.sqlite-wal', 'n8nEventLog.log'].map((name) =>
		path.join(folder, '.n8n', name),
	);
	let bytes = 0;
	for (const file of [...files, log]) {
		let content: Buffer;
		try {
			content = readFileSync(file);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
			throw error;
		}
		bytes += content.length;
		for (const secret of secrets) {
			const at = content.indexOf(secret);
			if (at === -1) continue;
			const around = content.subarray(Math.max(0, at - 200), at + 100).toString('latin1');
			throw new Error(`a secret is in ${path.basename(file)}: ...${around.replaceAll(secret, '***')}`);
		}
	}
	return `none in ${Math.round(bytes / 1e6)} MB of database and log`;
}

/** What n8n itself does around a node: error handling, item linking, pinning, dropdowns, binary data. */
export async function features(ledger: Ledger, client: N8nClient, gateway: Gateway): Promise<void> {
	const sentTexts = (text: string) => gateway.messages({ text }).length;

	await ledger.check('error output', async () => {
		const execution = await runWell(client, errorOutput.id);
		equal(column(execution.output('Accepted'), 'to'), ['27999100021', '27999100022'], 'accepted');
		const keys = SENT.filter(({ optional }) => optional !== true).map(({ name }) => name);
		const sides = [0, 1].map((side) => execution.output('Send', side));
		equal(column(defined(sides[1]), 'to'), [REFUSED, NATIONAL], 'numbers on the error output');
		equal(column(defined(sides[1]), 'accepted'), [false, false], 'accepted on the error output');
		equal(column(defined(sides[1]), 'errorCode'), ['114', null], 'error codes');
		// n8n adds the fields of the input item there.
		equal(column(defined(sides[1]), 'order'), [1, 3], 'input fields on the error output');
		for (const { json } of defined(sides[0])) equal(Object.keys(json), keys, 'keys of an accepted item');
		for (const { json } of defined(sides[1]))
			equal(
				keys.filter((key) => !Object.hasOwn(json, key)),
				[],
				'keys that an item of the error output lacks',
			);
		const [refused] = column(execution.output('Refused'), 'why');
		if (!/\(114\)$/.test(String(refused))) throw new Error(`the error branch got ${String(refused)}`);
		return `2 items on, 2 to the error branch with all their keys: "${String(refused)}"`;
	});
	await ledger.check('Continue On Fail', async () => {
		const items = (await runWell(client, continueOnFail.id)).output('Send');
		equal(
			items.map(({ json }) => [json.to, json.accepted, typeof json.errorText, json.errorCode, json.error]),
			[
				['27999100021', true, 'object', null, undefined],
				[REFUSED, false, 'string', '114', undefined],
				['27999100022', true, 'object', null, undefined],
				[NATIONAL, false, 'string', null, undefined],
			],
			'items',
		);
		equal(
			items.map(({ pairedItem }) => pairedItem),
			[0, 1, 2, 3].map((item) => ({ item })),
			'paired items',
		);
		return `4 items in order, 2 of them refused: "${String(items[3]?.json.errorText)}"`;
	});
	await ledger.check('Retry On Fail, refused twice', async () => {
		gateway.fail({ kind: 'error', code: '301', text: 'Refused twice', times: 2 });
		const [item] = (await runWell(client, retryRefused.id)).output('Send');
		equal([item?.json.accepted, sentTexts('Refused twice')], [true, 1], 'accepted, messages');
		return 'accepted at the third try, one message';
	});
	await ledger.check('Retry On Fail, answer lost', async () => {
		gateway.fail({ kind: 'drop-after', command: 'sendmsg', text: 'Answer lost' });
		const [item] = (await runWell(client, retryDoubtful.id)).output('Send');
		equal(sentTexts('Answer lost'), 1, 'messages');
		return `one message; the item says accepted ${String(item?.json.accepted)}, ${String(item?.json.errorText ?? item?.json.messageId)}`;
	});
	await ledger.check('expressions and paired items', async () => {
		const execution = await runWell(client, paired.id);
		equal(
			execution.output('After').map(({ json }) => [json.to, json.name]),
			CUSTOMERS.map(({ to, name }) => [to, name]),
			"$('node').item",
		);
		equal(
			CUSTOMERS.map(({ to }) => gateway.messages({ to }).map(({ text }) => text)),
			CUSTOMERS.map(({ name }, index) => [`Hi ${name}, you are number ${index + 1}`]),
			'texts',
		);
		return '3 items, each with its own text and its own source';
	});
	await ledger.check('pinned items', async () => {
		const before = gateway.callLog.stats().calls;
		const [item] = (await runWell(client, pinned.id, 'Clickatell Trigger')).output('After');
		equal(item?.json, { id: 'a'.repeat(32), from: '27999100041' }, 'item');
		equal(gateway.callLog.stats().calls - before, 0, 'calls');
		return 'trigger and node pinned: no call was made, items resolve';
	});
	await ledger.check('binary captcha', async () => {
		const [item] = (await runWell(client, captcha.id)).output('Get Captcha');
		const { id, mimeType, data } = item?.binary?.captcha as { id?: string; mimeType: string; data: string };
		const bytes =
			id === undefined
				? Buffer.from(data, 'base64')
				: await client.bytes(`/rest/binary-data?id=${encodeURIComponent(id)}&action=view`);
		equal([mimeType, bytes.subarray(1, 4).toString()], ['image/png', 'PNG'], 'picture');
		return `${bytes.length} bytes of PNG through n8n's binary data`;
	});
	await ledger.check('dropdowns', () => dropdowns(client));
	await ledger.check('sensitive output fields', () => sensitiveFields(client));
	await ledger.check('refused login in an execution', async () => {
		const { status, error } = await run(client, wrongLogin.id);
		if (status !== 'error' || !/refused the login \(001\)/.test(error?.message ?? '')) {
			throw new Error(`${status}: ${error?.message}`);
		}
		return `"${error?.message}"`;
	});
	await ledger.check('unreachable host in an execution', async () => {
		const { status, error } = await run(client, unreachable.id);
		if (status !== 'error' || !/refused the connection.*nothing was sent/.test(error?.message ?? '')) {
			throw new Error(`${status}: ${error?.message}`);
		}
		return `"${error?.message}"`;
	});
}

/** At the end, when everything has been written. */
export async function secrecy(ledger: Ledger, folder: string, log: string): Promise<void> {
	await ledger.check('secrets in database and log', async () => secretsWritten(folder, log));
	await ledger.check("n8n's log", async () => {
		const text = readFileSync(log, 'utf8');
		const bad = /.*(unhandled|uncaught|could not be started|heap out of memory).*/i.exec(text);
		if (bad !== null) throw new Error(bad[0]);
		return `${text.split('\n').length} lines, no crash, no unhandled error`;
	});
}
