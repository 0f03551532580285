import { readdirSync } from 'node:fs';
import path from 'node:path';
import { accountOf, findOperation } from '../../../nodes/Clickatell/operations';
import { triggerProperties } from '../../../nodes/Clickatell/runtime/trigger/description';
import { readExample } from '../../../tools/n8n/examples';
import { projectRoot } from '../../../tools/write-docs';

type Node = ReturnType<typeof readExample>['nodes'][number];

const OWN = 'n8n-nodes-clickatell.';

/** The credentials that the demo and the tests import, by the type that refers to them. */
const CREDENTIALS: Readonly<Record<string, { id: string; name: string }>> = {
	clickatellSoapApi: { id: 'clickatell-soap', name: 'Clickatell Gateway account' },
	clickatellConnectApi: { id: 'clickatell-connect', name: 'Clickatell Connect account' },
	clickatellCallbackApi: { id: 'clickatell-callback', name: 'Clickatell callbacks' },
};

const examples = readdirSync(path.join(projectRoot, 'examples'))
	.filter((file) => file.endsWith('.json'))
	.map((file) => readExample(path.basename(file, '.json')));

/** Names of parameters that the panel does not have. */
function unknownParameters({ type, parameters }: Node): string[] {
	const { authentication = 'smsGateway', resource = 'message', operation = 'send', ...values } = parameters;
	const nested = (name: string) => Object.keys(values[name] ?? {}).map((key) => `${name}.${key}`);
	if (type === `${OWN}clickatellTrigger`) {
		const settings = triggerProperties.find(({ name }) => name === 'settings')?.options ?? [];
		const known = [
			...triggerProperties.map(({ name }) => name),
			...settings.map(({ name }) => `settings.${name}`),
		];
		return [...Object.keys(values), ...nested('settings')].filter((name) => !known.includes(name));
	}
	const record = findOperation(String(resource), String(operation));
	if (accountOf(String(resource))?.value !== authentication) return ['authentication'];
	if (record === undefined) return [`${String(resource)}.${String(operation)}`];
	const known = record.parameters.map(({ name, place }) => (place === 'main' ? name : `${place}.${name}`));
	const given = Object.keys(values).filter((name) => !['options', 'advanced'].includes(name));
	return [...given, ...nested('options'), ...nested('advanced')].filter((name) => !known.includes(name));
}

describe.each(examples.map((example) => [example.name, example] as const))(
	'the example "%s"',
	(name, example) => {
		const own = example.nodes.filter(({ type }) => type.startsWith(OWN));
		const text = JSON.stringify(example);

		test('begins with a note that says what it does', () => {
			const notes = example.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
			expect(notes.map(({ parameters }) => parameters['content'])).toEqual([
				expect.stringMatching(new RegExp(`^## ${name}\\n\\S`)),
			]);
		});

		test("has an id that fits into n8n's database", () => {
			expect(example.id.length).toBeLessThanOrEqual(36);
		});

		test('uses fields that the nodes have', () => {
			expect(own.length).toBeGreaterThan(0);
			expect(own.flatMap(unknownParameters)).toEqual([]);
		});

		test('refers to credentials by the names that the documentation uses', () => {
			for (const { credentials } of own) {
				for (const [type, reference] of Object.entries(credentials ?? {})) {
					expect(reference).toEqual(CREDENTIALS[type]);
				}
			}
		});

		test('its expressions name nodes that are there', () => {
			const nodes = example.nodes.map((node) => node.name);
			const named = [...text.matchAll(/\$\('([^']+)'\)/g)].map(([, node = '']) => node);
			expect(named.filter((node) => !nodes.includes(node))).toEqual([]);
		});

		test('holds no number but those of the embedded gateway', () => {
			const numbers = text.match(/\b\d{10,15}\b/g) ?? [];
			expect(numbers.filter((number) => !/^27999\d{6}$/.test(number))).toEqual([]);
		});
	},
);

test('a field that no panel has would be noticed', () => {
	const node = {
		name: 'x',
		type: `${OWN}clickatell`,
		typeVersion: 1,
		parameters: { to: '1', options: { from: 'x' } },
	};
	expect(unknownParameters(node)).toEqual(['options.from']);
});
