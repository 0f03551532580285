import type { INodeProperties } from 'n8n-workflow';

/** What a person needs to be left alone: from when, to when, and whose clock. */
export const QUIET_HOURS_INPUT: Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties> = {
	type: 'fixedCollection',
	default: { values: { from: '21:00', to: '08:00', timeZone: '' } },
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'From',
					name: 'from',
					type: 'string',
					default: '21:00',
					placeholder: 'e.g. 21:00',
					description: 'When the quiet hours begin',
				},
				{
					displayName: 'To',
					name: 'to',
					type: 'string',
					default: '08:00',
					placeholder: 'e.g. 08:00',
					description: 'When they end; the next morning where this is earlier than From',
				},
				{
					displayName: 'Time Zone',
					name: 'timeZone',
					type: 'string',
					default: '',
					placeholder: 'e.g. America/New_York',
					description:
						'Where the recipient lives, such as a column of your table. When this is empty, the country of the number decides.',
				},
			],
		},
	],
};
