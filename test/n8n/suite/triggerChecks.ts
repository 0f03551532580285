import { connect } from 'node:net';
import { fetchAlone } from '../../../tools/n8n/fetchAlone';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Item, N8nClient } from '../../../tools/n8n/rest';
import { until } from './answers';
import { inParallel } from './instance';
import type { Ledger } from './table';
import { compareBags, eventsOf, live, receiving, startsOf, TRIGGER, urlOf } from './triggers';
import { exchangeRaw } from './wire';

const grouped = receiving(15, 'Callbacks in groups', { settings: { groupEvents: true } });
const known = receiving(16, 'Callbacks through a caching proxy');
const guarded = receiving(17, 'Calls without proof', {}, true);
const examples = receiving(18, 'Examples, and refused calls', {}, true);
const handwritten = receiving(19, 'A trigger without its hidden parameter', { options: {} });

export const triggerWorkflows: ImportedWorkflow[] = [grouped, known, guarded, examples, handwritten];

const idOf = (number: number) => String(number + 1).padStart(32, '0');

const FLOOD = 200;
const CONNECTIONS = 16;

/** Every callback is answered and every event comes once; where n8n answers when it has stored, in fewer executions. */
async function inGroups(client: N8nClient, answersWhenStored: boolean): Promise<string> {
	const url = await live(client, grouped);
	const ids = Array.from({ length: FLOOD }, (_, index) => idOf(index));
	await inParallel(ids, CONNECTIONS, async (id) => {
		const reply = await fetchAlone(`${url}?apiMsgId=${id}&status=004`);
		const said = `${reply.status} ${await reply.text()}`;
		if (said !== '200 OK') throw new Error(`${id} was answered ${said}`);
	});
	// How many there are is not known, so that those are looked for as well which n8n leaves out of its list.
	let starts: Item[][] = [];
	await until(`${FLOOD} events`, async () => {
		starts = await startsOf(client, grouped, 1, { unlisted: true });
		return starts.flat().length >= FLOOD;
	});
	compareBags(
		starts.flatMap((items) => items.map(({ json }) => json.messageId)),
		ids,
	);
	const most = Math.max(...starts.map((items) => items.length));
	if (answersWhenStored && (starts.length >= FLOOD || most < 2))
		throw new Error(`${starts.length} executions of ${FLOOD} callbacks`);
	return `${FLOOD} callbacks over ${CONNECTIONS} connections: ${starts.length} executions, at most ${most} events in one, none twice, none missing`;
}

/** A proxy that has seen n8n's answer sends its mark along. */
async function throughCachingProxy(client: N8nClient): Promise<string> {
	const url = await live(client, known);
	const call = async (id: string, headers: Record<string, string>) =>
		await fetchAlone(`${url}?apiMsgId=${id}&status=004`, { headers });
	const first = await call(idOf(0), {});
	const etag = first.headers.get('etag') ?? '';
	const second = await call(idOf(1), { 'if-none-match': etag });
	const third = await call(idOf(1), { 'if-none-match': '*' });
	const statuses = [first, second, third].map(({ status }) => status).join();
	if (etag === '' || statuses !== '200,200,200')
		throw new Error(`answered ${statuses}, with the mark "${etag}"`);
	const events = (await eventsOf(client, known, 2)) as Array<{ messageId: string }>;
	compareBags(
		events.map(({ messageId }) => messageId),
		[idOf(0), idOf(1)],
	);
	return 'answered 200 and not 304; its repetition starts nothing';
}

/** Milliseconds until a call is answered whose body is announced and never comes. */
async function refusedAfter(url: string): Promise<number> {
	const { host, pathname } = new URL(url);
	const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 1000\r\n\r\n`;
	const startedAt = performance.now();
	const { status } = await exchangeRaw(url, Buffer.from(head));
	if (status !== 401) throw new Error(`answered ${status}`);
	return performance.now() - startedAt;
}

/** Bytes that n8n takes of a body without end, until it answers. */
function takenOfEndless(url: string): Promise<{ status: number; taken: number }> {
	const { hostname, port, host, pathname } = new URL(url);
	return new Promise((resolve) => {
		const socket = connect(Number(port), hostname);
		let answer = '';
		const piece = `${(16_384).toString(16)}\r\n${'a'.repeat(16_384)}\r\n`;
		const write = () => {
			while (socket.writable && socket.write(piece));
		};
		socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
		socket.on('drain', write);
		socket.on('error', () => undefined);
		socket.on('close', () =>
			resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0), taken: socket.bytesWritten }),
		);
		socket.write(`POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ntransfer-encoding: chunked\r\n\r\n`);
		write();
	});
}

/** What the kernels at both ends keep ready comes on top of the limit. */
const MOST_TAKEN = 8 * 1024 * 1024;

async function bodies(client: N8nClient): Promise<string> {
	const guardedUrl = await live(client, guarded);
	const times = await Promise.all(Array.from({ length: 8 }, () => refusedAfter(guardedUrl)));
	const slowest = Math.max(...times);
	if (slowest > 10_000) throw new Error(`a call without proof was answered after ${Math.round(slowest)} ms`);
	const { status, taken } = await takenOfEndless(await urlOf(client, known));
	// Where the caller still writes when the connection is closed, its system may drop the answer unread.
	if (![413, 0].includes(status) || taken > MOST_TAKEN)
		throw new Error(`answered ${status} after ${taken} bytes`);
	const end = status === 413 ? '413' : 'cut off';
	return `8 calls without proof whose bodies never come: refused at once; a body without end: ${end} after ${Math.round(taken / 1024)} KB`;
}

/** What whoever builds a workflow sees of an example, and of a call that is refused. */
async function whileBuilding(client: N8nClient): Promise<string> {
	const url = (await urlOf(client, examples)).replace('/webhook/', '/webhook-test/');
	const said: string[] = [];
	for (const query of ['?example=inbound', `?apiMsgId=${idOf(0)}&status=004`]) {
		await client.listen(examples.id, TRIGGER);
		const reply = await fetchAlone(url + query);
		said.push(`${reply.status} ${(await reply.text()).split('\n')[0]}`);
		// n8n takes the test webhook away when its execution ends: not the next one's.
		await eventsOf(client, examples, said.length);
	}
	if (said.join('; ') !== '200 OK; 401 This call is not allowed.') throw new Error(said.join('; '));
	const events = (await eventsOf(client, examples, 2)) as Array<Record<string, unknown>>;
	const [example, refused] = events;
	if (example?.kind !== 'inbound' || example.text !== 'Yes please') throw new Error(JSON.stringify(example));
	if (refused?.kind !== 'refused' || !String(refused.reason).includes('no user and password')) {
		throw new Error(JSON.stringify(refused));
	}
	return `an example by its link; a refused call says: ${String(refused.reason)}`;
}

async function withoutItsParameter(client: N8nClient): Promise<string> {
	const said = await client.publish(handwritten.id).then(
		() => 'it was published',
		(error: unknown) => String(error),
	);
	if (!said.includes("hidden parameter 'options'")) throw new Error(said);
	return 'refused on publishing, with a sentence';
}

/** The trigger's settings and its limits, where n8n's own server has a part in them. */
export async function triggerChecks(
	ledger: Ledger,
	client: N8nClient,
	answersWhenStored: boolean,
): Promise<void> {
	await ledger.check('callbacks in groups', () => inGroups(client, answersWhenStored));
	await ledger.check('callbacks through a caching proxy', () => throughCachingProxy(client));
	await ledger.check('bodies that never come or never end', () => bodies(client));
	await ledger.check('example and refused call while building', () => whileBuilding(client));
	await ledger.check('trigger saved without its hidden parameter', () => withoutItsParameter(client));
}
