import type { INode, INodeParameters } from 'n8n-workflow';
import { OPERATIONS } from '../catalogue';

const SECRET_PARAMETERS = new Set(
	OPERATIONS.flatMap(({ parameters }) => parameters.filter(({ secret }) => secret).map(({ name }) => name)),
);

function withoutSecrets(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutSecrets);
	if (value === null || typeof value !== 'object') return value;
	const shown = Object.entries(value).filter(([name]) => !SECRET_PARAMETERS.has(name));
	return Object.fromEntries(shown.map(([name, each]) => [name, withoutSecrets(each)]));
}

/**
 * The node as an error may hold it. n8n keeps it with every error; a secret that stands in its panel, in whatever
 * collection, stays there.
 */
export function shownNode(functions: { getNode(): INode }): INode {
	const node = functions.getNode();
	return { ...node, parameters: withoutSecrets(node.parameters) as INodeParameters };
}
