import { DEFAULT_DIAL_PREFIX, INCLUDE_INPUT_FIELDS } from './messageParameters';
import type { LocalOperation, Parameter, ResultField } from './types';

const NUMBER: Parameter = {
	name: 'number',
	label: 'Number',
	help: 'The number to check, or several, separated by commas or new lines, as people write them',
	type: { kind: 'text', rows: 2 },
	place: 'main',
	local: true,
	placeholder: 'e.g. +27 (0)99 912 3456',
	hint: 'Several numbers separated by commas; each comes out as an item of its own',
};

const RESULT: readonly ResultField[] = [
	{ name: 'input', type: 'text', help: 'The number as it was given; null where none was' },
	{ name: 'valid', type: 'boolean', help: 'Whether the operations that send accept it as a number' },
	{ name: 'to', type: 'text', help: 'The number in international format, digits only' },
	{
		name: 'country',
		type: 'text',
		help: 'The country in two letters (ISO 3166), such as ZA; null where the number has no country, such as that of a satellite phone',
	},
	{ name: 'countryName', type: 'text', help: 'The name of the country in English' },
	{ name: 'countryCode', type: 'text', help: 'The country code, such as 27' },
	{ name: 'national', type: 'text', help: 'The digits behind the country code' },
	{
		name: 'inPlan',
		type: 'boolean',
		help: 'Whether the country has numbers of this length and beginning. A number written with + is accepted even where this is false',
	},
	{
		name: 'problem',
		type: 'text',
		help: 'Why it is not a number, in a few words to decide by: empty, no number, extension, letters, too short, too long, wrong length, no country code, unknown country code or ambiguous; null where it is one',
	},
	{ name: 'reason', type: 'text', help: 'The same in a sentence, with the way out' },
];

/** For each kind of account, as a resource of its own. */
function check(resource: string, action: string): LocalOperation {
	return {
		api: 'local',
		work: 'checkNumbers',
		resource,
		operation: 'check',
		title: 'Check',
		action,
		description:
			'Get the country and the international form of phone numbers, and why a value is not a phone number, without sending. Spends nothing: no call is made',
		effect: 'read',
		authentication: 'none',
		parameters: [NUMBER, DEFAULT_DIAL_PREFIX, INCLUDE_INPUT_FIELDS],
		result: RESULT,
		refusals: [],
		source: 'SOAP spec 6.2.1',
		sample: {
			parameters: { number: '+27 (0)99 912 3456' },
			result: {
				input: '+27 (0)99 912 3456',
				valid: true,
				to: '27999123456',
				country: 'ZA',
				countryName: 'South Africa',
				countryCode: '27',
				national: '999123456',
				inPlan: true,
				problem: null,
				reason: null,
			},
		},
	};
}

export const NUMBER_OPERATIONS: readonly LocalOperation[] = [check('number', 'Check a phone number')];
export const PLATFORM_NUMBER_OPERATIONS: readonly LocalOperation[] = [
	check('platformNumber', 'Check a phone number with an API key'),
];
