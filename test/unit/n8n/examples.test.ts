import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readExample } from '../../../tools/n8n/examples';
import { projectRoot } from '../../../tools/n8n/paths';

const names = readdirSync(path.join(projectRoot, 'examples'))
	.filter((name) => name.endsWith('.json'))
	.map((name) => path.basename(name, '.json'));

test.each(names)('%s can be imported: an id of its own, a name, connected nodes', (name) => {
	const workflow = readExample(name);
	expect(workflow.id).toBe(`clickatell-${name}`);
	expect(workflow.name).toMatch(/\S/);
	const nodes = workflow.nodes.map((node) => node.name);
	expect(new Set(nodes).size).toBe(nodes.length);
	for (const [from, outputs] of Object.entries(workflow.connections)) {
		expect(nodes).toContain(from);
		// Beside `main` there are the connections of an agent's model, memory and tools.
		for (const { node } of Object.values(outputs as Record<string, Array<Array<{ node: string }>>>).flat(2)) {
			expect(nodes).toContain(node);
		}
	}
	for (const { type } of workflow.nodes) {
		expect(type).toMatch(/^(n8n-nodes-base|@n8n\/n8n-nodes-langchain|n8n-nodes-clickatell)\.\w+$/);
	}
});

test('the examples are there', () => {
	expect(names).toEqual(expect.arrayContaining(['send-one-sms', 'delivery-report']));
});
