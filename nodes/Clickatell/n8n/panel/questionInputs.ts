import type { INodeProperties } from 'n8n-workflow';

/** How the panel asks for the parts of a question: as n8n's own nodes do, whose names its human review relies on. */

type Input = Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties>;

export const BUTTONS: Input = {
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add Option',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Type of Approval',
					name: 'approvalType',
					type: 'options',
					default: 'single',
					options: [
						{ name: 'Approve Only', value: 'single' },
						{ name: 'Approve and Decline', value: 'double' },
					],
					description: 'Whether the page has one button or two',
				},
				{
					displayName: 'Approve Button Label',
					name: 'approveLabel',
					type: 'string',
					default: 'Approve',
					description: 'The label of the first button',
				},
				{
					displayName: 'Decline Button Label',
					name: 'disapproveLabel',
					type: 'string',
					default: 'Decline',
					description: 'The label of the second button',
					displayOptions: { show: { approvalType: ['double'] } },
				},
			],
		},
	],
};

export const FORM_FIELDS: Input = {
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add Field',
	typeOptions: { multipleValues: true, sortable: true },
	options: [
		{
			displayName: 'Field',
			name: 'values',
			values: [
				{
					displayName: 'Label',
					name: 'fieldLabel',
					type: 'string',
					default: '',
					placeholder: 'e.g. Amount',
					description: 'The label above the field, and the name of the answer in the output',
				},
				{
					displayName: 'Type',
					name: 'fieldType',
					type: 'options',
					default: 'text',
					options: [
						{ name: 'Checkboxes', value: 'checkbox' },
						{ name: 'Date', value: 'date' },
						{ name: 'Dropdown', value: 'dropdown' },
						{ name: 'Email', value: 'email' },
						{ name: 'Number', value: 'number' },
						{ name: 'Text', value: 'text' },
						{ name: 'Text, Several Lines', value: 'textarea' },
					],
					description: 'What can be filled in',
				},
				{
					displayName: 'Options',
					name: 'fieldOptions',
					type: 'fixedCollection',
					default: {},
					placeholder: 'Add Option',
					typeOptions: { multipleValues: true, sortable: true },
					description: 'What can be chosen',
					displayOptions: { show: { fieldType: ['checkbox', 'dropdown'] } },
					options: [
						{
							displayName: 'Option',
							name: 'values',
							values: [
								{
									displayName: 'Option',
									name: 'option',
									type: 'string',
									default: '',
									description: 'One of the choices',
								},
							],
						},
					],
				},
				{
					displayName: 'Required',
					name: 'requiredField',
					type: 'boolean',
					default: false,
					description: 'Whether the field must be filled in',
				},
			],
		},
	],
};

export const WAIT_LIMIT: Input = {
	type: 'fixedCollection',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					default: 'afterTimeInterval',
					options: [
						{ name: 'After Time Interval', value: 'afterTimeInterval' },
						{ name: 'At Specified Time', value: 'atSpecifiedTime' },
					],
					description: 'Whether to wait for some time or until a date',
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					default: 1,
					typeOptions: { minValue: 0, numberPrecision: 2 },
					description: 'How many minutes, hours or days to wait',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					default: 'hours',
					options: [
						{ name: 'Minutes', value: 'minutes' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Days', value: 'days' },
					],
					description: 'What the amount counts',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					default: '',
					description: "When to stop waiting. A time that names no zone is in the workflow's.",
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
				},
			],
		},
	],
};
