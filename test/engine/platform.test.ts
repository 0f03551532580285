import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Gateway } from '../gateway';
import { distinctItems, itemsOf, jsonOf, numberOf, pairsOf } from './sending';
import {
	KEYS,
	PLATFORM_APIS,
	platformCalls,
	platformVault,
	richPlatform,
	runPlatform,
	sendOneSms,
	sendSms,
	TWO_WAY,
} from './platformSending';
import { defined } from '../../nodes/Clickatell/formats/defined';

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richPlatform();
});
afterEach(async () => {
	expect(gateway.platform.violations()).toEqual([]);
	await gateway.close();
});

const ID = /^[0-9a-f]{32}$/;
const NO_ERROR = { errorText: null, errorCode: null, errorMeaning: null };

const fileItem = (name: string, bytes: Buffer, json: IDataObject = {}): INodeExecutionData => ({
	json,
	binary: {
		data: {
			data: bytes.toString('base64'),
			mimeType: 'application/pdf',
			fileName: name,
			fileExtension: 'pdf',
		},
	},
});

describe('an SMS', () => {
	it.each(PLATFORM_APIS)('is sent by %s, and its status asked for', async (api) => {
		const vault = platformVault(gateway, api);
		const sent = await sendOneSms(vault);
		expect(sent.error).toBeUndefined();
		expect(jsonOf(sent)).toEqual([
			{
				to: numberOf(1),
				accepted: true,
				...NO_ERROR,
				suppressed: false,
				messageId: expect.stringMatching(ID),
				clientMessageId: expect.stringMatching(ID),
				encoding: 'gsm',
				parts: 1,
			},
		]);
		const { messageId } = defined(jsonOf(sent)[0]);
		expect(gateway.platform.messages.get(messageId as string)).toMatchObject({
			to: numberOf(1),
			text: 'Hello',
		});
		const asked = await runPlatform(vault, { resource: 'sms', operation: 'getStatus', messageId });
		expect(asked.error).toBeUndefined();
		// The words of the SMS API are not all known; what is not is passed on.
		const outcome = api === 'oneApi' ? 'intermediate' : 'unknown';
		expect(jsonOf(asked)).toMatchObject([{ messageId, final: false, outcome, status: expect.any(String) }]);
	});

	it('goes with a text of its own to a hundred people in a call of One API', async () => {
		const items = distinctItems(250, 'own');
		const result = await runPlatform(platformVault(gateway), sendSms(), { items });
		expect(result.error).toBeUndefined();
		expect(platformCalls(gateway)).toBe(3);
		expect(pairsOf(result)).toEqual(items.map((_, i) => i));
		for (const [i, { to, messageId }] of jsonOf(result).entries()) {
			expect(to).toBe(defined(items[i]).json['to']);
			expect(gateway.platform.messages.get(messageId as string)).toMatchObject({
				to,
				text: defined(items[i]).json['text'],
			});
		}
	});

	it('goes to two hundred people in a call of the SMS API, to nobody twice in one', async () => {
		const items = itemsOf(Array.from({ length: 450 }, (_, i) => ({ to: numberOf(i % 440), text: 'Same' })));
		const result = await runPlatform(platformVault(gateway, 'smsApi'), sendSms(), { items });
		expect(result.error).toBeUndefined();
		expect(platformCalls(gateway)).toBe(4);
		expect(gateway.platform.messages.all()).toHaveLength(450);
		expect(new Set(jsonOf(result).map(({ messageId }) => messageId)).size).toBe(450);
	});

	it('carries every character as it is written, and what else it is given', async () => {
		const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
		const text = 'Grüße, 世界 😀\nand <more> "quoted"';
		const result = await sendOneSms(platformVault(gateway), {
			text,
			options: { from: `+${TWO_WAY}`, clientMessageId: 'order-17', scheduledTime: `${day}T10:00:00` },
			advanced: { validityPeriod: 90, udh: '0605040B8423F0' },
		});
		expect(result.error).toBeUndefined();
		expect(defined(gateway.platform.messages.all()[0]).sent).toMatchObject({
			channel: 'sms',
			to: numberOf(1),
			content: text,
			from: TWO_WAY,
			clientMessageId: 'order-17',
			scheduledDeliveryTime: expect.stringMatching(new RegExp(`^${day}T10:00:00[+-]\\d{4}$`)),
			validityPeriod: 90,
			userDataHeader: '0605040B8423F0',
		});
	});

	it('is refused before anything is sent, where a value is wrong', async () => {
		const vault = platformVault(gateway);
		const faultOf = async (parameters: IDataObject) => {
			const { error } = await sendOneSms(vault, parameters);
			return `${error?.message}`;
		};
		expect(await faultOf({ options: { from: 'Shop' } })).toMatch(/^'From' must be a number/);
		expect(await faultOf({ options: { scheduledTime: '2001-01-01T00:00:00Z' } })).toMatch(
			/^'Send At' is 2001-01-01T00:00:00\+0000, which is past/,
		);
		expect(await faultOf({ options: { scheduledTime: '2030-02-30T10:00:00' } })).toMatch(/^'Send At' is/);
		expect(await faultOf({ advanced: { charset: 'ASCII' } })).toMatch(/^'Charset' does not exist in One API/);
		expect(await faultOf({ text: 'x'.repeat(161) })).toMatch(/^'Text' needs 2 message parts/);
		expect(platformCalls(gateway)).toBe(0);
	});

	it('tells each recipient who was refused, and why', async () => {
		gateway.platform.portal.byName('one').optedOut.push(numberOf(2));
		const result = await sendOneSms(platformVault(gateway), { to: [numberOf(1), numberOf(2)] });
		expect(jsonOf(result)).toMatchObject([
			{ to: numberOf(1), accepted: true },
			{
				to: numberOf(2),
				accepted: false,
				errorCode: '26',
				errorMeaning: 'opted out',
				errorText: 'The recipient has opted out (26)',
			},
		]);
	});
});

describe('a message by WhatsApp', () => {
	const whatsApp = (parameters: IDataObject, more = {}) =>
		runPlatform(
			platformVault(gateway),
			{ resource: 'whatsApp', operation: 'send', to: numberOf(1), ...parameters },
			more,
		);
	const sentOf = () => gateway.platform.messages.all().map(({ sent }) => sent);

	it('is a text, a location or contacts', async () => {
		expect(
			(await whatsApp({ messageType: 'text', text: 'Hi', options: { linkPreview: true } })).error,
		).toBeUndefined();
		expect(
			(
				await whatsApp({
					messageType: 'location',
					latitude: -33.9249,
					longitude: 18.4241,
					locationName: 'Shop',
				})
			).error,
		).toBeUndefined();
		expect(
			(await whatsApp({ messageType: 'contacts', contacts: '[{"name":{"formatted_name":"Ann"}}]' })).error,
		).toBeUndefined();
		expect(sentOf()).toMatchObject([
			{ channel: 'whatsapp', content: 'Hi', previewFirstUrl: true },
			{ channel: 'whatsapp', location: { latitude: -33.9249, longitude: 18.4241, name: 'Shop' } },
			{ channel: 'whatsapp', contacts: [{ name: { formatted_name: 'Ann' } }] },
		]);
	});

	it('is a template with its parameters', async () => {
		const result = await whatsApp({
			operation: 'sendTemplate',
			templateName: 'parcel_ready',
			templateParameters: {
				pair: [
					{ name: '1', value: 'Ann' },
					{ name: '2', value: '12:30' },
				],
			},
			header: 'text',
			headerText: 'Your parcel',
		});
		expect(result.error).toBeUndefined();
		expect(Object.keys(defined(jsonOf(result)[0]))).toEqual([
			'to',
			'accepted',
			'errorText',
			'messageId',
			'clientMessageId',
			'errorCode',
			'errorMeaning',
			'suppressed',
		]);
		expect(sentOf()).toMatchObject([
			{
				template: {
					templateName: 'parcel_ready',
					header: { type: 'text', text: 'Your parcel' },
					body: { parameters: { 1: 'Ann', 2: '12:30' } },
				},
			},
		]);
	});

	it('is a file of the item, which is uploaded once for all who get it', async () => {
		const pdf = Buffer.from('%PDF-1.7 the same for all');
		const items = [1, 2, 3].map((n) => fileItem('offer.pdf', pdf, { to: numberOf(n) }));
		const result = await whatsApp(
			{ messageType: 'media', inputDataFieldName: 'data', to: '={{ $json.to }}', caption: 'Our offer' },
			{ items },
		);
		expect(result.error).toBeUndefined();
		expect(platformCalls(gateway, 'uploadMedia')).toBe(1);
		const [sent] = sentOf();
		expect(sent).toMatchObject({ media: { caption: 'Our offer', contentType: 'application/pdf' } });
		const { fileId } = (sent as { media: { fileId: string } }).media;
		expect(defined(gateway.platform.media.get(fileId)).bytes).toEqual(pdf);
		expect(gateway.platform.media.get(fileId)).toMatchObject({
			fileName: 'offer.pdf',
			broadcastAllowed: true,
		});
	});

	it('is bound to its one recipient, where it has one', async () => {
		const items = [fileItem('invoice.pdf', Buffer.from('%PDF-1.7 for one'))];
		const result = await whatsApp({ messageType: 'media', inputDataFieldName: 'data' }, { items });
		expect(result.error).toBeUndefined();
		const [sent] = sentOf();
		expect(gateway.platform.media.get((sent as { media: { fileId: string } }).media.fileId)).toMatchObject({
			to: numberOf(1),
			broadcastAllowed: false,
		});
	});

	it('is not sent where the item has no such file, or it cannot be uploaded', async () => {
		const missing = await whatsApp(
			{ messageType: 'media', inputDataFieldName: 'photo' },
			{ items: [fileItem('a.pdf', Buffer.from('x'))] },
		);
		expect(missing.error?.message).toBe(
			"'Input Data Field Name' is 'photo', but the item has no such binary field; it has 'data'",
		);
		gateway.platform.fail({ kind: 'error', operation: 'uploadMedia', code: 31 });
		const refused = await whatsApp(
			{ messageType: 'media', inputDataFieldName: 'data' },
			{ items: [fileItem('a.pdf', Buffer.from('x'))] },
		);
		expect(refused.error?.message).toMatch(
			/^The file could not be uploaded: The media file is too large \(31\); nothing was sent/,
		);
		expect(sentOf()).toEqual([]);
	});

	it('does not exist with a key of the SMS API', async () => {
		const result = await runPlatform(platformVault(gateway, 'smsApi'), {
			resource: 'whatsApp',
			operation: 'send',
			to: numberOf(1),
			messageType: 'text',
			text: 'Hi',
		});
		expect(result.error?.message).toMatch(
			/^The key in the credential is for the SMS API, which has no 'Send'/,
		);
		expect(platformCalls(gateway)).toBe(0);
	});

	it('is marked as read', async () => {
		const { id } = gateway.platform.write({
			integration: 'one',
			channel: 'whatsapp',
			from: numberOf(1),
			text: 'Hello?',
		});
		const result = await runPlatform(platformVault(gateway), {
			resource: 'whatsApp',
			operation: 'markAsRead',
			messageId: id,
		});
		expect(jsonOf(result)).toEqual([{ messageId: id, read: true, ...NO_ERROR }]);
		expect(defined(gateway.platform.inbound[0]).read).toBe(true);
		const unknown = await runPlatform(platformVault(gateway), {
			resource: 'whatsApp',
			operation: 'markAsRead',
			messageId: 'f'.repeat(32),
		});
		expect(unknown.error?.message).toMatch(/^A parameter is missing or invalid \(23\)/);
	});
});

describe('a media file', () => {
	const media = (operation: string, parameters: IDataObject, more = {}) =>
		runPlatform(platformVault(gateway), { resource: 'media', operation, ...parameters }, more);

	it('is uploaded, and what Clickatell knows of it asked for', async () => {
		const bytes = Buffer.from([0, 255, 128, 10, 13]);
		const uploaded = await media(
			'upload',
			{ inputDataFieldName: 'data' },
			{ items: [fileItem('a.pdf', bytes)] },
		);
		expect(uploaded.error).toBeUndefined();
		const [row] = jsonOf(uploaded);
		expect(row).toMatchObject({
			fileId: expect.any(String),
			fileName: 'a.pdf',
			contentType: 'application/pdf',
			size: 5,
		});
		expect(defined(gateway.platform.media.get(defined(row)['fileId'] as string)).bytes).toEqual(bytes);
		const info = await media('getInfo', { fileId: defined(row)['fileId'] });
		expect(jsonOf(info)).toMatchObject([
			{ fileId: defined(row)['fileId'], broadcastAllowed: true, expiresAt: expect.stringMatching(/Z$/) },
		]);
	});

	it('is downloaded into the binary field that is asked for, byte for byte', async () => {
		const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256));
		gateway.platform.write({
			integration: 'one',
			channel: 'whatsapp',
			from: numberOf(1),
			media: { bytes, contentType: 'image/jpeg', fileName: 'cat.jpg' },
		});
		const { fileId } = defined(defined(gateway.platform.inbound[0]).media);
		const { sha256 } = defined(gateway.platform.media.get(fileId));
		const result = await media('download', { fileId, sha256Hash: sha256, outputDataFieldName: 'photo' });
		expect(result.error).toBeUndefined();
		const [item] = defined(result.outputs[0]);
		expect(defined(item).json).toMatchObject({ fileId, contentType: 'image/jpeg', size: bytes.length });
		expect(Buffer.from(defined(defined(defined(item).binary)['photo']).data, 'base64')).toEqual(bytes);
		expect(defined(defined(defined(item).binary)['photo']).mimeType).toBe('image/jpeg');
	});
});

describe('the balance', () => {
	it.each(PLATFORM_APIS)('is asked for with a key of %s', async (api) => {
		const result = await runPlatform(platformVault(gateway, api), {
			resource: 'platformAccount',
			operation: 'getBalance',
		});
		expect(jsonOf(result)).toEqual([{ balance: 10_000_000, currency: 'ZAR' }]);
	});
});

describe('a key', () => {
	it('that is wrong is said once, and no further call is made', async () => {
		const vault = platformVault(gateway, 'oneApi', { apiKey: 'WrongKey-_567890123456A==' });
		const result = await runPlatform(vault, sendSms({ concurrency: 1 }), {
			items: distinctItems(250, 'closed'),
		});
		expect(result.error?.message).toMatch(/^The API key is missing or wrong \(1\)/);
		expect(platformCalls(gateway)).toBe(1);
		expect(JSON.stringify(result.run)).not.toContain('WrongKey');
	});

	it('stands in nothing that the node puts out', async () => {
		const result = await sendOneSms(platformVault(gateway));
		expect(JSON.stringify(result.run)).not.toContain(KEYS.oneApi);
	});

	it('that is an API ID names the other credential', async () => {
		const result = await sendOneSms(platformVault(gateway, 'oneApi', { apiKey: '3407892' }));
		expect(result.error?.message).toMatch(
			/^The credential needs attention: 'API Key' holds a number, which is the API ID of an SMS Gateway account/,
		);
	});
});

describe('a limit of calls', () => {
	it('is waited for, and nobody gets a message twice', async () => {
		gateway.platform.fail({ kind: 'error', code: 43, times: 2 });
		const result = await runPlatform(platformVault(gateway), sendSms(), { items: distinctItems(3, 'limit') });
		expect(jsonOf(result).map(({ accepted }) => accepted)).toEqual([true, true, true]);
		expect(gateway.platform.messages.all()).toHaveLength(3);
	});
});
