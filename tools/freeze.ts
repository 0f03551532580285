/**
 * `npm run freeze`: keeps what this version saves in a workflow, every parameter of every operation, and what it then
 * sends, in test/upgrades/<version>/. Later versions must read it alike. Refuses to touch a version that is kept already.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type IDataObject, type INodeProperties, NodeHelpers } from 'n8n-workflow';
import { accountOf, apiOf, findOperation, OPERATIONS } from '../nodes/Clickatell/catalogue';
import type { Operation, Parameter } from '../nodes/Clickatell/catalogue/types';
import { loadedPackage } from '../test/engine/engine';
import { runSaved, type SavedOperation, type SavedServer } from '../test/engine/saved';
import { defined } from '../nodes/Clickatell/formats/defined';

const root = path.join(__dirname, '..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const folder = path.join(root, 'test/upgrades', version);

/** A value that the panel would take. */
function valueFor({ name, type, initial }: Parameter): unknown {
	switch (type.kind) {
		case 'text': {
			const known: Record<string, string> = {
				defaultDialPrefix: '27',
				ipAddresses: '203.0.113.17',
				clientIpAddress: '203.0.113.17',
				dialPrefix: '27',
				captchaCode: 'aB3dE',
				delimiter: '|',
				captchaId: '2c55416a27c8339e2503439d5799ce5f',
				from: '27999300000',
				latitude: '-33.9249',
				longitude: '18.4241',
			};
			return known[name] ?? 'Word17x'.slice(0, type.maxLength);
		}
		case 'message':
			return 'Your parcel is ready & waiting';
		case 'template':
			return 'Hi #field1#, your parcel is ready';
		case 'recipients':
			return '27999123456, 27999123457';
		case 'msisdn':
			return '27999123456';
		case 'dialPrefix':
			return '27';
		case 'senderId':
			return '27999100009';
		case 'messageId':
			return '996411ad91fa211e7d17bc873aa4a41d';
		case 'identifier':
			return 'order17';
		case 'integer':
			return Math.min(type.max, Math.max(type.min, 3));
		case 'decimal':
			return 2;
		case 'flag':
			return initial !== true;
		case 'choice':
			return (type.choices.find(({ value }) => value !== initial) ?? defined(type.choices[0])).value;
		case 'bits':
			return type.choices.slice(0, 2).map(({ value }) => value);
		case 'hex':
			return '06050415811581';
		case 'url':
			return 'https://example.com/page';
		case 'email':
			return 'customer@example.com';
		case 'utcTime':
			return '2030-12-01T10:00:00Z';
		case 'namedValues':
			return { mappingMode: 'autoMapInputData', value: null };
		case 'mergeFields':
			return { field1: 'Ann' };
		case 'spared':
			return '+27999900001';
		case 'zonedTime':
			return '2030-12-01T10:00:00+02:00';
		case 'inputFile':
			return 'data';
		case 'pairs':
			return { pair: [{ name: '1', value: 'Ann' }] };
		case 'json':
			return '[{ "name": { "formatted_name": "Ann" } }]';
		case 'lookup':
			return '43';
		case 'quietHours':
		case 'buttons':
		case 'formFields':
		case 'waitLimit':
			throw new Error(`${name} is not frozen`);
	}
}

/** What the SOAP servers, whose calls are kept, do not carry. */
const OF_HTTP_ALONE = ['binary', 'account.getMessageCharge clientMessageId'];

/** What comes to other calls at every time; test/engine/later.test.ts and test/engine/finalStatus.test.ts hold these. */
const OF_THE_CLOCK = ['scheduledTime', 'quietHours', 'waitForFinalStatus'];

/** Every parameter that the panel shows, with a value that is not the one it starts with. */
function parametersOf(record: Operation, chosen: Readonly<Record<string, unknown>>): IDataObject {
	const { resource, operation, sample } = record;
	const values: Record<string, unknown> = {};
	for (const parameter of record.parameters) {
		const { name } = parameter;
		if (OF_THE_CLOCK.includes(name)) continue;
		values[name] = chosen[name] ?? sample.parameters[name] ?? valueFor(parameter);
	}
	const saved: IDataObject = { authentication: defined(accountOf(resource)).value, resource, operation };
	const excluded = record.parameters.flatMap(({ name, excludes = [] }) =>
		chosen[name] === undefined ? [] : excludes.map(({ parameter }) => parameter),
	);
	for (const { name, place, when, unless, needs, excludes } of record.parameters) {
		if (excluded.includes(name) || (excludes && chosen[name] === undefined)) continue;
		if (OF_HTTP_ALONE.includes(`${resource}.${operation} ${name}`) || OF_HTTP_ALONE.includes(name)) continue;
		if (OF_THE_CLOCK.includes(name)) continue;
		if (when && !when.is.includes(String(values[when.parameter]))) continue;
		if (unless !== undefined && values[unless] !== '') continue;
		if (values[name] === '' || (needs && values[needs.parameter] === '')) continue;
		const value = values[name] as IDataObject;
		if (place === 'main') saved[name] = value;
		else saved[place] = { ...(saved[place] as IDataObject | undefined), [name]: value };
	}
	return saved;
}

type Unsent = Pick<SavedOperation, 'name' | 'server' | 'parameters'>;

const SERVERS: readonly SavedServer[] = ['documentLiteral', 'rpcEncoded'];
const PLATFORM_APIS: readonly SavedServer[] = ['oneApi', 'smsApi'];
const OF_THE_SMS_API = ['sms.send', 'sms.getStatus', 'platformAccount.getBalance'];

/** One for each choice that decides what else is shown, and for each parameter that excludes others. */
function variantsOf(record: Operation, name: string): Omit<Unsent, 'server'>[] {
	const steering = record.parameters.find((parameter) =>
		record.parameters.some(({ when }) => when?.parameter === parameter.name),
	);
	const choices = steering?.type.kind === 'choice' ? steering.type.choices : [];
	const ruledOut = record.parameters.find(({ unless }) => unless !== undefined);
	const without: IDataObject = ruledOut ? { [defined(ruledOut.unless)]: '' } : {};
	const variants: Omit<Unsent, 'server'>[] = choices.map(({ value }) => ({
		name: `${name}, ${defined(steering).name} ${value}`,
		parameters: parametersOf(record, { ...without, [defined(steering).name]: value }),
	}));
	if (choices.length === 0 || ruledOut) {
		const other = ruledOut ? `, ${defined(ruledOut.unless)}` : '';
		const { parameter, is: [shownFor] = [] } = ruledOut?.when ?? {};
		const chosen = parameter === undefined ? {} : { [parameter]: shownFor };
		variants.push({ name: name + other, parameters: parametersOf(record, chosen) });
	}
	const excluding = record.parameters.filter(
		({ name: own, excludes }) => excludes && !OF_THE_CLOCK.includes(own),
	);
	for (const parameter of excluding) {
		const chosen = { ...without, [parameter.name]: valueFor(parameter) };
		variants.push({ name: `${name}, ${parameter.name}`, parameters: parametersOf(record, chosen) });
	}
	return variants;
}

/** The variants of each operation, for each server. */
function* savedOperations(): Generator<Unsent> {
	for (const record of OPERATIONS) {
		// What it sends holds a link that is new each time; test/engine/question.test.ts holds what it saves.
		if (record.api === 'question') continue;
		// A code is another one at every time; test/unit/sending/oneTimeCode.test.ts holds how it is made.
		if (record.api === 'verify') continue;
		const name = `${record.resource}.${record.operation}`;
		for (const variant of variantsOf(record, name)) {
			const api = apiOf(record);
			if (api === 'connect' || api === 'local') yield variant;
			else if (api === 'platform') {
				const apis = OF_THE_SMS_API.includes(name) ? PLATFORM_APIS : PLATFORM_APIS.slice(0, 1);
				for (const server of apis) yield { ...variant, server };
			} else for (const server of SERVERS) yield { ...variant, server };
		}
	}
}

/** A trigger with everything set that its panel has. */
function savedTrigger(properties: readonly INodeProperties[]): IDataObject {
	const saved: IDataObject = {};
	for (const { name, type, options = [], default: initial } of properties) {
		const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
		const inner = options.filter((option): option is INodeProperties => 'type' in option);
		if (type === 'collection') saved[name] = savedTrigger(inner);
		else if (type === 'multiOptions') saved[name] = values;
		else if (type === 'options') saved[name] = defined(values.find((value) => value !== initial));
		else if (type === 'boolean') saved[name] = initial !== true;
		else if (type === 'string') saved[name] = '203.0.113.17';
		else if (!['notice', 'callout', 'credentials', 'hidden'].includes(type))
			throw new Error(`${name} is of the new type ${type}`);
	}
	return saved;
}

/** What this version sends for it, without the options that the server does not take. */
async function sent(unsent: Unsent): Promise<SavedOperation> {
	const { calls, result } = await runSaved(unsent);
	const { error, outputs } = result;
	const absent = /^'([^']+)' does not exist (?:on the|in) /.exec(error?.message ?? '')?.[1];
	if (calls.length === 0 && absent !== undefined) {
		const { resource, operation } = unsent.parameters as { resource: string; operation: string };
		const { name, place } = defined(
			defined(findOperation(resource, operation)).parameters.find(({ label }) => label === absent),
		);
		const { [name]: _, ...kept } = unsent.parameters[place] as IDataObject;
		return await sent({ ...unsent, parameters: { ...unsent.parameters, [place]: kept } });
	}
	const first = outputs[0]?.[0]?.json;
	if (error !== undefined || first === undefined) throw new Error(`${unsent.name}: ${error?.message}`);
	return { ...unsent, calls, fields: Object.keys(first) };
}

async function main(): Promise<void> {
	if (existsSync(folder))
		throw new Error(`${path.relative(root, folder)} is there already and stays as it is`);
	const operations: SavedOperation[] = [];
	for (const unsent of savedOperations()) operations.push(await sent(unsent));
	const loader = await loadedPackage();
	const credentials = Object.fromEntries(
		Object.entries(loader.credentialTypes).map(([name, { type }]) => [
			name,
			type.properties.filter(({ type: kind }) => kind !== 'notice').map((property) => property.name),
		]),
	);
	const trigger = NodeHelpers.getVersionedNodeType(loader.getNode('clickatellTrigger').type, 1);
	mkdirSync(folder, { recursive: true });
	const write = (file: string, content: unknown) =>
		writeFileSync(path.join(folder, file), `${JSON.stringify(content, null, '\t')}\n`);
	write('operations.json', operations);
	write('trigger.json', savedTrigger(trigger.description.properties));
	write('credentials.json', credentials);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
