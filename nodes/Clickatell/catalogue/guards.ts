import { OPERATIONS, sends } from './index';
import type { Guard, Operation } from './types';

/** Limits for an AI agent that uses the node as a tool: the panel shows them then only, and the agent cannot set them. */
export const GUARDS: readonly [allowed: Guard, recipients: Guard, parts: Guard] = [
	{
		name: 'allowedRecipients',
		label: 'Allowed Recipients',
		help: 'Whom the AI agent may send to: numbers with their country code, and beginnings of numbers with an asterisk, separated by commas or new lines. Empty: everybody',
		type: { kind: 'text', rows: 2 },
		place: 'guards',
		local: true,
		placeholder: 'e.g. +27999123456, +2782*',
	},
	{
		name: 'mostRecipients',
		label: 'Most Recipients in a Call',
		help: 'To how many recipients the AI agent may send each time it uses the tool',
		type: { kind: 'integer', min: 1, max: 1_000_000 },
		place: 'guards',
		local: true,
		initial: 1,
	},
	{
		name: 'mostParts',
		label: 'Most Parts in a Call',
		help: 'How many message parts the AI agent may send each time it uses the tool: the parts of the text times the recipients, each of which is charged',
		type: { kind: 'integer', min: 1, max: 35_000_000 },
		place: 'guards',
		local: true,
		initial: 3,
	},
];

/** Parameters that decide what a message costs or whom it may disturb: an agent that could set them would set its own limit. */
export const NEVER_BY_AGENTS: readonly string[] = [
	'longTexts',
	'maxParts',
	'doNotSendTo',
	'quietHours',
	'stopAtCredits',
];

/** Whether the guards are for this operation. */
export function isGuarded(operation: Operation): boolean {
	return sends(operation) && operation.notForAgents !== true;
}

/** Whether the node knows how many parts a message has before it sends it. */
export function countsParts({ api, parameters }: Operation): boolean {
	// A question is fitted into its parts with the link.
	if (api === 'question') return false;
	return parameters.some(({ type }) => type.kind === 'message' || type.kind === 'template');
}

/** The operations that a guard is for. */
export function guardedBy({ name }: Guard): readonly Operation[] {
	const guarded = OPERATIONS.filter(isGuarded);
	return name === 'mostParts' ? guarded.filter(countsParts) : guarded;
}
