import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { accountOf, OPERATIONS } from '../../catalogue';
import type { Account, Operation } from '../../catalogue/types';
import { defined } from '../../formats/defined';

/**
 * n8n makes a human review tool of every node that can send and wait. It fixes the resource to the first one that can,
 * and leaves all other fields as they are, so that the operation of another account must be shown for that one as well.
 */
const REVIEW_RESOURCE = defined(OPERATIONS.find(({ api }) => api === 'question')).resource;

export const isReviewTool = (nodeType: string): boolean => nodeType.endsWith('HitlTool');

/** The operations of an account that ask, the one first that a review tool takes. */
export function asking(account: Account): Operation[] {
	return OPERATIONS.filter(({ api, resource }) => api === 'question' && accountOf(resource) === account);
}

/** By which channel a review tool asks, for an account that has several. */
export const CHANNEL = {
	displayName: 'Channel',
	name: 'channel',
	type: 'options',
	options: [
		{ name: 'SMS', value: 'sms' },
		{
			name: 'WhatsApp',
			value: 'whatsApp',
			description: 'Reaches people who wrote within the last 24 hours',
		},
	],
	default: 'sms',
	description: 'How to reach the person who is asked',
	displayOptions: {
		show: {
			authentication: ['platform'],
			resource: [REVIEW_RESOURCE],
			operation: ['sendAndWait'],
			'@tool': [true],
		},
	},
} as const satisfies INodeProperties;

/** What an operation's fields are shown for. */
export function shownFor(record: Operation): NonNullable<IDisplayOptions['show']> {
	const { api, resource, operation } = record;
	if (api !== 'question') return { resource: [resource], operation: [operation] };
	const account = defined(accountOf(resource));
	const isReviewed = asking(account)[0] === record;
	const resources = isReviewed ? [...new Set([resource, REVIEW_RESOURCE])] : [resource];
	return { authentication: [account.value], resource: resources, operation: [operation] };
}
