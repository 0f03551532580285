import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ImportedWorkflow } from './cli';
import { projectRoot } from './paths';

/** An example workflow as it is in examples/, unchanged. */
export function readExample(name: string): ImportedWorkflow {
	return JSON.parse(
		readFileSync(path.join(projectRoot, 'examples', `${name}.json`), 'utf8'),
	) as ImportedWorkflow;
}

/** The one node of a workflow with that type. */
export function nodeOfType(workflow: ImportedWorkflow, type: string): ImportedWorkflow['nodes'][number] {
	const node = workflow.nodes.find((candidate) => candidate.type === type);
	if (node === undefined) throw new Error(`workflow "${workflow.name}" has no node of type ${type}`);
	return node;
}
