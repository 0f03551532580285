import { type PlatformScene, startPlatform } from './platformClient';
import { type Receiver, startReceiver } from './receiver';
import { defined } from '../../../nodes/Clickatell/formats/defined';

let scene: PlatformScene;
let receiver: Receiver;
beforeEach(async () => {
	scene = await startPlatform();
	receiver = await startReceiver();
});
afterEach(async () => {
	await scene.gateway.close();
	await receiver.close();
});

const PERSON = { integration: 'Demo One API', from: '27999100001' };

async function send(clientMessageId: string): Promise<string> {
	const message = { channel: 'sms', to: PERSON.from, content: 'x', clientMessageId };
	const { body } = await scene.call('POST', '/v1/message', { messages: [message] });
	return (body as { messages: [{ apiMessageId: string }] }).messages[0].apiMessageId;
}

const write = (what: object) =>
	fetch(`${scene.gateway.url}/_gateway/platform/write`, {
		method: 'POST',
		body: JSON.stringify({ ...PERSON, text: 'Yes', url: { url: receiver.url, method: 'POST' }, ...what }),
	});

/** Which message the last callback says was answered, by its ID and by the client's. */
async function answered(what: object): Promise<unknown[]> {
	const { status } = await write(what);
	expect(status).toBe(200);
	await scene.clock.advance(0);
	const { event } = JSON.parse(defined(receiver.received.at(-1)).body.toString('utf8')) as {
		event: { moText: [{ relatedMessageId: unknown; relatedClientMessageId: unknown }] };
	};
	return [event.moText[0].relatedMessageId, event.moText[0].relatedClientMessageId];
}

test('a person answers the last message unless another one, or none, is named', async () => {
	const [first, last] = [await send('first'), await send('last')];
	expect(await answered({})).toEqual([last, 'last']);
	expect(await answered({ answers: first })).toEqual([first, 'first']);
	expect(await answered({ answers: null })).toEqual([null, null]);
	expect((await write({ answers: 'f'.repeat(32) })).status).toBe(400);
});
