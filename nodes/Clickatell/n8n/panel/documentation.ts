import { resourceNamed } from '../../catalogue';
import type { Operation } from '../../catalogue/types';

/** Where the documentation of this package can be read. */
const HOME = 'https://github.com/n8n-nodes-clickatell/n8n-nodes-clickatell';

/** The anchor of an operation's section in docs/operations.md, whose heading is `Message: Get Status`, for instance. */
export function operationAnchor({ resource, title }: Pick<Operation, 'resource' | 'title'>): string {
	const { label, fullLabel = label } = resourceNamed(resource);
	return `${fullLabel} ${title}`.toLowerCase().replace(/ /g, '-');
}

export function operationUrl(operation: Pick<Operation, 'resource' | 'title'>): string {
	return `${HOME}/blob/main/docs/operations.md#${operationAnchor(operation)}`;
}
