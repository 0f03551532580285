import type { INodeProperties } from 'n8n-workflow';
import type { CallbackEvent, InboundEvent, StatusEvent } from '../../protocol/callbacks';

export const STATUS_SAMPLE: StatusEvent = {
	kind: 'status',
	messageId: '11112222333344445555666677778888',
	clientMessageId: 'ord17',
	to: '27999100001',
	from: '27999000009',
	status: '004',
	statusText: 'Received by recipient',
	outcome: 'delivered',
	final: true,
	charge: 0.33,
	timestamp: '2014-05-13T16:53:20Z',
	apiId: '424242',
	format: 'httpGet',
	dedupeKey: 'status:11112222333344445555666677778888:004',
};

export const INBOUND_SAMPLE: InboundEvent = {
	kind: 'inbound',
	messageId: '99990000aaaabbbbccccddddeeeeffff',
	from: '27999100001',
	to: '27999000009',
	text: 'Yes please',
	timestamp: '2014-05-13T18:53:20+02:00',
	charset: 'ISO-8859-1',
	udh: null,
	apiId: '424242',
	format: 'httpPost',
	dedupeKey: 'inbound:99990000aaaabbbbccccddddeeeeffff',
	partReference: null,
	partNumber: null,
	partTotal: null,
};

function lines(event: CallbackEvent): string {
	return Object.entries(event)
		.map(([key, value]) => `<li>${key}: ${String(value)}</li>`)
		.join('');
}

/** What the workflow gets, shown below the settings of the kind of event that is chosen. */
export const sampleNotices: INodeProperties[] = [
	{
		displayName: `A delivery status, as the workflow gets it:<ul>${lines(STATUS_SAMPLE)}</ul>`,
		name: 'statusSample',
		type: 'notice',
		displayOptions: { show: { events: ['status'] } },
		default: '',
	},
	{
		displayName: `An inbound message, as the workflow gets it:<ul>${lines(INBOUND_SAMPLE)}</ul>`,
		name: 'inboundSample',
		type: 'notice',
		displayOptions: { show: { events: ['inbound'] } },
		default: '',
	},
];
