import { readFileSync } from 'node:fs';
import path from 'node:path';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { ClickatellCallbackApi } from '../../../credentials/ClickatellCallbackApi.credentials';
import { ClickatellConnectApi } from '../../../credentials/ClickatellConnectApi.credentials';
import { ClickatellPlatformApi } from '../../../credentials/ClickatellPlatformApi.credentials';
import { ClickatellSoapApi } from '../../../credentials/ClickatellSoapApi.credentials';
import { Clickatell } from '../../../nodes/Clickatell/Clickatell.node';
import { ClickatellTrigger } from '../../../nodes/Clickatell/ClickatellTrigger.node';
import { lintInline } from './inlineLint';
import { allProperties, checkPanel } from './panelRules';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const root = path.join(__dirname, '../../..');
const nodes = [
	['Clickatell', new Clickatell().description],
	['ClickatellTrigger', new ClickatellTrigger().description],
] as const;
const credentials: ICredentialType[] = [
	new ClickatellCallbackApi(),
	new ClickatellConnectApi(),
	new ClickatellPlatformApi(),
	new ClickatellSoapApi(),
];

describe.each(nodes)('the panel of %s', (className, description) => {
	test("passes n8n's own rules as if it were written out", () => {
		expect(lintInline(className, description)).toEqual([]);
	});

	test("passes what n8n's rules cannot see in literals", () => {
		expect(checkPanel(description)).toEqual([]);
	});

	test('its codex file leads to the documentation of the package', () => {
		const { resources } = JSON.parse(
			readFileSync(path.join(root, `nodes/Clickatell/${className}.node.json`), 'utf8'),
		) as { resources: Record<string, { url: string }[]> };
		for (const kind of ['primaryDocumentation', 'credentialDocumentation']) {
			expect(resources[kind]).toEqual([{ url: expect.stringMatching(/^https:\/\/\S+#\S+$/) }]);
		}
	});
});

test('both codex files have the words by which either node is looked for: the editor shows them as one', () => {
	const [action, trigger] = nodes.map(([className]) => {
		const file = readFileSync(path.join(root, `nodes/Clickatell/${className}.node.json`), 'utf8');
		return (JSON.parse(file) as { alias: string[] }).alias;
	});
	expect([...defined(action)].sort()).toEqual([...defined(trigger)].sort());
	for (const word of [
		...['SMS', 'send SMS', 'receive SMS', 'text message', 'bulk SMS', 'inbound', 'delivery report'],
		...['notification', 'alert', 'reminder', 'OTP', '2FA', 'WhatsApp'],
	])
		expect(action).toContain(word);
});

describe.each(credentials.map((credential) => [credential.name, credential] as const))(
	'the credential %s',
	(name, { displayName, documentationUrl, properties }) => {
		test('is named as n8n wants it and leads to its documentation', () => {
			expect(name).toMatch(/Api$/);
			expect(displayName).toMatch(/ API$/);
			expect(documentationUrl).toMatch(/^https:\/\/\S+#\S+$/);
		});

		test('keeps the rules for panels', () => {
			expect(checkPanel({ properties } as INodeTypeDescription)).toEqual([]);
		});
	},
);

/** A panel with one field of each kind, in which each rule is broken once. */
function panel(break_: (fields: Record<string, INodeProperties>) => unknown): INodeTypeDescription {
	const fields: Record<string, INodeProperties> = {
		operation: {
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			default: 'get',
			options: [
				{ name: 'Get', value: 'get', action: 'Get message', description: 'Get a message' },
				{ name: 'Send', value: 'send', action: 'Send SMS', description: 'Send a message' },
			],
		},
		priority: {
			displayName: 'Priority',
			name: 'priority',
			type: 'options',
			default: 'a',
			options: ['A', 'B', 'C', 'D', 'E'].map((name) => ({ name, value: name.toLowerCase() })),
			description: 'How urgent it is',
		},
		urgent: {
			displayName: 'Is Urgent',
			name: 'urgent',
			type: 'boolean',
			default: false,
			description: 'Whether it is urgent',
		},
		limit: {
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
		},
		password: {
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'What proves the user',
		},
		about: {
			displayName: 'Read <a href="https://docs.example/about">more</a>.',
			name: 'about',
			type: 'notice',
			default: '',
		},
		extras: {
			displayName: 'Extras',
			name: 'extras',
			type: 'collection',
			placeholder: 'Add Extra',
			default: {},
			description: 'What else can be set',
			options: [
				{ displayName: 'A', name: 'a', type: 'string', default: '', description: 'The first' },
				{ displayName: 'B', name: 'b', type: 'string', default: '', description: 'The second' },
			],
		},
	};
	break_(fields);
	return { ...new Clickatell().description, properties: Object.values(fields) };
}

const findings = (description: INodeTypeDescription) => [
	...lintInline('Clickatell', description),
	...checkPanel(description),
];
const rulesBroken = (description: INodeTypeDescription) => findings(description).map(({ rule }) => rule);
const choice = (fields: Record<string, INodeProperties>, field: string, index: number) =>
	defined(defined(fields[field]).options)[index] as INodePropertyOptions;

describe('each rule bites', () => {
	test('and none without a reason', () => {
		expect(findings(panel(() => undefined))).toEqual([]);
	});

	test.each<[rule: string, break_: (fields: Record<string, INodeProperties>) => unknown]>([
		[
			'node-param-options-type-unsorted-items',
			({ priority }) => defined(defined(priority).options).reverse(),
		],
		['sorted-lists', ({ extras }) => defined(defined(extras).options).push(...manyFields())],
		[
			'node-param-collection-type-unsorted-items',
			({ extras }) => defined(defined(extras).options).push(...manyFields()),
		],
		['node-param-display-name-miscased', ({ urgent }) => (defined(urgent).displayName = 'Is urgent')],
		['title-case', (fields) => (choice(fields, 'priority', 0).name = 'a first one')],
		[
			'node-param-description-boolean-without-whether',
			({ urgent }) => (defined(urgent).description = 'If urgent'),
		],
		['booleans-say-whether', ({ urgent }) => (defined(urgent).description = 'If urgent')],
		[
			'node-param-description-excess-final-period',
			({ priority }) => (defined(priority).description = 'How urgent.'),
		],
		[
			'node-param-description-missing-final-period',
			({ priority }) => (defined(priority).description = 'One. Two'),
		],
		['periods', ({ priority }) => (defined(priority).description = 'How urgent it is. The first is best')],
		[
			'node-param-operation-option-action-miscased',
			(f) => (choice(f, 'operation', 0).action = 'Get Message'),
		],
		['actions-in-sentence-case', (fields) => (choice(fields, 'operation', 0).action = 'Get Message')],
		['operations-have-actions', (fields) => delete choice(fields, 'operation', 0).action],
		['node-param-operation-option-without-action', (fields) => delete choice(fields, 'operation', 0).action],
		['node-param-default-wrong-for-limit', ({ limit }) => (defined(limit).default = 10)],
		['node-param-type-options-missing-from-limit', ({ limit }) => delete defined(limit).typeOptions],
		['node-param-description-wrong-for-limit', ({ limit }) => (defined(limit).description = 'How many')],
		['numbers-start-within-their-limits', ({ limit }) => (defined(limit).default = 0)],
		['described', ({ priority }) => delete defined(priority).description],
		['unique-names', ({ urgent }) => (defined(urgent).name = 'priority')],
		[
			'unique-names',
			(fields) => ((defined(defined(fields['extras']).options)[1] as INodeProperties).name = 'a'),
		],
		['secrets-are-hidden', ({ password }) => delete defined(password).typeOptions],
		['links-lead-somewhere', ({ about }) => (defined(about).displayName = '<a href="docs/about">more</a>')],
		['defaults-are-choices', ({ priority }) => (defined(priority).default = 'z')],
		['node-param-default-wrong-for-options', ({ priority }) => (defined(priority).default = 'z')],
		['examples-say-so', ({ password }) => (defined(password).placeholder = 'secret')],
		[
			'node-param-operation-without-no-data-expression',
			({ operation }) => delete defined(operation).noDataExpression,
		],
	])('%s', (rule, break_) => {
		expect(rulesBroken(panel(break_))).toContain(rule);
	});
});

/** Enough for the rule that looks at long lists only, in the wrong order. */
function manyFields(): INodeProperties[] {
	return ['Y', 'X', 'W', 'V'].map((displayName) => ({
		displayName,
		name: displayName.toLowerCase(),
		type: 'string',
		default: '',
		description: 'One of many',
	}));
}

test('the reader of panels sees every field, however deep', () => {
	const paths = allProperties(new Clickatell().description.properties).map(([where]) => where);
	expect(paths).toContain('advanced.callsPerSecond');
	expect(paths).toContain('fields.field10');
	expect(paths.length).toBeGreaterThan(200);
});
