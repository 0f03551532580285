import { readdirSync } from 'node:fs';
import path from 'node:path';
import { accountOf, findOperation } from '../../../nodes/Clickatell/catalogue';
import { guardedBy, GUARDS } from '../../../nodes/Clickatell/catalogue/guards';
import { triggerProperties } from '../../../nodes/Clickatell/n8n/trigger/description';
import { readExample } from '../../../tools/n8n/examples';
import { projectRoot } from '../../../tools/write-docs';
import { defined } from '../../../nodes/Clickatell/formats/defined';

type Node = ReturnType<typeof readExample>['nodes'][number];

const OWN = 'n8n-nodes-clickatell.';

/** The credentials that the demo and the tests import, by the type that refers to them. */
const CREDENTIALS: Readonly<Record<string, { id: string; name: string }>> = {
	clickatellSoapApi: { id: 'clickatell-soap', name: 'Clickatell Gateway account' },
	clickatellPlatformApi: { id: 'clickatell-platform', name: 'Clickatell Platform account' },
	clickatellConnectApi: { id: 'clickatell-connect', name: 'Clickatell Connect account' },
	clickatellCallbackApi: { id: 'clickatell-callback', name: 'Clickatell callbacks' },
};

/** What the editor draws, in its units: a node's square, an agent's width, and the name below, of up to two lines. */
const NODE = { width: 96, height: 96 };
const AGENT_WIDTH = 224;
const NAME_HEIGHT = 48;

const STICKY = 'n8n-nodes-base.stickyNote';
/** n8n's button runs what these start; beside an app's trigger it would wait for a call to that instead. */
const BY_BUTTON = ['n8n-nodes-base.manualTrigger', 'n8n-nodes-base.scheduleTrigger'];

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

function boxOf({ type, position, parameters }: Node): Box {
	const [left = 0, top = 0] = position as number[];
	const isNote = type === STICKY;
	const width = type.endsWith('.agent') ? AGENT_WIDTH : NODE.width;
	return {
		left,
		top,
		right: left + (isNote ? Number(parameters['width']) : width),
		bottom: top + (isNote ? Number(parameters['height']) : NODE.height + NAME_HEIGHT),
	};
}

const overlap = (one: Box, other: Box) =>
	one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
const holds = (outer: Box, inner: Box) =>
	outer.left <= inner.left &&
	outer.top <= inner.top &&
	outer.right >= inner.right &&
	outer.bottom >= inner.bottom;

/** Pairs that overlap, but for a note that holds a node as a whole: it says what a group of nodes is for. */
function collisions(nodes: readonly Node[]): string[] {
	return nodes.flatMap((one, index) =>
		nodes.slice(index + 1).flatMap((other) => {
			const [a, b] = [boxOf(one), boxOf(other)];
			const notes = [one, other].filter(({ type }) => type === STICKY);
			const isGroup =
				notes.length === 1 &&
				(notes[0] === one ? holds(a, b) : holds(b, a)) &&
				defined(notes[0]).name !== 'About';
			return overlap(a, b) && !isGroup ? [`${one.name} and ${other.name}`] : [];
		}),
	);
}

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
	const guards = type.endsWith('Tool') ? GUARDS.filter((guard) => guardedBy(guard).includes(record)) : [];
	const known = [...record.parameters, ...guards].map(({ name, place }) =>
		place === 'main' ? name : `${place}.${name}`,
	);
	const collections = ['options', 'advanced', 'guards'];
	const given = Object.keys(values).filter((name) => !collections.includes(name));
	return [...given, ...collections.flatMap(nested)].filter((name) => !known.includes(name));
}

describe.each(examples.map((example) => [example.name, example] as const))(
	'the example "%s"',
	(name, example) => {
		const own = example.nodes.filter(({ type }) => type.startsWith(OWN));
		const text = JSON.stringify(example);

		test('begins with a note that says what it does', () => {
			const notes = example.nodes.filter(({ type }) => type === STICKY);
			const [about, ...groups] = notes.map(({ parameters }) => parameters['content']);
			expect(about).toMatch(new RegExp(`^## ${name}\\n\\S`));
			for (const group of groups) expect(group).toMatch(/^### \S/);
		});

		test('shows every node and every note whole', () => {
			expect(collisions(example.nodes)).toEqual([]);
		});

		test('has no other start beside one that the button runs', () => {
			const starts = example.nodes.map(({ type }) => type).filter((type) => /trigger$/i.test(type));
			expect(starts.length).toBeGreaterThan(0);
			if (starts.some((type) => BY_BUTTON.includes(type))) expect(starts).toHaveLength(1);
		});

		test('says ignores of what is seen twice', () => {
			expect(text).not.toMatch(/\bforgets?\b/i);
		});

		test("has an id that fits into n8n's database", () => {
			expect(example.id.length).toBeLessThanOrEqual(36);
		});

		test('uses fields that the nodes have', () => {
			expect(own.length).toBeGreaterThan(0);
			expect(own.flatMap(unknownParameters)).toEqual([]);
		});

		// With a default dial prefix, which users add, it would be a number of that country.
		test('writes + before the digits that the trigger gives as a number', () => {
			const sentTo = own.map(({ parameters }) => JSON.stringify(parameters['to'] ?? ''));
			// Tables keep the sender as `phone`, to find its row.
			const keepsDigits = text.includes("$json.from ?? ''");
			const given = sentTo.filter((to) => /\.from\b/.test(to) || (keepsDigits && /\.phone\b/.test(to)));
			expect(given.filter((to) => !to.startsWith('"=+{{'))).toEqual([]);
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

test('a node that is half below a note would be noticed', () => {
	const note = { name: 'Group', type: STICKY, typeVersion: 1, parameters: { width: 200, height: 200 } };
	const node = { name: 'x', type: `${OWN}clickatell`, typeVersion: 1, parameters: {} };
	const at = (left: number, top: number) =>
		collisions([
			{ ...note, position: [0, 0] },
			{ ...node, position: [left, top] },
		]);
	expect(at(50, 50)).toEqual([]);
	expect(at(150, 50)).toEqual(['Group and x']);
	expect(at(200, 50)).toEqual([]);
	expect(at(50, 100)).toEqual(['Group and x']);
});

test('a field that no panel has would be noticed', () => {
	const node = {
		name: 'x',
		type: `${OWN}clickatell`,
		typeVersion: 1,
		parameters: { to: '1', options: { from: 'x' } },
	};
	expect(unknownParameters(node)).toEqual(['options.from']);
});
