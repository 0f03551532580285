import type { Gateway } from '../gateway';
import { GATEWAY_NUMBER } from '../gateway/model';
import { jsonOf, numberOf, richGateway, send, vaultFor } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

/** The fields of a send that one sees at once, as n8n hands them to the node. */
let gateway: Gateway;
beforeEach(async () => {
	gateway = await richGateway();
});
afterEach(async () => {
	await gateway.close();
});

describe('the sender', () => {
	const credentials = () => vaultFor(gateway, 'documentLiteral', { defaultSender: '+27 999 000 009' });

	it("is the node's, and the credential's where the node has none", async () => {
		await send(credentials(), { senderId: 'Shop', text: 'one' });
		await send(credentials(), { senderId: '', text: 'two' });
		await send(vaultFor(gateway), { text: 'three' });
		expect(gateway.messages().map(({ text, from }) => [text, from])).toEqual([
			['one', 'Shop'],
			['two', '27999000009'],
			['three', GATEWAY_NUMBER],
		]);
	});

	it('is asked for where the recipient is to answer', async () => {
		const { error } = await send(vaultFor(gateway), { options: { replyRouting: true } });
		expect(error?.message).toBe(
			"'Enable Replies' is on, but 'Sender ID' is empty; enter your two-way number there, or in the credential as 'Default Sender ID'",
		);
		expect(gateway.messages()).toEqual([]);
		await send(credentials(), { options: { replyRouting: true } });
		expect(gateway.messages()).toMatchObject([{ from: '27999000009' }]);
	});
});

describe('long texts', () => {
	const long = 'x'.repeat(161);

	it('are refused unless one says otherwise', async () => {
		const { error } = await send(vaultFor(gateway), { text: long });
		expect(error?.message).toContain("'Text' needs 2 message parts, but 1 is allowed");
		expect(gateway.messages()).toEqual([]);
	});

	it.each([
		[{ longTexts: 'upToThree' }, 'x'.repeat(459), 3, 459],
		[{ longTexts: 'more' }, 'x'.repeat(1530), 10, 1530],
		[{ longTexts: 'more', maxParts: 4 }, 'x'.repeat(612), 4, 612],
		[{ longTexts: 'cut' }, 'x'.repeat(1000), 1, 160],
	])('%j', async (chosen, text, parts, sent) => {
		const result = await send(vaultFor(gateway), { text, ...chosen });
		const cut = chosen.longTexts === 'cut' ? { textCut: true } : {};
		expect(jsonOf(result)).toMatchObject([{ to: numberOf(1), accepted: true, parts, ...cut }]);
		expect(gateway.messages()).toMatchObject([{ text: 'x'.repeat(sent), parts }]);
	});

	it('say of each row whether its text was cut', async () => {
		const { outputs } = await send(
			vaultFor(gateway),
			{ text: '={{ $json.text }}', longTexts: 'cut' },
			{ items: [{ json: { text: long } }, { json: { text: 'short' } }] },
		);
		expect(defined(outputs[0]).map(({ json }) => json['textCut'])).toEqual([true, false]);
	});
});

it('delivery reports of how a message ended are asked for unless one says otherwise', async () => {
	await send(vaultFor(gateway), { text: 'one' });
	await send(vaultFor(gateway), { text: 'two', deliveryReports: 0 });
	const asked = gateway.calls({ command: 'sendmsg' }).map(({ parameters }) => parameters['msg_callback']);
	expect(asked).toEqual(['2', '0']);
});
