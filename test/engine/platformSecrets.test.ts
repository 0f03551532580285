import type { IDataObject, INode } from 'n8n-workflow';
import { OPERATIONS } from '../../nodes/Clickatell/catalogue';
import type { PlatformOperation } from '../../nodes/Clickatell/catalogue/types';
import { ManualClock, type Gateway } from '../gateway';
import { PLATFORM_FAULT_KINDS, type PlatformFault, type PlatformFaultKind } from '../gateway/platform/faults';
import { log } from './engine';
import type { PLATFORM_APIS } from './platformSending';
import { KEYS, parametersOf, platformVault, richPlatform, runPlatform } from './platformSending';
import { logged, type Told, toldBy } from './told';
import { together } from './walk';
import { defined } from '../../nodes/Clickatell/formats/defined';

/** The key of the Platform comes out of the node in no fault, and in no answer that repeats it. See `secrets.test.ts`. */

jest.setTimeout(300_000);

let gateway: Gateway;
const told: Told[] = [];
beforeAll(async () => {
	gateway = await richPlatform({ clock: new ManualClock() });
	log.length = 0;
});
afterAll(async () => {
	await gateway.close();
});

const ALL = OPERATIONS.filter((operation): operation is PlatformOperation => operation.api === 'platform');
const WAYS: ReadonlyArray<Partial<INode>> = [{}, { onError: 'continueErrorOutput' }];
const FILE = {
	json: {},
	binary: {
		data: { data: 'JVBERg==', mimeType: 'application/pdf', fileName: 'a.pdf', fileExtension: 'pdf' },
	},
};

let integrations = 0;
/** Runs an operation whose calls all meet a fault, with a key of its own that looks like the others. */
async function run(
	name: string,
	api: (typeof PLATFORM_APIS)[number],
	operation: PlatformOperation,
	fault: (key: string) => Omit<PlatformFault, 'integration'>,
	more: IDataObject = {},
): Promise<void> {
	const integration = `secret ${++integrations}`;
	const key = `${KEYS[api].slice(0, -6)}${String(integrations).padStart(4, '0')}==`;
	gateway.platform.portal.create({
		name: integration,
		key,
		account: 'shop',
		type: api === 'oneApi' ? 'one-api' : 'sms',
	});
	const script = gateway.platform.fail({ times: 9, ...fault(key), integration });
	const result = await runPlatform(
		platformVault(gateway, api, { apiKey: key }),
		parametersOf(operation, { timeout: 1, ...more }),
		{ items: [FILE], settings: defined(WAYS[integrations % 2]) },
	);
	gateway.platform.faults.remove(script);
	told.push(...toldBy(`${operation.resource}.${operation.operation}: ${name}`, result));
}

const DETAILS: Partial<Record<PlatformFaultKind, Omit<PlatformFault, 'kind'>>> = {
	error: { code: 1 },
	slow: { delayMs: 10 },
	odd: { oddity: 'a stranger more' },
};

test('every operation meets every fault', async () => {
	const kinds = Object.keys(PLATFORM_FAULT_KINDS) as PlatformFaultKind[];
	const jobs = kinds.flatMap((kind) =>
		ALL.map((operation, n) => async () => {
			const api = n === 0 && kind !== 'odd' ? 'smsApi' : 'oneApi';
			await run(kind, api, operation, () => ({ kind, ...DETAILS[kind] }));
		}),
	);
	await together(20, jobs);
	expect(integrations).toBe(kinds.length * ALL.length);
});

const REPEATED: Readonly<Record<string, (key: string) => object | string>> = {
	'in the words of an error': (key) => ({ error: { code: 23, description: `Who is ${key}?` } }),
	'as the number of an error': (key) => ({ error: { code: key, description: 'x' } }),
	'in words alone': (key) => ({ messages: [], errorCode: 105, error: key, errorDescription: `${key}.` }),
	'as IDs': (key) => ({
		messages: [{ apiMessageId: key, accepted: true, to: '27999123456', clientMessageId: key }],
		fileId: key,
		sms: { status: key, timestamp: 1 },
		currency: key,
		balance: 1,
	}),
	'in Base64': (key) => ({ error: { code: 21, description: Buffer.from(`key:${key}`).toString('base64') } }),
	'escaped for a URL': (key) => ({ error: { code: 21, description: encodeURIComponent(key) } }),
	'in a page': (key) => `<html>${key}</html>`,
};

test('every operation gets an answer that repeats the key', async () => {
	const jobs = Object.entries(REPEATED).flatMap(([name, bodyFor]) =>
		ALL.map((operation) => async () => {
			const fault = (key: string) => {
				const body = bodyFor(key);
				// What is downloaded with 200 is a file of the user's own.
				return {
					kind: 'reply',
					status: 400,
					body: typeof body === 'string' ? body : JSON.stringify(body),
				} as const;
			};
			await run(name, 'oneApi', operation, fault, { timeout: 60 });
		}),
	);
	await together(20, jobs);
});

test('then no key was told, in any spelling', () => {
	const core = KEYS.oneApi.slice(0, 16);
	const other = KEYS.smsApi.slice(0, 16);
	const spellings = [core, other].flatMap((key) => [
		key,
		Buffer.from(`key:${key}`).toString('base64').slice(8, -4),
		Buffer.from(key).toString('hex'),
	]);
	expect(told.length).toBeGreaterThan(300);
	expect(told.filter(([, text]) => text.includes('•••')).length).toBeGreaterThan(20);
	const all: Told[] = [...told, ['the log', logged()]];
	const found = all.flatMap(([name, text]) =>
		spellings.filter((each) => text.includes(each)).map((each) => `${each}: ${name}`),
	);
	expect(found).toEqual([]);
});
