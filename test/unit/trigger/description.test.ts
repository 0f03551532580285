import type { IDataObject, IHookFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { ONE_API_STATUSES } from '../../../nodes/Clickatell/apis/platform/platformStatuses';
import { MESSAGE_STATUSES } from '../../../nodes/Clickatell/catalogue/statuses';
import { ClickatellTrigger } from '../../../nodes/Clickatell/ClickatellTrigger.node';
import codex from '../../../nodes/Clickatell/ClickatellTrigger.node.json';
import schema from '../../../nodes/Clickatell/__schema__/v1.0.0.json';
import { INBOUND_SAMPLE, STATUS_SAMPLE } from '../../../nodes/Clickatell/n8n/trigger/samples';
import { platformCallbacks } from '../apis/platform/cases';
import { callbackCases } from '../callbacks/cases';
import { faultOf } from '../../../nodes/Clickatell/n8n/trigger/credentialTest';

const node = new ClickatellTrigger();
const { description } = node;

/** Every property and option with fields, however deep. */
function allProperties(properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...(property.type === 'collection' ? allProperties(property.options as INodeProperties[]) : []),
	]);
}

const properties = allProperties(description.properties);

describe('what n8n must find to hand over raw bodies', () => {
	it('is version 1 and a hidden parameter of exactly this name and value', () => {
		expect(description.version).toBe(1);
		expect(properties).toContainEqual(
			expect.objectContaining({ name: 'options', type: 'hidden', default: { binaryData: true } }),
		);
	});

	it('is GET and POST on each path, and no method where a URL is only shown', () => {
		expect(description.webhooks?.map(({ httpMethod, path }) => [httpMethod, path])).toEqual([
			['GET,POST', 'callback'],
			['GET,POST', '=callback-{{ $webhookId }}/:secret'],
			['', 'callback?example=status'],
			['', 'callback?example=whatsapp'],
			['', 'callback?example=inbound'],
		]);
	});

	it('shows one URL for each choice', () => {
		const choices = properties.find(({ name }) => name === 'urlShown')?.options as INodePropertyOptions[];
		expect(description.webhooks?.map(({ ndvHideUrl }) => ndvHideUrl)).toEqual(
			choices.map(({ value }) => `={{ $parameter["urlShown"] !== "${String(value)}" }}`),
		);
	});
});

describe('names that workflows keep', () => {
	it('have not changed', () => {
		expect(properties.map(({ name }) => name)).toEqual([
			'callbackUrlHelp',
			'urlShown',
			'authentication',
			'credentialPlace',
			'events',
			'statusFilter',
			'statuses',
			'settings',
			'startOnUnreadable',
			'allowedAddresses',
			'apiIds',
			'downloadMedia',
			'groupEvents',
			'includeRawRequest',
			'loginAsParameters',
			'simplify',
			'startOnRepeats',
			'options',
		]);
	});
});

// n8n's lint rules see only what is written inside the class.
describe('wording as n8n wants it', () => {
	const shown = properties.filter(({ type }) => !['callout', 'credentials', 'hidden'].includes(type));

	it.each(shown.map((property) => [property.displayName, property] as const))('%s', (label, property) => {
		expect(label).toMatch(/^[A-Z]/);
		for (const word of label.split(' ')) expect(word).toMatch(/^([A-Z]|as$|on$|to$|with$|in$)/);
		if (property.type === 'boolean') expect(property.description).toMatch(/^Whether /);
		if (property.type !== 'collection') expect(property.description).toBeTruthy();
		if (property.placeholder && property.type === 'string') expect(property.placeholder).toMatch(/^e\.g\. /);
		const description = property.description ?? '';
		// One sentence goes without a period, several with.
		expect(description.endsWith('.')).toBe(/[.:] [A-Z]/.test(description));
	});

	it('lists options by name', () => {
		for (const property of shown.filter(({ type }) => /options|collection/i.test(type))) {
			const labels = (property.options as (INodePropertyOptions | INodeProperties)[]).map((option) =>
				'displayName' in option ? option.displayName : option.name,
			);
			expect(labels).toEqual([...labels].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase())));
		}
	});

	it('says what must be known in one place, which is not amber', () => {
		expect(properties.filter(({ type }) => type === 'notice')).toEqual([]);
		expect(properties.filter(({ type }) => type === 'callout')).toHaveLength(1);
	});

	it('offers no expression where one could not be published, or must not be', () => {
		const fixed = properties.filter(({ noDataExpression }) => noDataExpression).map(({ name }) => name);
		expect(fixed).toEqual(['urlShown', 'authentication', 'events', 'statusFilter', 'statuses']);
	});

	it('is found by the words that people look for', () => {
		for (const word of [
			'receive SMS',
			'inbound',
			'reply',
			'notification',
			'alert',
			'OTP',
			'2FA',
			'reminder',
			'delivery report',
		]) {
			expect(codex.alias).toContain(word);
		}
		expect(description.description).toContain('SMS');
	});

	it('offers every status of both tables', () => {
		const statuses = properties.find(({ name }) => name === 'statuses');
		expect(new Set((statuses?.options as INodePropertyOptions[]).map(({ value }) => value))).toEqual(
			new Set([...MESSAGE_STATUSES.map(({ code }) => code), ...ONE_API_STATUSES.keys()]),
		);
	});
});

describe('what the editor shows before the first callback', () => {
	const cases = callbackCases();

	it.each([
		['httpGet__a_status_with_every_field', STATUS_SAMPLE],
		['httpPost__an_inbound_message', INBOUND_SAMPLE],
	])('the sample is what becomes of %s', (name, sample) => {
		expect(cases.find((one) => one.name === name)?.expected).toEqual(sample);
	});

	it('the output schema has every key of every kind, of the gateway and of the Platform, with its type', () => {
		const { properties: fields } = schema as { properties: Record<string, { type: string }> };
		const ofPlatform = platformCallbacks().flatMap(({ expected }) =>
			expected instanceof Array ? (expected as Array<Record<string, unknown>>) : [],
		);
		const samples: Record<string, unknown>[] = [STATUS_SAMPLE, INBOUND_SAMPLE, ...ofPlatform];
		expect(new Set(Object.keys(fields))).toEqual(new Set(samples.flatMap((sample) => Object.keys(sample))));
		for (const [key, value] of samples.flatMap((sample) => Object.entries(sample))) {
			if (value !== null) expect(fields[key]?.type).toBe(Array.isArray(value) ? 'array' : typeof value);
		}
	});
});

describe('activating the workflow', () => {
	const BINARY = { binaryData: true };

	/** n8n's hook functions as far as the trigger asks; an expression yields nothing. */
	function activation(parameters: IDataObject = {}, url = 'https://n8n.example/webhook/w/callback') {
		const log: string[] = [];
		const saved: IDataObject = { options: BINARY, ...parameters };
		const resolved = (value: unknown): unknown =>
			typeof value === 'string' && value.startsWith('=') ? undefined : value;
		const context = {
			getNodeParameter: (name: string, fallback: unknown, options?: { rawExpressions?: boolean }) => {
				const value = saved[name] ?? fallback;
				if (options?.rawExpressions || name !== 'settings') return value;
				return Object.fromEntries(
					Object.entries(value as IDataObject).map(([key, each]) => [key, resolved(each)]),
				);
			},
			getNode: () => ({ name: 'Clickatell Trigger', type: 'x', ...(saved.credentials as object) }),
			getNodeWebhookUrl: () => url,
			logger: { warn: (line: string) => log.push(line) },
		} as unknown as IHookFunctions;
		return { context, log };
	}
	const lifecycle = node.webhookMethods.default;
	const allowing = (allowedAddresses: unknown) => ({ settings: { allowedAddresses } }) as IDataObject;

	it('registers nothing, because the URL is entered by hand', async () => {
		const { context, log } = activation(allowing('10.0.0.0/8'));
		expect(await lifecycle.checkExists.call(context)).toBe(false);
		expect(await lifecycle.create.call(context)).toBe(true);
		expect(await lifecycle.create.call(activation().context)).toBe(true);
		expect(await lifecycle.delete.call(context)).toBe(true);
		expect(log).toEqual([]);
	});

	it.each([
		['an allowed address that is none', allowing('10.0.0.0/8, office'), "'office'"],
		[
			'allowed addresses that come to nothing',
			allowing('={{ undefined }}'),
			"'Allowed Addresses' holds no address",
		],
		[
			"the hidden parameter that keeps n8n's hands off the body",
			{ options: {} },
			"hidden parameter 'options'",
		],
		['an expression in Trigger On', { events: "{{ ['status'] }}" }, "'Trigger On' holds"],
		['an expression in Statuses', { statusFilter: '{{ "final" }}' }, "'Statuses' holds"],
		['an unknown status', { statuses: ['004', '104'] }, "'Chosen Statuses' holds"],
		['an unknown kind of authentication', { authentication: 'basic' }, "'Authentication' holds"],
		['the same, saved as nothing', { options: null }, "hidden parameter 'options'"],
		[
			'a credential that is asked for and not chosen',
			{ authentication: 'credential' },
			'no credential is chosen',
		],
	])('refuses %s with a sentence', (_, parameters, words) => {
		const { context } = activation(parameters);
		expect(() => lifecycle.create.call(context)).toThrow(words);
	});

	it('takes a credential that is chosen', async () => {
		const credentials = { credentials: { clickatellCallbackApi: { id: '1', name: 'Callback' } } };
		const { context } = activation({ authentication: 'credential', credentials });
		expect(await lifecycle.create.call(context)).toBe(true);
	});

	it('warns in the log of a URL that Clickatell cannot call', async () => {
		const { context, log } = activation({}, 'http://localhost:5678/webhook/w/callback');
		expect(await lifecycle.create.call(context)).toBe(true);
		expect(log).toEqual([expect.stringContaining('Clickatell cannot call http://localhost:5678')]);
	});
});

describe('the test of the callback credential', () => {
	it.each([
		[{ user: 'hook', password: 'x' }],
		[{ secret: 'a-long-and-random-word' }],
		[{ user: 'hook', password: 'x', secret: 'a-long-and-random-word' }],
	])('accepts %j', (fields) => expect(faultOf(fields)).toBeUndefined());

	it.each([
		[{}, "'Secret'"],
		[{ user: 'hook' }, 'belong together'],
		[{ password: 'x' }, 'belong together'],
		[{ user: 'a:b', password: 'x' }, 'colon'],
		[{ secret: 'short' }, '16 characters'],
		[{ secret: 'a long and random word' }, 'letters, digits'],
	])('refuses %j with a sentence', (fields, words) => expect(faultOf(fields)).toContain(words));

	it('answers n8n', async () => {
		const { testCallbackCredential } = node.methods.credentialTest;
		const test = (data: object) => testCallbackCredential.call({} as never, { data } as never);
		expect(await test({ secret: 'a-long-and-random-word' })).toMatchObject({ status: 'OK' });
		expect(await test({})).toMatchObject({ status: 'Error' });
	});
});
