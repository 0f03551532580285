import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import {
	ONE_API_ERRORS,
	SMS_API_ERRORS,
	type PlatformErrorCode,
} from '../../nodes/Clickatell/apis/platform/platformErrors';
import { nameOf, OPERATIONS, sends } from '../../nodes/Clickatell/catalogue';
import type { PlatformOperation } from '../../nodes/Clickatell/catalogue/types';
import { waysFor } from '../extent';
import { ManualClock, type Gateway } from '../gateway';
import { ONE_API_ERRORS as WORDS } from '../gateway/platform/codes';
import type { PlatformFault } from '../gateway/platform/faults';
import type { NodeResult } from './engine';
import {
	parametersOf,
	PLATFORM_APIS,
	platformVault,
	richPlatform,
	runPlatform,
	type PlatformApiName,
} from './platformSending';
import { jsonOf } from './sending';
import { together } from './walk';
import { defined } from '../../nodes/Clickatell/formats/defined';

/**
 * What the node says of every documented error number, in every form that answers have: every operation of the
 * Platform with both kinds of key. The expected words are those of the package's table, which a test of its own holds
 * against docs/protocol/platform.md.
 */

jest.setTimeout(1_800_000);

let gateway: Gateway;
beforeAll(async () => {
	gateway = await richPlatform({ clock: new ManualClock() });
});
afterAll(async () => {
	expect(gateway.platform.violations()).toEqual([]);
	await gateway.close();
});

const TABLES: Readonly<Record<PlatformApiName, readonly PlatformErrorCode[]>> = {
	oneApi: ONE_API_ERRORS,
	smsApi: SMS_API_ERRORS,
};
/** In no table; the last of them are those of One API, which mean nothing in the SMS API. */
const UNKNOWN: Readonly<Record<PlatformApiName, ReadonlyArray<number | string>>> = {
	oneApi: [999, 108, 'E17'],
	smsApi: [602, 'E17', 1, 18, 19, 43],
};

const ALL = OPERATIONS.filter((operation): operation is PlatformOperation => operation.api === 'platform');
const isOfSmsApi = ({ resource }: PlatformOperation) => resource === 'sms' || resource === 'platformAccount';
const operationsOf = (api: PlatformApiName) => (api === 'oneApi' ? ALL : ALL.filter(isOfSmsApi));

/** How an error stands in an answer. */
interface Form {
	readonly name: string;
	readonly ofRecipient: boolean;
	body(code: number | string, words: string, messageId: string, to: string): unknown;
}

const inWords = (errorCode: number | string, error: string) => ({
	errorCode,
	error,
	errorDescription: `${error}.`,
});
const object = (code: number | string, description: string) => ({ error: { code, description } });

const WHOLE: readonly Form[] = [
	{ name: 'an object, of the call', ofRecipient: false, body: (code, words) => object(code, words) },
	{
		name: 'words, of the call',
		ofRecipient: false,
		body: (code, words) => ({ messages: [], ...inWords(code, words) }),
	},
];
const OF_RECIPIENT: readonly Form[] = [
	{
		name: 'an object, of the recipient',
		ofRecipient: true,
		body: (code, words, _, to) => ({
			messages: [{ accepted: false, to, ...object(code, words) }],
			error: null,
		}),
	},
	{
		name: 'words, of the recipient',
		ofRecipient: true,
		body: (code, words, _, to) => ({
			messages: [{ apiMessageId: null, accepted: false, to, ...inWords(code, words) }],
			errorCode: null,
			error: null,
			errorDescription: null,
		}),
	},
];
const OF_UPDATE: Form = {
	name: 'an object, of the update',
	ofRecipient: true,
	body: (code, words, messageId) => ({
		event: {
			messageStatusUpdate: [{ apiEventId: null, accepted: false, messageId, ...object(code, words) }],
		},
		error: null,
	}),
};
const formsOf = (operation: PlatformOperation): readonly Form[] => {
	if (sends(operation)) return [...WHOLE, ...OF_RECIPIENT];
	return operation.operation === 'markAsRead' ? [...WHOLE, OF_UPDATE] : WHOLE;
};

const documentedStatus = (api: PlatformApiName, code: number | string): number =>
	(api === 'oneApi' ? WORDS[code as number]?.[1] : undefined) ?? 400;

const FILE: INodeExecutionData = {
	json: {},
	binary: {
		data: {
			data: Buffer.from('%PDF-1.7').toString('base64'),
			mimeType: 'application/pdf',
			fileName: 'a.pdf',
			fileExtension: 'pdf',
		},
	},
};

let integrations = 0;
/** Runs an operation with a key that nothing else of this file uses, under one fault. */
async function runUnder(
	api: PlatformApiName,
	operation: PlatformOperation,
	fault: Omit<PlatformFault, 'integration'>,
	{ settings = {}, given = {} }: { settings?: Partial<INode>; given?: IDataObject } = {},
): Promise<{ result: NodeResult; calls: number; accepted: number }> {
	const name = `only ${++integrations}`;
	const { id, key } = gateway.platform.portal.create({
		name,
		account: 'shop',
		type: api === 'oneApi' ? 'one-api' : 'sms',
	});
	const script = gateway.platform.fail({ ...fault, integration: name });
	const result = await runPlatform(
		platformVault(gateway, api, { apiKey: key }),
		parametersOf(operation, { concurrency: 1, ...given }),
		{ items: [FILE], settings },
	);
	gateway.platform.faults.remove(script);
	return {
		result,
		calls: gateway.platform.calls.filter(({ integration }) => integration === name).length,
		accepted: gateway.platform.messages.all().filter(({ integrationId }) => integrationId === id).length,
	};
}

/** Numbers whose own words the sentence ends with: they name the parameter. */
const WITH_WORDS = new Set([21, 23, 24, 30, 40]);

interface Told {
	errorText: string;
	errorCode: string;
	errorMeaning: string;
	advice: string;
}

function toldOf(api: PlatformApiName, code: number | string, words: string): Told {
	const known = TABLES[api].find((one) => one.code === code);
	if (known === undefined) {
		return {
			errorText: `Clickatell refused the call with the number ${code}: ${words}`,
			errorCode: String(code),
			errorMeaning: 'unknown',
			advice: 'The number is in no table that Clickatell has published; ask Clickatell support.',
		};
	}
	const { meaning, short, advice } = known;
	const own = WITH_WORDS.has(known.code) ? `: ${words}` : '';
	return {
		errorText: `${meaning} (${code})${own}`,
		errorCode: String(code),
		errorMeaning: short,
		advice,
	};
}

interface Case {
	readonly api: PlatformApiName;
	readonly operation: PlatformOperation;
	readonly code: number | string;
	readonly form: Form;
	readonly status: number;
}

/** The table that an answer to a send is judged by: the form of an object is One API's, whatever key it answers. */
const tableOf = ({ api, operation, form }: Case) =>
	sends(operation) && form.name.includes('object') ? TABLES.oneApi : TABLES[api];

const isRetryable = (one: Case) => tableOf(one).some(({ code, retryable }) => code === one.code && retryable);

/** Whether a send may have been carried out all the same. */
function isDoubtful(one: Case): boolean {
	const { operation, code, form, status } = one;
	if (!sends(operation) || form.ofRecipient) return false;
	const known = tableOf(one).some((each) => each.code === code);
	return (known && code === 18) || (status >= 500 && !(known && code === 19));
}

function callsExpected(one: Case): number {
	if (isDoubtful(one) || !isRetryable(one)) return 1;
	if (one.operation.effect !== 'read') return 4;
	return one.form.ofRecipient ? 1 : 3;
}

function casesOf(api: PlatformApiName): Case[] {
	const codes = [...TABLES[api].map(({ code }) => code), ...UNKNOWN[api]];
	return operationsOf(api).flatMap((operation) =>
		codes.flatMap((code, c) =>
			waysFor(c, [...formsOf(operation).entries()]).map(([f, form]): Case => {
				const status = defined([documentedStatus(api, code), 200, 202][(c + f) % 3]);
				// A download that is answered with 200 is the file, whatever stands in it.
				const isFile = operation.operation === 'download' && status < 300;
				return { api, operation, code, form, status: isFile ? 400 : status };
			}),
		),
	);
}

async function check(one: Case): Promise<void> {
	const { api, operation, code, form, status } = one;
	const { to = '', messageId = '' } = operation.sample.parameters as Record<string, string>;
	const words = WORDS[code as number]?.[0] ?? 'Something new';
	const fault: PlatformFault = {
		kind: 'reply',
		status,
		body: JSON.stringify(form.body(code, words, messageId, to)),
		times: 9,
	};
	const text = form.name.startsWith('words') ? `${words} ${words}.` : words;
	const { advice, ...said } = toldOf(api, code, text);
	const title = `${api} ${nameOf(operation)} ${code} as ${form.name} with HTTP ${status}`;
	const seen = (what: unknown) => ({ title, what });

	const beside = await runUnder(api, operation, fault, { settings: { onError: 'continueRegularOutput' } });
	const [row] = jsonOf(beside.result);
	if (isDoubtful(one)) {
		expect(seen(row)).toMatchObject(
			seen({ accepted: null, errorCode: null, errorMeaning: 'may have been sent', messageId: null }),
		);
		expect(seen(beside.calls)).toEqual(seen(1));
		return;
	}
	expect(seen(row)).toMatchObject(seen(said));
	if (sends(operation)) expect(seen(defined(row)['accepted'])).toEqual(seen(false));
	expect(seen(beside.calls)).toEqual(seen(callsExpected(one)));
	expect(seen(beside.accepted)).toEqual(seen(0));
	// The same words stop the workflow, in whichever form they came; what is repeated takes seconds.
	if (form !== WHOLE[0] || isRetryable(one)) return;

	const stopped = await runUnder(api, operation, fault);
	const who = sends(operation) ? `; recipient ${to}` : '';
	expect(seen([stopped.result.error?.message, stopped.result.error?.description])).toEqual(
		seen([`${said.errorText}${who}`, advice]),
	);
}

describe.each(PLATFORM_APIS)('%s', (api) => {
	test('every operation says of every error number what the table says, in whichever form it comes', async () => {
		const cases = casesOf(api);
		expect(cases.length).toBeGreaterThan(30);
		// What waits for a pause waits beside the others.
		await together(
			40,
			cases.sort((a, b) => Number(isRetryable(b)) - Number(isRetryable(a))).map((one) => () => check(one)),
		);
	});

	test('an operation that the API lacks is refused before it is called', async () => {
		const lacking = ALL.filter((operation) => !operationsOf(api).includes(operation));
		expect(lacking.length > 0).toBe(api === 'smsApi');
		for (const operation of lacking) {
			const { result, calls } = await runUnder(api, operation, { kind: 'drop' });
			expect(result.error?.message).toBe(
				`The key in the credential is for the SMS API, which has no '${operation.title}' for this resource; use a credential with a key of One API`,
			);
			expect(calls).toBe(0);
		}
	});
});

const operationOf = (name: string) => defined(ALL.find((operation) => nameOf(operation) === name));

describe('a send', () => {
	test.each([19, 43])('that is refused with %i once is made again, and accepted once', async (code) => {
		const { result, calls, accepted } = await runUnder('oneApi', operationOf('sms.send'), {
			kind: 'error',
			code,
		});
		expect(jsonOf(result)).toMatchObject([{ accepted: true }]);
		expect([calls, accepted]).toEqual([2, 1]);
	});

	test.each([18, 19, 43])(
		'of which one recipient is refused with %i is made again for that one alone',
		async (code) => {
			const to = ['27999100001', '27999100002', '27999100003'];
			const { result, calls, accepted } = await runUnder(
				'oneApi',
				operationOf('sms.send'),
				{ kind: 'error', code, to: defined(to[1]) },
				{ given: { to: to.join(', ') } },
			);
			expect(jsonOf(result).map((row) => [row['to'], row['accepted']])).toEqual(to.map((one) => [one, true]));
			expect([calls, accepted]).toEqual([2, 3]);
		},
	);

	test('over the SMS API that is turned away for too many calls is made again after a pause', async () => {
		const body = JSON.stringify({ messages: [], error: 'Rate limit' });
		const { result, calls, accepted } = await runUnder('smsApi', operationOf('sms.send'), {
			kind: 'reply',
			status: 429,
			body,
		});
		expect(jsonOf(result)).toMatchObject([{ accepted: true }]);
		expect([calls, accepted]).toEqual([2, 1]);
	});

	test('of a file says why the file was refused, and is not made', async () => {
		const whatsApp = operationOf('whatsApp.send');
		const given = { messageType: 'media', inputDataFieldName: 'data', text: undefined };
		const upload = async ({ code, meaning, retryable }: PlatformErrorCode) => {
			const body = JSON.stringify(object(code, 'Words'));
			const fault: PlatformFault = { kind: 'reply', operation: 'uploadMedia', status: 400, body, times: 9 };
			const settings = { onError: 'continueRegularOutput' } as const;
			const { result, calls, accepted } = await runUnder('oneApi', whatsApp, fault, { given, settings });
			const [row] = jsonOf(result);
			expect(row).toMatchObject({ accepted: false, errorMeaning: 'not sent', messageId: null });
			expect(defined(row)['errorText']).toMatch(/^The file could not be uploaded: .*; nothing was sent$/);
			expect(defined(row)['errorText']).toContain(`${meaning} (${code})`);
			expect([calls, accepted]).toEqual([retryable ? 4 : 1, 0]);
		};
		await Promise.all(ONE_API_ERRORS.map(upload));
	});
});

describe('an error of the SMS API before 2019', () => {
	test.each([
		[{ messages: [], error: 'Invalid FROM number.' }],
		[
			{
				messages: [{ apiMessageId: null, accepted: false, to: '27999123456', error: 'Invalid FROM number.' }],
				error: null,
			},
		],
	])('is words alone, which pass through: %j', async (body) => {
		const { result } = await runUnder('smsApi', operationOf('sms.send'), {
			kind: 'reply',
			status: 202,
			body: JSON.stringify(body),
		});
		expect(result.error?.message).toBe(
			'Clickatell refused the call: Invalid FROM number.; recipient 27999123456',
		);
		expect(result.error?.description).toMatch(/^Clickatell gave no number/);
	});
});
