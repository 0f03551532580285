import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type IDataObject, type INode, NodeHelpers } from 'n8n-workflow';
import { loadedPackage } from './engine';
import { runSaved, type SavedOperation } from './saved';
import { defined } from '../../nodes/Clickatell/formats/defined';

/**
 * Workflows stay as they were saved, for years, while the package is updated under them. What a version saved and then
 * sent is kept in test/upgrades/<version>/ (`npm run freeze`), and is never edited.
 */
const root = path.join(__dirname, '../upgrades');

function read<T>(version: string, file: string): T {
	return JSON.parse(readFileSync(path.join(root, version, file), 'utf8')) as T;
}

/** The parameters that n8n is left with after loading a node: it drops what it does not know or would not show. */
async function loaded(type: string, parameters: IDataObject): Promise<IDataObject> {
	const { description } = NodeHelpers.getVersionedNodeType((await loadedPackage()).getNode(type).type, 1);
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: `n8n-nodes-clickatell.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
	};
	return NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		true,
		false,
		node,
		description,
	) as IDataObject;
}

const versions = readdirSync(root);

it('there is a version that workflows may have been saved with', () => {
	expect(versions.length).toBeGreaterThan(0);
});

describe.each(versions)('a workflow saved with version %s', (version) => {
	const operations = read<SavedOperation[]>(version, 'operations.json');

	it.each(operations.map((saved) => [`${saved.name}, ${saved.server ?? 'no server'}`, saved] as const))(
		'%s: is loaded whole, sends the same and puts out the same fields',
		async (_, saved) => {
			expect(await loaded('clickatell', saved.parameters)).toMatchObject(saved.parameters);
			const { calls, result } = await runSaved(saved);
			expect(result.error).toBeUndefined();
			expect(calls).toEqual(saved.calls);
			expect(Object.keys(defined(defined(result.outputs[0])[0]).json)).toEqual(
				expect.arrayContaining([...saved.fields]),
			);
		},
	);

	it('its trigger is loaded whole', async () => {
		const saved = read<IDataObject>(version, 'trigger.json');
		expect(await loaded('clickatellTrigger', saved)).toMatchObject(saved);
	});

	it('its credentials are still there, with all their fields', async () => {
		const { credentialTypes } = await loadedPackage();
		for (const [type, fields] of Object.entries(
			read<Record<string, string[]>>(version, 'credentials.json'),
		)) {
			const names = credentialTypes[type]?.type.properties.map(({ name }) => name);
			expect(names).toEqual(expect.arrayContaining(fields));
		}
	});
});
