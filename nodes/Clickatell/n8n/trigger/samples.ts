import type { CallbackRequest, InboundEvent, StatusEvent } from '../../apis/gateway/callbacks';
import { parseFormBytes } from '../../formats/charset';

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
	dedupeKey: 'status:21e4ea04cdb1ddca36807ce1c0ce4651',
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
	dedupeKey: 'inbound:3bfae8eb4ad3052919a5dcc68d0f9ed9',
	partReference: null,
	partNumber: null,
	partTotal: null,
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

/** The call that an example stands for, where one is asked for. */
export function exampleCall({ query }: Pick<CallbackRequest, 'query'>): CallbackRequest | undefined {
	const asked = parseFormBytes(query).find(({ name }) => name === EXAMPLE_PARAMETER);
	const fields = asked && EXAMPLES.get(Buffer.from(asked.value).toString());
	return fields === undefined ? undefined : { method: 'GET', query: fields, body: new Uint8Array() };
}
