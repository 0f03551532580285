import { INBOUND_SAMPLE, STATUS_SAMPLE } from '../../../nodes/Clickatell/n8n/trigger/samples';
import { simplified } from '../../../nodes/Clickatell/n8n/trigger/simplify';
import { decode, type TriggerEvent } from '../../../nodes/Clickatell/n8n/trigger/decodeCall';
import { platformCallbacks } from '../apis/platform/cases';
import { toCallbackRequest } from '../callbacks/cases';
import { createTrigger } from './webhook';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** The events of a folder of test/platform/callbacks. */
function eventsOf(name: string): readonly TriggerEvent[] {
	const { raw } = defined(platformCallbacks().find((one) => one.name === name));
	const decoded = decode(toCallbackRequest(raw));
	if (decoded.kind !== 'events') throw new Error(decoded.kind);
	return decoded.events;
}

const OF_STATUS = 'messageId clientMessageId status statusText outcome final timestamp';
const OF_CONVERSATION = 'from sessionId chatInput optOut';

describe('Simplify', () => {
	it.each([
		['smsStatus__4_is_received_in_the_SMS_API', `to ${OF_STATUS}`],
		['oneApi__4_is_handed_over_in_One_API', `channel ${OF_STATUS}`],
		['smsReply__in_UTF-8', `to partReference partNumber partTotal ${OF_CONVERSATION}`],
		[
			'oneApi__a_text_whose_channel_ends_with_a_blank',
			`channel messageId to relatedMessageId ${OF_CONVERSATION}`,
		],
		['oneApi__media_inside_the_call', `type channel messageId files ${OF_CONVERSATION}`],
		[
			'oneApi__a_location_whose_latitude_is_spelled_wrong',
			`type channel longitude latitude ${OF_CONVERSATION}`,
		],
	])('leaves ten fields of %s', (name, fields) => {
		for (const event of eventsOf(name)) {
			const short = simplified(event);
			expect(Object.keys(short)).toHaveLength(10);
			for (const field of ['kind', 'dedupeKey', ...fields.split(' ')])
				expect(short).toHaveProperty(field, event[field as keyof typeof event]);
		}
	});

	it('leaves nine fields of an event that nobody knows', () => {
		const event = defined(eventsOf('oneApi__several_events_of_several_kinds_and_one_that_nobody_knows')[2]);
		expect(Object.keys(simplified(event))).toHaveLength(9);
		expect(simplified(event)).toMatchObject({ kind: 'other', name: 'moReaction', raw: { emoji: '👍' } });
	});

	it.each([
		['a status', STATUS_SAMPLE, ['channel', 'from', 'charge', 'apiId', 'format']],
		[
			'an inbound message',
			INBOUND_SAMPLE,
			['type', 'channel', 'messageId', 'text', 'timestamp', 'charset', 'udh', 'apiId', 'format'],
		],
	])('leaves ten fields of %s', (_, event, gone) => {
		const kept = Object.entries(event).filter(([name]) => !gone.includes(name));
		expect(kept).toHaveLength(10);
		expect(Object.entries(simplified(event))).toEqual(kept);
	});

	it('comes into force where it was added to the settings', async () => {
		const target = '/webhook/id/callback?apiMsgId=11112222333344445555666677778888&status=004&charge=1';
		const [plain] = (await createTrigger()({ target })).items;
		expect(plain).toHaveProperty('charge', 1);
		const [short] = (await createTrigger({ parameters: { settings: { simplify: true } } })({ target })).items;
		expect(Object.keys(short ?? {})).toHaveLength(10);
		expect(short).not.toHaveProperty('charge');
	});
});
