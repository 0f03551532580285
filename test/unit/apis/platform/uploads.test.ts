import { withUploads } from '../../../../nodes/Clickatell/apis/platform/uploads';
import type { InputFile } from '../../../../nodes/Clickatell/engine/ports';
import type { Checked } from '../../../../nodes/Clickatell/message/check';
import { json, lost, sceneOf, type Host } from './scene';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

const [ANN, BEN] = ['27999100001', '27999100002'];
const pdf = (text: string, fileName = 'a.pdf'): InputFile => ({
	ok: true,
	bytes: Buffer.from(text),
	fileName,
	contentType: 'application/pdf',
});

function item(to: readonly string[], more: Record<string, string> = {}): Checked {
	const wire = { messageType: 'media', inputDataFieldName: 'data', ...more };
	return { to, wire, values: { ...wire, concurrency: '2' } };
}

const stored: Host = (_, call) => json({ fileId: `f${call}`, accepted: true });

async function upload(
	items: ReadonlyArray<Checked | undefined>,
	files: readonly InputFile[],
	host: Host = stored,
	refused = new Map(),
) {
	const scene = sceneOf(host, { files });
	const wrong: number[][] = [];
	const after = await withUploads(scene.ports, scene.client, { items, refused }, async (all) => {
		wrong.push([...all.keys()]);
	});
	const paths = scene.ports.requests.map(({ url }) => url.replace('https://host.example/v1/media?', ''));
	return { ...after, paths, scene, wrong };
}

test('every different file is uploaded once, and all who get it have its ID', async () => {
	const { items, refused, paths, scene } = await upload(
		[item([ANN]), item([BEN]), item([ANN]), item([ANN]), item([BEN])],
		[pdf('one'), pdf('one'), pdf('two'), pdf('one', 'b.pdf'), pdf('one')],
	);
	expect(refused.size).toBe(0);
	// For several people a file is good for anybody, for one it is bound to them.
	expect(paths).toEqual([
		'fileName=a.pdf&broadcastAllowed=true',
		`fileName=a.pdf&to=${ANN}`,
		`fileName=b.pdf&to=${ANN}`,
	]);
	expect(scene.ports.requests.map(({ body }) => String(body))).toEqual(['one', 'two', 'one']);
	expect(items.map((one) => defined(one).wire['fileId'])).toEqual(['f1', 'f1', 'f2', 'f3', 'f1']);
	expect(defined(items[0]).wire).toEqual({
		messageType: 'media',
		fileId: 'f1',
		contentType: 'application/pdf',
	});
});

test('an item for several people has its file for anybody', async () => {
	const { paths } = await upload([item([ANN, BEN])], [pdf('one')]);
	expect(paths).toEqual(['fileName=a.pdf&broadcastAllowed=true']);
});

test('items without a file, and those that were refused, are left as they are', async () => {
	const text: Checked = { to: [ANN], wire: { text: 'Hi' }, values: {} };
	const before = new Map([[0, { faults: ['wrong'], meaning: 'invalid input', to: 'x' }]]);
	const { items, refused, paths } = await upload([undefined, text], [], stored, before);
	expect([items, refused, paths]).toEqual([[undefined, text], before, []]);
	const both = await upload([undefined, text, item([BEN])], [pdf(''), pdf(''), pdf('')], stored, before);
	expect(both.items.slice(0, 2)).toEqual([undefined, text]);
	expect([...both.refused.keys()]).toEqual([0, 2]);
	expect(before.size).toBe(1);
});

test.each<[string, Host, string]>([
	[
		'is refused',
		() => json({ error: { code: 31, description: 'Words' } }, 400),
		'The file could not be uploaded: The media file is too large (31)',
	],
	['is lost', () => lost, 'The file could not be uploaded: host.example broke off the connection'],
	[
		'cannot be read',
		() => json({ accepted: true }, 200),
		'The file could not be uploaded: host.example: The answer with HTTP status 200 does not contain the ID of a file',
	],
])('an upload whose answer %s refuses all items of the file, and no others', async (_, bad, sentence) => {
	const host: Host = (request, call) =>
		String(request.body) === 'bad' ? bad(request, call) : stored(request, call);
	const { items, refused, paths } = await upload(
		[item([ANN]), item([BEN]), item([BEN])],
		[pdf('bad'), pdf('good'), pdf('bad')],
		host,
	);
	expect(paths).toHaveLength(2);
	expect(items.map((one) => one?.wire['fileId'] !== undefined)).toEqual([false, true, false]);
	for (const [index, to] of [
		[0, [ANN]],
		[2, [BEN]],
	] as const)
		expect(refused.get(index)).toEqual({ faults: [sentence], meaning: 'not sent', to });
});

test('a file that is missing, empty or too large refuses its item, and is not uploaded', async () => {
	const large = { ...pdf(''), bytes: Buffer.alloc(30 * 1024 * 1024 + 1) } as InputFile;
	const { refused, paths } = await upload(
		[item([ANN]), item([ANN]), item([ANN])],
		[{ ok: false, fault: 'it is gone' }, pdf(''), large],
	);
	expect(paths).toEqual([]);
	expect([...refused.values()].map(({ faults }) => faults[0])).toEqual([
		'it is gone',
		"'Input Data Field Name': the file in the binary field 'data' is empty",
		expect.stringMatching(/^'Input Data Field Name': .* at most 31457280 \(30 MB\) are allowed$/),
	]);
});

test('a sound with a caption is refused before it is uploaded, since the caption would be lost', async () => {
	const sound = { ...pdf('la'), contentType: 'audio/ogg' } as InputFile;
	const { refused, paths } = await upload([item([ANN], { caption: 'Listen' }), item([ANN])], [sound, sound]);
	expect([...refused.entries()].map(([index, { faults }]) => [index, faults])).toEqual([
		[0, ["'Caption' is given, and a sound has none: leave it empty"]],
	]);
	expect(paths).toHaveLength(1);
});

test('in a canceled execution nothing more is uploaded', async () => {
	const scene = sceneOf(
		(request, call) => {
			scene.ports.isCancelled = true;
			return stored(request, call);
		},
		{ files: [pdf('one'), pdf('two'), pdf('three')] },
	);
	const given = [item([ANN]), item([ANN]), item([ANN])].map((one) => ({
		...one,
		values: { ...one.values, concurrency: '1' },
	}));
	const { items, refused } = await withUploads(
		scene.ports,
		scene.client,
		{ items: given, refused: new Map() },
		async () => {},
	);
	expect(scene.ports.requests).toHaveLength(1);
	expect(items.map((one) => one?.wire['fileId'])).toEqual(['f1', undefined, undefined]);
	expect([...refused.values()].map(({ faults }) => faults)).toEqual([
		['The execution was canceled'],
		['The execution was canceled'],
	]);
});

test('files that are wrong in themselves are told before anything is uploaded', async () => {
	const { wrong, refused, paths } = await upload([item([ANN]), item([BEN])], [pdf(''), pdf('one')]);
	expect(wrong).toEqual([[0]]);
	expect([...refused.values()].map(({ meaning }) => meaning)).toEqual(['invalid input']);
	expect(paths).toEqual([`fileName=a.pdf&to=${BEN}`]);
	expect((await upload([item([ANN])], [pdf('one')])).wrong).toEqual([]);
});

test('an upload that is refused for too many calls is made again after a pause', async () => {
	const busy: Host = (request, call) =>
		call < 3 ? json({ error: { code: 43, description: 'Rate limit exceeded' } }, 400) : stored(request, call);
	const { items, refused, scene } = await upload([item([ANN])], [pdf('one')], busy);
	expect(refused.size).toBe(0);
	expect(defined(items[0]).wire['fileId']).toBe('f3');
	expect(scene.ports.pauses).toEqual([1000, 2000]);
});
