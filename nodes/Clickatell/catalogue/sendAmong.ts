import type { Operation } from './types';

/** The operation among those of a resource that sends: questions, codes and previews are made of it. */
export function sendAmong(operations: readonly Operation[]): Operation {
	const send = operations.find(({ operation }) => operation === 'send');
	if (send === undefined) throw new Error('The resource has no operation that sends');
	return send;
}
