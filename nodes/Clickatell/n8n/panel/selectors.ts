import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { accountOf, ACCOUNTS, OPERATIONS, RESOURCES } from '../../catalogue';
import type { Account, Operation } from '../../catalogue/types';
import { inPanelOrder, labelOf, sentences } from './order';
import { defined } from '../../formats/defined';

/** Hides a choice from agents where all that it leads to is not for them. */
function unlessNothingFor(
	isPartOf: (operation: Operation) => boolean,
): Pick<INodePropertyOptions, 'displayOptions'> {
	// Only n8n's human review of a tool can wait, and it does not show the operation.
	const isOffered = ({ api, notForAgents }: Operation) => !notForAgents && api !== 'question';
	return OPERATIONS.some((operation) => isPartOf(operation) && isOffered(operation))
		? {}
		: { displayOptions: { show: { '@tool': [false] } } };
}

export function accountSelector(): INodeProperties {
	const initial = defined(ACCOUNTS[0]).value;
	return {
		displayName: 'Account',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		options: inPanelOrder(ACCOUNTS, labelOf).map(({ label, value, help }) => ({
			name: label,
			value,
			description: sentences(help),
			...unlessNothingFor(({ resource }) => accountOf(resource)?.value === value),
		})),
		default: initial,
		description:
			'Which kind of Clickatell account to use. It decides which credential, resources and operations the node offers.',
	};
}

export function resourceSelector({ value: account, resources }: Account): INodeProperties {
	const initial = defined(resources[0]).value;
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { authentication: [account] } },
		// Not by the alphabet, however many there are: n8n's list of actions begins with the first, and people look for SMS.
		options: resources.map(({ label, value }) => ({
			name: label,
			value,
			...unlessNothingFor(({ resource }) => resource === value),
		})),
		default: initial,
	};
}

/** n8n's list of actions sets what an operation's selector is shown for, the account included. */
export function operationSelector({ value: account }: Account, resource: string): INodeProperties {
	const operations = OPERATIONS.filter((operation) => operation.resource === resource);
	const initial = defined(operations[0]).operation;
	// n8n's list of actions begins with the first one of the first resource, and people look for Send.
	const isFirst = resource === defined(RESOURCES[0]).value;
	const inOrder = isFirst ? operations : inPanelOrder(operations, ({ title }) => title);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { authentication: [account], resource: [resource] } },
		options: inOrder.map((operation) => ({
			name: operation.title,
			value: operation.operation,
			action: operation.action,
			description: sentences(operation.description),
			...unlessNothingFor((one) => one === operation),
		})),
		default: initial,
	};
}
