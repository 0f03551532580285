import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Gateway, startGateway } from '../../gateway';
import type { MediaFile } from '../../gateway/platform/model';
import { DEMO_KEYS } from '../../gateway/platform/portal';
import { createTrigger, type Result, type TriggerOptions } from './webhook';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const KEY = DEMO_KEYS.oneApi;
const PICTURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0x0d, 0x0a]);

let gateway: Gateway;
let picture: MediaFile;
let stranger: Server;
const strangers: string[] = [];

beforeAll(async () => {
	gateway = await startGateway();
	stranger = createServer((request, response) => {
		strangers.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`);
		response.end('caught');
	});
	await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
	gateway.reset();
	strangers.length = 0;
	picture = gateway.platform.media.add({ fileName: 'a.png', contentType: 'image/png', bytes: PICTURE });
});
afterAll(async () => {
	await gateway.close();
	stranger.close();
});

const platform = () => ({ apiKey: KEY, api: 'oneApi', baseUrl: gateway.platform.url });

function trigger(more: TriggerOptions = {}, settings: object = {}) {
	const parameters = { settings: { downloadMedia: true, ...settings } };
	return createTrigger({ platform: platform(), parameters, ...more });
}

let calls = 0;

/** A call with an inbound message for each list of files. */
function media(...messages: ReadonlyArray<ReadonlyArray<object>>) {
	const moMedia = messages.map((files) => ({
		channel: 'whatsapp',
		messageId: `m${++calls}`,
		from: '1',
		files,
	}));
	return {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: Buffer.from(JSON.stringify({ event: { moMedia } })),
	};
}

function listed({ fileId, sha256, bytes }: MediaFile, more: object = {}) {
	const { port } = stranger.address() as AddressInfo;
	return {
		contentType: 'image/png',
		// Never asked: the address of a call may be anybody's.
		downloadUrl: `http://127.0.0.1:${port}/v1/media?fileId=${fileId}&sha256Hash=${sha256}`,
		sha256Hash: sha256,
		byteSize: bytes.length,
		fileName: 'holiday.png',
		...more,
	};
}

interface FileEntry {
	content: string | null;
	binaryProperty: string | null;
	reason: string | null;
}
const filesOf = ({ items }: Result, item = 0) => defined(items[item]).files as unknown as FileEntry[];
const downloads = () => gateway.platform.calls.filter(({ operation }) => operation === 'downloadMedia');

it('the file of a message becomes binary data, asked of the credential’s own server', async () => {
	const result = await trigger()(media([listed(picture)]));
	expect(result).toMatchObject({ status: 200, body: 'OK' });
	expect(filesOf(result)).toEqual([
		{
			contentType: 'image/png',
			fileName: 'holiday.png',
			size: PICTURE.length,
			fileId: picture.fileId,
			sha256Hash: picture.sha256,
			content: null,
			binaryProperty: 'data',
			reason: null,
		},
	]);
	const [binary] = result.binaries;
	expect(binary).toMatchObject({
		data: { mimeType: 'image/png', fileName: 'holiday.png', fileExtension: 'png' },
	});
	expect(Buffer.from(defined(defined(binary).data).data, 'base64')).toEqual(PICTURE);
	expect(strangers).toEqual([]);
	expect(gateway.platform.violations()).toEqual([]);
	expect(downloads()).toMatchObject([{ integration: 'Demo One API', status: 200 }]);
});

it('each file of each event has its own place', async () => {
	const file = gateway.platform.media.add({
		fileName: 'b.txt',
		contentType: 'text/plain',
		bytes: Buffer.from('b'),
	});
	const result = await trigger()(media([listed(picture), listed(file)], [listed(file)], []));
	expect(filesOf(result).map(({ binaryProperty }) => binaryProperty)).toEqual(['data', 'data1']);
	expect(filesOf(result, 1).map(({ binaryProperty }) => binaryProperty)).toEqual(['data']);
	expect(result.binaries.map((binary) => Object.keys(binary ?? {}))).toEqual([
		['data', 'data1'],
		['data'],
		[],
	]);
});

it('a file that came inside the call moves out of the JSON, without a download', async () => {
	const content = PICTURE.toString('base64');
	const inline = { messageId: `m${++calls}`, contentType: 'image/png', content };
	const call = { ...media(), body: Buffer.from(JSON.stringify({ event: { moMedia: [inline] } })) };
	const result = await trigger({ platform: { apiKey: '' } })(call);
	expect(filesOf(result)).toMatchObject([{ content: null, binaryProperty: 'data', reason: null }]);
	expect(defined(defined(result.binaries[0]).data).data).toBe(content);
	expect(downloads()).toEqual([]);
});

it('without the setting nothing is asked, and the files stay as they came', async () => {
	const result = await createTrigger({ platform: platform() })(media([listed(picture)]));
	expect(filesOf(result)[0]).not.toHaveProperty('binaryProperty');
	expect(result.binaries).toEqual([undefined]);
	expect(downloads()).toEqual([]);
});

it('a repetition is not downloaded again, and is answered 200', async () => {
	const receive = trigger();
	const call = media([listed(picture)]);
	const [first, second] = await Promise.all([receive(call), receive(call)]);
	expect([first.items.length + second.items.length, first.status, second.status]).toEqual([1, 200, 200]);
	expect((await receive(call)).items).toEqual([]);
	expect(downloads()).toHaveLength(1);
});

describe('a file that cannot be downloaded loses no event: the item says why', () => {
	it.each([
		['a file that is gone', () => ({ sha256Hash: 'f'.repeat(64) }), {}, 'There is no such media file (33)'],
		['no file ID', () => ({ downloadUrl: '' }), {}, 'names no file ID with a checksum'],
		['a file that is too large', () => ({ byteSize: 33 * 1024 * 1024 }), {}, 'larger than 32 MB'],
		['a wrong key', () => ({}), { apiKey: 'ThisKeyIsNotRight-_AAA==' }, 'The API key is missing or wrong'],
		['an API ID for a key', () => ({}), { apiKey: '424242' }, "'API Key' holds a number"],
		['a base URL that is none', () => ({}), { baseUrl: 'platform' }, "'Base URL' must begin with https://"],
	])('%s', async (_, file, credential, reason) => {
		const receive = trigger({ platform: { ...platform(), ...credential } });
		const call = media([listed(picture, file())]);
		const result = await receive(call);
		expect(result).toMatchObject({ status: 200, binaries: [undefined] });
		expect(filesOf(result)).toMatchObject([
			{ binaryProperty: null, reason: expect.stringContaining(reason) },
		]);
		expect(defined(filesOf(result)[0]).reason).toMatch(/\.$/);
		expect(JSON.stringify(result)).not.toContain('ThisKeyIsNotRight');
		expect((await receive(call)).items).toEqual([]);
	});

	it.each([
		['drop', 'The answer to the download was lost: HOST'],
		['cut-body', 'The answer to the download was lost: HOST'],
		['http-502', 'The answer with HTTP status 502'],
	] as const)('%s', async (kind, reason) => {
		gateway.platform.fail({ kind, operation: 'downloadMedia' });
		const result = await trigger()(media([listed(picture)], [listed(picture)]));
		const { host } = new URL(gateway.platform.url);
		expect(filesOf(result)[0]).toMatchObject({ binaryProperty: null });
		expect(defined(filesOf(result)[0]).reason).toContain(reason.replace('HOST', host));
		// The next one is not the worse for it.
		expect(filesOf(result, 1)).toMatchObject([{ binaryProperty: 'data' }]);
	});

	it('no credential is chosen', async () => {
		const result = await createTrigger({ parameters: { settings: { downloadMedia: true } } })(
			media([listed(picture)]),
		);
		expect(defined(filesOf(result)[0]).reason).toContain("No credential 'Clickatell Platform API' is chosen");
	});

	it('a server that never answers: within the time there is, for all files of the call', async () => {
		gateway.platform.fail({ kind: 'hang', operation: 'downloadMedia', times: 10 });
		const begun = performance.now();
		const result = await trigger()(media([listed(picture), listed(picture)], [listed(picture)]));
		expect(performance.now() - begun).toBeLessThan(14_500);
		expect(result).toMatchObject({ status: 200, items: [{ type: 'media' }, { type: 'media' }] });
		const reasons = [...filesOf(result), ...filesOf(result, 1)].map((file) => file.reason);
		for (const reason of reasons) expect(reason).toMatch(/in time\./);
	}, 30_000);

	it('a server that sends more than it said: it is hung up on at the limit', async () => {
		let sent = 0;
		const endless = createServer((_, response) => {
			const chunk = Buffer.alloc(1024 * 1024);
			const more = () => {
				while (!response.destroyed && response.write(chunk)) sent += 1;
				if (!response.destroyed) sent += 1;
			};
			response.on('drain', more);
			more();
		});
		await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
		try {
			const baseUrl = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`;
			const result = await trigger({ platform: { ...platform(), baseUrl } })(media([listed(picture)]));
			expect(filesOf(result)[0]).toMatchObject({
				binaryProperty: null,
				reason: expect.stringContaining('larger than 32 MB') as string,
			});
			expect(sent).toBeLessThan(64);
		} finally {
			endless.closeAllConnections();
			endless.close();
		}
	}, 30_000);

	it('a redirect is not followed: the key goes to no other server', async () => {
		const { port } = stranger.address() as AddressInfo;
		const moved = createServer((_, response) => {
			response.writeHead(302, { location: `http://127.0.0.1:${port}/caught` }).end();
		});
		await new Promise<void>((resolve) => moved.listen(0, '127.0.0.1', resolve));
		try {
			const baseUrl = `http://127.0.0.1:${(moved.address() as AddressInfo).port}`;
			const result = await trigger({ platform: { ...platform(), baseUrl } })(media([listed(picture)]));
			expect(filesOf(result)[0]).toMatchObject({ binaryProperty: null });
			expect(strangers).toEqual([]);
		} finally {
			moved.close();
		}
	});
});

it.each([
	['../../etc/passwd', 'passwd'],
	['C:\\Users\\a.png', 'a.png'],
	['a.png', 'a.png'],
])('the name %j loses its folders', async (fileName, kept) => {
	const { binaries } = await trigger()(media([listed(picture, { fileName })]));
	expect(defined(defined(binaries[0]).data).fileName).toBe(kept);
	expect(defined(defined(binaries[0]).data).directory).toBeUndefined();
});

it('comes through Simplify', async () => {
	const result = await trigger({}, { simplify: true })(media([listed(picture)]));
	expect(filesOf(result)).toMatchObject([{ binaryProperty: 'data' }]);
	expect(Object.keys(defined(result.items[0]))).toHaveLength(10);
});
