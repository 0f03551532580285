import {
	CALLS_PER_SECOND,
	CONCURRENCY,
	DEFAULT_DIAL_PREFIX,
	DO_NOT_SEND_TO,
	DUPLICATE_RECIPIENTS,
	INCLUDE_INPUT_FIELDS,
	TIMEOUT,
} from './messageParameters';
import type { Parameter } from './types';

/** Parameters that several operations of the Clickatell Platform share. */

/** The largest whole number that the Platform's contract has room for. */
export const LARGEST_INT32 = 2_147_483_647;

export const MESSAGE_ID_OF_PLATFORM: Parameter = {
	name: 'messageId',
	label: 'Message ID',
	help: 'The ID that Clickatell gave the message, whether you sent it or received it',
	type: { kind: 'text', blankIsEmpty: true, maxLength: 100 },
	place: 'main',
	required: true,
	placeholder: 'e.g. 996411ad91fa211e7d17bc873aa4a41d',
	source: 'guides site; clients',
};

export const OWN_ID: Parameter = {
	name: 'clientMessageId',
	label: 'Client Message ID',
	help: 'Your own ID for the message; it comes back with every delivery report',
	type: {
		kind: 'text',
		maxLength: 200,
		pattern: '^[^\\s\\x00-\\x1f\\x7f]([^\\x00-\\x1f\\x7f]*[^\\s\\x00-\\x1f\\x7f])?$',
		patternHelp: 'an ID without line breaks, and without blanks at its ends',
	},
	place: 'options',
	placeholder: 'e.g. order17',
	source: 'help site',
};

export const INPUT_FILE: Parameter = {
	name: 'inputDataFieldName',
	label: 'Input Data Field Name',
	help: 'The name of the binary field of the item that holds the file',
	type: { kind: 'inputFile' },
	place: 'main',
	required: true,
	initial: 'data',
	placeholder: 'e.g. data',
	hint: 'The field that a node before this one has put a file into',
	source: 'guides site; clients',
};

export const FILE_ID: Parameter = {
	name: 'fileId',
	label: 'File ID',
	help: "The ID that Clickatell gave the file, such as the one that 'Upload' puts out",
	type: { kind: 'text', blankIsEmpty: true, maxLength: 200 },
	place: 'main',
	required: true,
	placeholder: 'e.g. 1b2c3d4e5f60718293a4b5c6d7e8f901',
	source: 'guides site; clients',
};

const PLATFORM_PACE: Parameter = {
	...CALLS_PER_SECOND,
	help: 'The most calls that start within a second; 0 means as fast as possible. One call carries up to 100 messages with a key of One API, or one text to up to 200 recipients with a key of the SMS API',
	source: 'guides site; clients',
};

export const PLATFORM_CALLS: readonly Parameter[] = [
	PLATFORM_PACE,
	CONCURRENCY,
	TIMEOUT,
	INCLUDE_INPUT_FIELDS,
];

export const PLATFORM_SENDING: readonly Parameter[] = [
	OWN_ID,
	...PLATFORM_CALLS,
	DEFAULT_DIAL_PREFIX,
	DUPLICATE_RECIPIENTS,
	DO_NOT_SEND_TO,
];
