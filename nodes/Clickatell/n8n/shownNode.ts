import type { INode, INodeParameters } from 'n8n-workflow';
import { OPERATIONS } from '../catalogue';
import type { Parameter } from '../catalogue/types';
import { shownUrl } from '../formats/urlParts';

const namesOf = (kind: (parameter: Parameter) => boolean) =>
	new Set(OPERATIONS.flatMap(({ parameters }) => parameters.filter(kind).map(({ name }) => name)));

const SECRET_PARAMETERS = namesOf(({ secret }) => secret === true);
const URLS = namesOf(({ type }) => type.kind === 'url');

function withoutSecrets(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutSecrets);
	if (value === null || typeof value !== 'object') return value;
	const shown = Object.entries(value).filter(([name]) => !SECRET_PARAMETERS.has(name));
	return Object.fromEntries(
		shown.map(([name, each]) => [
			name,
			URLS.has(name) && typeof each === 'string' ? shownUrl(each) : withoutSecrets(each),
		]),
	);
}

/**
 * The node as an error may hold it. n8n keeps it with every error; a secret that stands in its panel, in whatever
 * collection, stays there. Of a URL its scheme and host are kept.
 */
export function shownNode(functions: { getNode(): INode }): INode {
	const node = functions.getNode();
	return { ...node, parameters: withoutSecrets(node.parameters) as INodeParameters };
}
