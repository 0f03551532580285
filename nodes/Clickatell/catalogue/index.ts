import { ACCOUNT_OPERATIONS } from './accountOperations';
import { ACCOUNTS } from './accounts';
import { BATCH_OPERATIONS } from './batch';
import { BULK_FILE_OPERATIONS } from './bulkFile';
import { CONNECT_OPERATIONS } from './connect';
import { MESSAGE_OPERATIONS } from './message';
import { MEDIA_OPERATIONS, PLATFORM_ACCOUNT_OPERATIONS } from './platformMedia';
import { PLATFORM_SMS_OPERATIONS } from './platformSms';
import { WHATSAPP_OPERATIONS } from './platformWhatsApp';
import { NUMBER_OPERATIONS, PLATFORM_NUMBER_OPERATIONS } from './number';
import { GATEWAY_PREVIEW, PLATFORM_PREVIEW } from './preview';
import { PUSH_OPERATIONS } from './push';
import { GATEWAY_QUESTION, PLATFORM_SMS_QUESTION, WHATSAPP_QUESTION } from './question';
import { RECONCILE } from './reconciliation';
import { GATEWAY_VERIFICATION, PLATFORM_VERIFICATION } from './verify';
import type { Account, GatewayOperation, Operation, Resource } from './types';

export { ACCOUNTS };

export const RESOURCES: readonly Resource[] = ACCOUNTS.flatMap(({ resources }) => resources);

/** To ask stands behind to send, which comes first. */
const askingToo = (operations: readonly Operation[], question: Operation): readonly Operation[] => [
	...operations.slice(0, 1),
	question,
	...operations.slice(1),
];

/** Every operation of the node, each resource with what people need most first. */
export const OPERATIONS: readonly Operation[] = [
	...askingToo(MESSAGE_OPERATIONS, GATEWAY_QUESTION),
	GATEWAY_PREVIEW,
	RECONCILE,
	...BATCH_OPERATIONS,
	...PUSH_OPERATIONS,
	...BULK_FILE_OPERATIONS,
	...NUMBER_OPERATIONS,
	...GATEWAY_VERIFICATION,
	...ACCOUNT_OPERATIONS,
	...askingToo(PLATFORM_SMS_OPERATIONS, PLATFORM_SMS_QUESTION),
	PLATFORM_PREVIEW,
	...askingToo(WHATSAPP_OPERATIONS, WHATSAPP_QUESTION),
	...PLATFORM_VERIFICATION,
	...MEDIA_OPERATIONS,
	...PLATFORM_NUMBER_OPERATIONS,
	...PLATFORM_ACCOUNT_OPERATIONS,
	...CONNECT_OPERATIONS,
];

const byName = new Map(OPERATIONS.map((record) => [`${record.resource}.${record.operation}`, record]));

export function findOperation(resource: string, operation: string): Operation | undefined {
	return byName.get(`${resource}.${operation}`);
}

/** @param name of an operation that exists for certain, such as `message.send` */
export function operationNamed(name: string): Operation {
	const found = byName.get(name);
	if (found === undefined) throw new Error(`The catalogue has no operation ${name}`);
	return found;
}

/** What carries the calls of an operation: questions and codes go by another one, and a preview is of one. */
export function apiOf(operation: Operation): Operation['api'] {
	if ('through' in operation) return operationNamed(operation.through).api;
	return operation.api === 'preview' ? operationNamed(operation.of).api : operation.api;
}

/** @param name of a resource that exists for certain */
export function resourceNamed(name: string): Resource {
	const found = RESOURCES.find(({ value }) => value === name);
	if (found === undefined) throw new Error(`The catalogue has no resource ${name}`);
	return found;
}

/** The kind of account that a resource belongs to. */
export function accountOf(resource: string): Account | undefined {
	return ACCOUNTS.find(({ resources }) => resources.some(({ value }) => value === resource));
}

/** An operation of the SMS gateway that exists for certain. */
export function gatewayOperation(resource: string, operation: string): GatewayOperation {
	const found = findOperation(resource, operation);
	if (found?.api !== 'gateway')
		throw new Error(`The catalogue has no ${resource}.${operation} of the gateway`);
	return found;
}

/** `message.send` */
export function nameOf({ resource, operation }: Pick<Operation, 'resource' | 'operation'>): string {
	return `${resource}.${operation}`;
}

/** Whether an operation sends messages: then each of its recipients has an outcome of their own. */
export function sends({ api, parameters }: Pick<Operation, 'api' | 'parameters'>): boolean {
	return api !== 'preview' && parameters.some(({ type }) => type.kind === 'recipients');
}
