/**
 * `node bare.cjs <job>`: the least that could send the same messages: finished requests over the same wire, as many at
 * once, each on a connection of its own as n8n opens them; the answers are received and not read.
 */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { signatureOf } from '../../../nodes/Clickatell/apis/soap/wire';
import { fillAccountSlot } from '../../../nodes/Clickatell/apis/soap/accountSlot';
import { writeEnvelope } from '../../../nodes/Clickatell/apis/soap/envelope';
import { SESSION } from '../wire/replies';
import type { BareJob, BareResult } from './jobs';
import { tell } from './tell';

const job = JSON.parse(process.argv[2]!) as BareJob;

interface Target {
	readonly host: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
}

const SOAP: Target = {
	host: 'api.clickatell.com',
	path: '/soap/document_literal/webservice',
	headers: { 'content-type': 'text/xml; charset=utf-8' },
};

const platform = (path: string): Target => ({
	host: 'platform.clickatell.com',
	path,
	headers: {
		accept: 'application/json',
		'content-type': 'application/json',
		authorization: 'BenchKey-_567890123456A==',
	},
});

const TARGET: Target =
	job.platform === undefined ? SOAP : platform(job.platform === 'oneApi' ? '/v1/message' : '/messages');

/** Calls to the Platform, with the least that they can hold. */
function platformBodies(): string[] {
	return Array.from({ length: job.calls }, (_, call) => {
		const to = Array.from({ length: job.recipients }, (_each, i) =>
			String(27_999_100_000 + call * job.recipients + i),
		);
		return JSON.stringify(
			job.platform === 'smsApi'
				? {
						content: 'Your parcel arrives today between 14:00 and 16:00.',
						to,
						clientMessageId: 'a'.repeat(32),
					}
				: {
						messages: to.map((each, i) => ({
							channel: 'sms',
							to: each,
							content: `Hello Customer ${i}, your parcel P${100_000 + i} arrives today.`,
							clientMessageId: 'a'.repeat(32),
						})),
					},
		);
	});
}

function bodies(): string[] {
	if (job.platform !== undefined) return platformBodies();
	const signature = signatureOf('message.send', 'documentLiteral');
	const account = { apiId: '424242', user: 'demo', password: 'demo-password', session: SESSION };
	return Array.from({ length: job.calls }, (_, call) => {
		const to = Array.from({ length: job.recipients }, (_each, i) =>
			String(279_991_000_000 + call * job.recipients + i),
		);
		const values = {
			to,
			text: 'Your parcel arrives today between 14:00 and 16:00.',
			climsgid: 'a'.repeat(32),
		};
		return fillAccountSlot(writeEnvelope('documentLiteral', signature, values), account);
	});
}

function tunnel(): Promise<Socket> {
	return new Promise((resolve, reject) => {
		httpRequest({ port: job.port, host: '127.0.0.1', method: 'CONNECT', path: `${TARGET.host}:443` })
			.on('connect', (_response, socket) => resolve(socket))
			.on('error', reject)
			.end();
	});
}

async function post(body: string): Promise<void> {
	const socket = await tunnel();
	await new Promise<void>((resolve, reject) => {
		httpsRequest({
			host: TARGET.host,
			method: 'POST',
			path: TARGET.path,
			headers: { ...TARGET.headers, 'content-length': Buffer.byteLength(body) },
			createConnection: () => tlsConnect({ socket, servername: TARGET.host }),
		})
			.on('response', (response) => response.resume().on('end', resolve))
			.on('error', reject)
			.end(body);
	});
}

async function main(): Promise<BareResult> {
	const waiting = bodies();
	// As the engine's runs have theirs, a first one that does not count.
	await post(waiting[0]!);
	const startedAt = performance.now();
	const worker = async () => {
		for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) await post(body);
	};
	await Promise.all(Array.from({ length: job.concurrency }, worker));
	return { milliseconds: performance.now() - startedAt };
}

tell(main());
