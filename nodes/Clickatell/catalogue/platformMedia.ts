import { FILE_ID, INPUT_FILE, PLATFORM_CALLS } from './platformParameters';
import type { Parameter, PlatformOperation } from './types';

const FILE_NAME: Parameter = {
	name: 'fileName',
	label: 'File Name',
	help: 'The name of the file with its extension, instead of the one that the item gives',
	type: { kind: 'text', maxLength: 200 },
	place: 'options',
	placeholder: 'e.g. invoice.pdf',
	source: 'guides site; clients',
};

const ONLY_TO: Parameter = {
	name: 'onlyTo',
	label: 'Only To',
	help: 'The one number that may get the file, with its country code; unless it is set, the file may go to anybody',
	type: { kind: 'msisdn' },
	place: 'options',
	placeholder: 'e.g. +27999123456',
	source: 'guides site; clients',
};

const CHECKSUM: Parameter = {
	name: 'sha256Hash',
	label: 'Checksum',
	help: 'The checksum that came with the file in the event of the Clickatell Trigger',
	type: { kind: 'text', blankIsEmpty: true, maxLength: 200 },
	place: 'main',
	required: true,
	source: 'guides site; clients',
};

const OUTPUT_FIELD: Parameter = {
	name: 'outputDataFieldName',
	label: 'Put Output File in Field',
	help: 'The name of the binary field that the file is put into',
	type: { kind: 'text', blankIsEmpty: true, maxLength: 200 },
	place: 'main',
	required: true,
	initial: 'data',
	hint: 'The name of the output binary field to put the file in',
};

const FAILURES = ['1', '2', '3', '7', '18', '19', '23', '41', '42', '43'];

export const MEDIA_OPERATIONS: readonly PlatformOperation[] = [
	{
		api: 'platform',
		resource: 'media',
		operation: 'upload',
		title: 'Upload',
		action: 'Upload a media file',
		description:
			'Store a file of up to 30 MB at Clickatell for 30 days, to send it by WhatsApp. Spends nothing',
		effect: 'write',
		authentication: 'key',
		parameters: [INPUT_FILE, FILE_NAME, ONLY_TO, ...PLATFORM_CALLS],
		result: [
			{ name: 'fileId', type: 'text', help: 'The ID to send the file by' },
			{ name: 'fileName', type: 'text', help: 'The name it was stored with' },
			{ name: 'contentType', type: 'text', help: 'The type it was stored with' },
			{ name: 'size', type: 'number', help: 'Bytes' },
		],
		refusals: [...FAILURES, '30', '31', '32'],
		source: 'guides site; clients',
		sample: {
			parameters: { inputDataFieldName: 'data' },
			result: {
				fileId: '1b2c3d4e5f60718293a4b5c6d7e8f901',
				fileName: 'invoice.pdf',
				contentType: 'application/pdf',
				size: 48211,
			},
		},
	},
	{
		api: 'platform',
		resource: 'media',
		operation: 'download',
		title: 'Download',
		action: 'Download a media file',
		description: 'Download a file that somebody sent by WhatsApp. Spends nothing',
		effect: 'read',
		authentication: 'key',
		parameters: [
			{ ...FILE_ID, help: 'The ID of the file in the event of the Clickatell Trigger' },
			CHECKSUM,
			OUTPUT_FIELD,
			...PLATFORM_CALLS,
		],
		result: [
			{ name: 'fileId', type: 'text', help: 'The ID of the file' },
			{ name: 'contentType', type: 'text', help: 'What kind of file it is', optional: true },
			{ name: 'size', type: 'number', help: 'Bytes' },
		],
		refusals: [...FAILURES, '33'],
		source: 'guides site; clients',
		sample: {
			parameters: {
				fileId: '1b2c3d4e5f60718293a4b5c6d7e8f901',
				sha256Hash: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
			},
			result: { fileId: '1b2c3d4e5f60718293a4b5c6d7e8f901', contentType: 'image/jpeg', size: 48211 },
		},
	},
	{
		api: 'platform',
		resource: 'media',
		operation: 'getInfo',
		title: 'Get Info',
		action: 'Get info about a media file',
		description: 'Get how long Clickatell keeps a file, and whether it may go to anybody. Spends nothing',
		effect: 'read',
		authentication: 'key',
		parameters: [FILE_ID, ...PLATFORM_CALLS],
		result: [
			{ name: 'fileId', type: 'text', help: 'The ID of the file' },
			{ name: 'expiresAt', type: 'time', help: 'When Clickatell removes it', optional: true },
			{
				name: 'broadcastAllowed',
				type: 'boolean',
				help: 'Whether it may be sent to anybody',
				optional: true,
			},
		],
		refusals: [...FAILURES, '33'],
		source: 'guides site; clients',
		sample: {
			parameters: { fileId: '1b2c3d4e5f60718293a4b5c6d7e8f901' },
			result: {
				fileId: '1b2c3d4e5f60718293a4b5c6d7e8f901',
				expiresAt: '2026-03-31T08:15:30Z',
				broadcastAllowed: true,
			},
		},
	},
];

export const PLATFORM_ACCOUNT_OPERATIONS: readonly PlatformOperation[] = [
	{
		api: 'platform',
		resource: 'platformAccount',
		operation: 'getBalance',
		title: 'Get Balance',
		action: 'Get the balance with an API key',
		description: 'Get how much money the account of the Clickatell Platform has left. Spends nothing',
		effect: 'read',
		authentication: 'key',
		parameters: [...PLATFORM_CALLS],
		result: [
			{ name: 'balance', type: 'number', help: 'Money left' },
			{ name: 'currency', type: 'text', help: 'Its currency, such as ZAR', optional: true },
		],
		refusals: ['1', '2', '3', '7', '18', '19', '41', '42', '43', '108'],
		source: 'guides site; clients',
		sample: { parameters: {}, result: { balance: 1267.92, currency: 'ZAR' } },
	},
];
