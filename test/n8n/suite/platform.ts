import { isDeepStrictEqual } from 'node:util';
import { nameOf } from '../../../nodes/Clickatell/catalogue';
import type { Operation } from '../../../nodes/Clickatell/catalogue/types';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Item, N8nClient } from '../../../tools/n8n/rest';
import type { Gateway } from '../../gateway';
import { runWell } from './instance';
import type { Ledger } from './table';
import { chain, clickatell, fields, manualStart, type PlatformKey, type WorkflowNode } from './workflows';

/** Integrations of the embedded gateway, by the credential that holds their key. */
const INTEGRATION: Readonly<Record<PlatformKey, string>> = {
	oneApi: 'Demo One API',
	smsApi: 'Demo SMS API',
};
const WRITER = '27999100061';
const TEXT = 'Your parcel is ready: Grüße, 世界 👋';
/** Every byte there is. */
export const FILE = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256));

interface Scene {
	/** What the contract calls it, by each API that has it. */
	calls: Partial<Record<PlatformKey, string>>;
	before?: (key: PlatformKey) => WorkflowNode[];
	parameters?: (gateway: Gateway) => Record<string, unknown>;
}

/** A node that makes a file of a text. */
const makeFile = (): WorkflowNode[] => [
	fields('Note', { note: TEXT }),
	{
		name: 'Make File',
		type: 'n8n-nodes-base.convertToFile',
		typeVersion: 1.1,
		parameters: { operation: 'toText', sourceProperty: 'note', options: { fileName: 'note.txt' } },
	},
];
const sendFirst =
	(operation: string, parameters: Record<string, unknown>) =>
	(key: PlatformKey): WorkflowNode[] => [
		clickatell('Send First', operation, { to: '27999100062', text: TEXT, ...parameters }, { key }),
	];
const THE_MESSAGE = () => ({ messageId: '={{ $json.messageId }}' });
const storedFile = (gateway: Gateway) => {
	const { fileId, sha256 } = gateway.platform.media.add({
		fileName: 'cat.jpg',
		contentType: 'image/jpeg',
		bytes: FILE,
	});
	return { fileId, sha256Hash: sha256 };
};
const writtenMessage = (gateway: Gateway) => {
	// Nothing listens there for replies, and nothing has to.
	const url = { url: `${gateway.url}/nobody`, method: 'POST' } as const;
	const written = { integration: INTEGRATION.oneApi, channel: 'whatsapp', from: WRITER } as const;
	return { messageId: gateway.platform.write({ ...written, text: 'Hello?', url }).id };
};

const SCENES: Readonly<Record<string, Scene>> = {
	'sms.send': { calls: { oneApi: 'send', smsApi: 'sendSms' } },
	'sms.getStatus': {
		calls: { oneApi: 'getStatus', smsApi: 'getSmsStatus' },
		before: sendFirst('sms.send', {}),
		parameters: THE_MESSAGE,
	},
	'whatsApp.send': { calls: { oneApi: 'send' } },
	'whatsApp.sendTemplate': { calls: { oneApi: 'send' } },
	'whatsApp.getStatus': {
		calls: { oneApi: 'getStatus' },
		before: sendFirst('whatsApp.send', { messageType: 'text' }),
		parameters: THE_MESSAGE,
	},
	'whatsApp.markAsRead': { calls: { oneApi: 'notify' }, parameters: writtenMessage },
	'media.upload': { calls: { oneApi: 'uploadMedia' }, before: makeFile },
	'media.download': { calls: { oneApi: 'downloadMedia' }, parameters: storedFile },
	'media.getInfo': {
		calls: { oneApi: 'getMediaInfo' },
		parameters: (gateway) => ({ fileId: storedFile(gateway).fileId }),
	},
	'platformAccount.getBalance': { calls: { oneApi: 'getBalance', smsApi: 'getBalance' } },
};

function sceneOf(record: Operation): Scene {
	const scene = SCENES[nameOf(record)];
	if (scene === undefined) throw new Error(`nobody here knows how to run ${nameOf(record)}`);
	return scene;
}

/** The APIs that an operation of the Platform exists in. */
export function keysOf(record: Operation): PlatformKey[] {
	return Object.keys(sceneOf(record).calls) as PlatformKey[];
}

/** The nodes before the tested one, and its parameters. */
export function platformScene(
	record: Operation,
	key: PlatformKey,
	gateway: Gateway,
): { before: WorkflowNode[]; parameters: Record<string, unknown> } {
	const { before, parameters } = sceneOf(record);
	return {
		before: before?.(key) ?? [],
		parameters: { ...record.sample.parameters, ...parameters?.(gateway) },
	};
}

/** The gateway must have seen the call with that integration's key, in a form that its contract allows. */
export function judgePlatformWire(record: Operation, key: PlatformKey, { platform }: Gateway): void {
	const operation = sceneOf(record).calls[key];
	const integration = INTEGRATION[key];
	if (!platform.calls.some((call) => call.operation === operation && call.integration === integration)) {
		throw new Error(`no ${operation} reached ${integration}`);
	}
	const [violation] = platform.violations();
	if (violation !== undefined) throw new Error(`a call departs from its contract: ${violation}`);
}

const oneApi = (nodeName: string, operation: string, parameters: Record<string, unknown>) =>
	clickatell(nodeName, operation, parameters, { key: 'oneApi' });

const byBothChannels = chain('platform-channels', 'Platform: SMS and WhatsApp', [
	manualStart(),
	oneApi('SMS', 'sms.send', { to: '27999100063', text: TEXT, clientMessageId: 'order-17' }),
	oneApi('WhatsApp', 'whatsApp.send', { to: '27999100063', messageType: 'text', text: TEXT }),
]);
const sentFile = chain('platform-file', 'Platform: a file by WhatsApp', [
	manualStart(),
	...makeFile(),
	oneApi('Send File', 'whatsApp.send', {
		to: '27999100064',
		messageType: 'media',
		inputDataFieldName: 'data',
		caption: 'A note',
	}),
]);
const THERE_AND_BACK = 'Platform: a file there and back';
/** Its last node is told the checksum by the test, as the trigger's event would. */
const downloading = (parameters: Record<string, unknown>) =>
	chain('platform-download', THERE_AND_BACK, [
		manualStart(),
		oneApi('Download', 'media.download', parameters),
		oneApi('Upload', 'media.upload', { inputDataFieldName: 'data' }),
	]);

/** The workflows; files are put into the gateway for them. */
export function platformWorkflows(gateway: Gateway): ImportedWorkflow[] {
	return [byBothChannels, sentFile, downloading(storedFile(gateway))];
}

/** What the operations alone do not show: both channels, and files byte for byte through n8n's binary data. */
export async function platform(ledger: Ledger, client: N8nClient, gateway: Gateway): Promise<void> {
	const { messages, media } = gateway.platform;
	const messageOf = (item: Item | undefined) => messages.get(String(item?.json.messageId));
	await ledger.check(byBothChannels.name, async () => {
		const execution = await runWell(client, byBothChannels.id);
		const sent = ['SMS', 'WhatsApp'].map((name) => messageOf(execution.output(name)[0]));
		equal(
			sent.map((message) => [message?.channel, message?.to, message?.text]),
			['sms', 'whatsapp'].map((channel) => [channel, '27999100063', TEXT]),
		);
		equal(sent[0]?.clientMessageId, 'order-17');
		return 'the same text over both channels, every character as it was written';
	});
	await ledger.check(sentFile.name, async () => {
		const execution = await runWell(client, sentFile.id);
		const sent = messageOf(execution.output('Send File')[0])?.sent;
		const { fileId, caption } = (sent?.['media'] ?? {}) as { fileId?: string; caption?: string };
		const file = media.get(fileId ?? '');
		equal([caption, file?.fileName, file?.to], ['A note', 'note.txt', '27999100064']);
		equal(file?.bytes.toString('utf8'), TEXT);
		return 'uploaded once, for its recipient only, and sent';
	});
	await ledger.check(THERE_AND_BACK, async () => {
		const execution = await runWell(client, 'platform-download');
		const [uploaded] = execution.output('Upload');
		const file = media.get(String(uploaded?.json.fileId));
		if (file?.bytes.equals(FILE) !== true)
			throw new Error(`${file?.bytes.length} bytes came back, or others`);
		equal([file.contentType, uploaded?.json.size], ['image/jpeg', FILE.length]);
		return `${FILE.length} bytes of every value, downloaded and uploaded again`;
	});
}

function equal(actual: unknown, expected: unknown): void {
	if (!isDeepStrictEqual(actual, expected)) {
		throw new Error(`it is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
	}
}
