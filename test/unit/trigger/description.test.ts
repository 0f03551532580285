import type { IHookFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { MESSAGE_STATUSES } from '../../../nodes/Clickatell/operations/statuses';
import { ClickatellTrigger } from '../../../nodes/Clickatell/ClickatellTrigger.node';
import schema from '../../../nodes/Clickatell/__schema__/v1.0.0.json';
import { INBOUND_SAMPLE, STATUS_SAMPLE } from '../../../nodes/Clickatell/runtime/trigger/samples';
import { callbackCases } from '../callbacks/cases';
import { faultOf } from '../../../nodes/Clickatell/runtime/trigger/credentialTest';

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

	it('is GET and POST on each path', () => {
		expect(description.webhooks?.map(({ httpMethod, path }) => [httpMethod, path])).toEqual([
			['GET,POST', 'callback'],
			['GET,POST', '=callback-{{ $webhookId }}/:secret'],
		]);
	});
});

describe('names that workflows keep', () => {
	it('have not changed', () => {
		expect(properties.map(({ name }) => name)).toEqual([
			'notice',
			'protectionNotice',
			'events',
			'statusFilter',
			'statuses',
			'settings',
			'startOnUnreadable',
			'allowedAddresses',
			'apiIds',
			'includeRawRequest',
			'loginAsParameters',
			'secretInPath',
			'simplify',
			'startOnRepeats',
			'statusSample',
			'inboundSample',
			'options',
		]);
	});
});

// n8n's lint rules see only what is written inside the class.
describe('wording as n8n wants it', () => {
	const shown = properties.filter(({ type }) => type !== 'notice' && type !== 'hidden');

	it.each(shown.map((property) => [property.displayName, property] as const))('%s', (label, property) => {
		expect(label).toMatch(/^[A-Z]/);
		for (const word of label.split(' ')) expect(word).toMatch(/^([A-Z]|as$|on$|with$|in$)/);
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

	it('offers every status of the table', () => {
		const statuses = properties.find(({ name }) => name === 'statuses');
		expect((statuses?.options as INodePropertyOptions[]).map(({ value }) => value)).toEqual(
			MESSAGE_STATUSES.map(({ code }) => code),
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

	it('the output schema has every key of both kinds, with its type', () => {
		const { properties: fields } = schema as { properties: Record<string, { type: string }> };
		const samples: Record<string, unknown>[] = [STATUS_SAMPLE, INBOUND_SAMPLE];
		expect(new Set(Object.keys(fields))).toEqual(new Set(samples.flatMap((sample) => Object.keys(sample))));
		for (const [key, value] of samples.flatMap((sample) => Object.entries(sample))) {
			if (value !== null) expect(fields[key]?.type).toBe(typeof value);
		}
	});
});

describe('activating the workflow', () => {
	const context = (allowedAddresses: unknown) =>
		({
			getNodeParameter: () => allowedAddresses,
			getNode: () => ({ name: 'Clickatell Trigger', type: 'x' }),
		}) as unknown as IHookFunctions;
	const lifecycle = node.webhookMethods.default;

	it('registers nothing, because the URL is entered by hand', async () => {
		expect(await lifecycle.checkExists.call(context(''))).toBe(false);
		expect(await lifecycle.create.call(context('10.0.0.0/8'))).toBe(true);
		expect(await lifecycle.create.call(context(undefined))).toBe(true);
		expect(await lifecycle.delete.call(context(''))).toBe(true);
	});

	it('says which allowed address is none', () => {
		expect(() => lifecycle.create.call(context('10.0.0.0/8, office'))).toThrow("'office'");
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
