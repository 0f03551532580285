import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { N8nClient } from '../../../tools/n8n/rest';
import { examples, runExample, type Surroundings } from './exampleRuns';
import { bringUp, type Setting } from './instance';
import type { Ledger } from './table';
import { chain, manualStart } from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

interface MakeTable {
	tableName: string;
	columns: { column: object[] };
}

/** The workflow with a table made by hand and chosen in each node, as docs/answers.md says for n8n 1.123. */
async function withTableByHand(client: N8nClient, workflow: ImportedWorkflow): Promise<ImportedWorkflow> {
	const make = defined(workflow.nodes.find(({ name }) => name === 'Make Table'));
	const { tableName, columns } = make.parameters as unknown as MakeTable;
	const { id: project } = (await client.request('GET', '/rest/projects/personal')) as { id: string };
	const table = (await client.request('POST', `/rest/projects/${project}/data-tables`, {
		name: tableName,
		columns: columns.column,
	})) as { id: string };
	const { 'Make Table': next, ...connections } = workflow.connections;
	const nodes = workflow.nodes
		.filter((node) => node !== make)
		.map((node) =>
			'dataTableId' in node.parameters
				? {
						...node,
						parameters: { ...node.parameters, dataTableId: { __rl: true, mode: 'id', value: table.id } },
					}
				: node,
		);
	const changed = { ...workflow, nodes, connections: { ...connections, 'A Question': next } };
	const { id } = (await client.request('POST', '/rest/workflows', { ...changed, id: undefined })) as {
		id: string;
	};
	return { ...changed, id };
}

/**
 * The two examples of answers on an n8n whose Data Table node makes no tables and does not find them by name. It is an n8n
 * of their own: with one connection to SQLite, which is its default, two transactions of data tables get in each other's way.
 */
export async function olderAnswers(
	ledger: Ledger,
	around: Surroundings,
	setting: Pick<Setting, 'installed' | 'packed' | 'folder' | 'credentials'>,
): Promise<void> {
	const wanted = examples().filter(({ name }) => ['answer-by-sms', 'answer-by-reply'].includes(name));
	const workflows = [chain('older-answers', 'Nothing', [manualStart()])];
	const { client, n8n } = await bringUp({ ...setting, workflows, env: { DB_SQLITE_POOL_SIZE: '4' } });
	try {
		await Promise.all(
			wanted.map(({ name, workflow }) =>
				ledger.check(`examples/${name}.json, its table made by hand`, async () =>
					runExample({ ...around, client, n8nUrl: n8n.url }, name, await withTableByHand(client, workflow)),
				),
			),
		);
	} finally {
		await n8n.stop();
	}
}
