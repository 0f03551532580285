import type { CallbackRequest, InboundEvent, StatusEvent } from '../../apis/gateway/callbacks';
import { parseFormBytes } from '../../formats/charset';

export const STATUS_SAMPLE: StatusEvent = {
	kind: 'status',
	channel: 'sms',
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
	dedupeKey: 'status:21e4ea04cdb1ddca36807ce1c0ce4651',
};

export const INBOUND_SAMPLE: InboundEvent = {
	kind: 'inbound',
	type: 'text',
	channel: 'sms',
	messageId: '99990000aaaabbbbccccddddeeeeffff',
	from: '27999100001',
	to: '27999000009',
	text: 'Yes please',
	timestamp: '2014-05-13T18:53:20+02:00',
	charset: 'ISO-8859-1',
	udh: null,
	apiId: '424242',
	format: 'httpPost',
	dedupeKey: 'inbound:3bfae8eb4ad3052919a5dcc68d0f9ed9',
	partReference: null,
	partNumber: null,
	partTotal: null,
	sessionId: 'sms:27999000009:27999100001',
	chatInput: 'Yes please',
	optOut: false,
};

/** Asks for an example of this kind of event. */
export const EXAMPLE_PARAMETER = 'example';

const EXAMPLES: ReadonlyMap<string, string> = new Map([
	[
		'status',
		'api_id=424242&apiMsgId=11112222333344445555666677778888&cliMsgId=ord17&timestamp=1400000000&to=27999100001&from=27999000009&status=004&charge=0.330000',
	],
	[
		'inbound',
		'api_id=424242&moMsgId=99990000aaaabbbbccccddddeeeeffff&from=27999100001&to=27999000009&timestamp=2014-05-13+18%3A53%3A20&text=Yes+please&charset=ISO-8859-1&udh=',
	],
]);

const WHATSAPP_EXAMPLE = JSON.stringify({
	integrationId: 'fa8090815f05d5ed015f0b5b56080cd2',
	integrationName: 'My integration',
	event: {
		moText: [
			{
				channel: 'whatsapp',
				messageId: '99990000aaaabbbbccccddddeeeeffff',
				relatedMessageId: '11112222333344445555666677778888',
				relatedClientMessageId: 'ord17',
				from: '27999100001',
				to: '27999300000',
				timestamp: 1_400_000_000_000,
				content: 'Yes please 👍',
				charset: 'UTF-8',
				whatsapp: { profileName: 'Ann' },
			},
		],
	},
});

/** The call that an example stands for, where one is asked for. */
export function exampleCall({ query }: Pick<CallbackRequest, 'query'>): CallbackRequest | undefined {
	const asked = parseFormBytes(query).find(({ name }) => name === EXAMPLE_PARAMETER);
	const name = asked && Buffer.from(asked.value).toString();
	if (name === 'whatsapp') return { method: 'POST', query: '', body: Buffer.from(WHATSAPP_EXAMPLE) };
	const fields = name === undefined ? undefined : EXAMPLES.get(name);
	return fields === undefined ? undefined : { method: 'GET', query: fields, body: new Uint8Array() };
}
