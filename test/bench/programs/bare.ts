/**
 * `node bare.cjs <job>`: the least that could send the same messages: finished requests over the same wire, as many at
 * once, each on a connection of its own as n8n opens them; the answers are received and not read.
 */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { fillFormSlot, FORM_HEADERS, writeForm } from '../../../nodes/Clickatell/apis/http/request';
import { commandOf } from '../../../nodes/Clickatell/apis/http/wire';
import { signatureOf } from '../../../nodes/Clickatell/apis/soap/wire';
import { fillAccountSlot } from '../../../nodes/Clickatell/apis/soap/accountSlot';
import { writeEnvelope } from '../../../nodes/Clickatell/apis/soap/envelope';
import { SESSION } from '../wire/replies';
import type { BareJob, BareResult } from './jobs';
import { tell } from './tell';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const job = JSON.parse(defined(process.argv[2])) as BareJob;

const ACCOUNT = { apiId: '424242', user: 'demo', password: 'demo-password', session: SESSION };

type Values = Readonly<Record<string, string | readonly string[]>>;

const CALLS = {
	documentLiteral: {
		path: '/soap/document_literal/webservice',
		contentType: 'text/xml; charset=utf-8',
		write: ({ clientMessageId, ...values }: Values) =>
			fillAccountSlot(
				writeEnvelope('documentLiteral', signatureOf('message.send', 'documentLiteral'), {
					...values,
					climsgid: defined(clientMessageId),
				}),
				ACCOUNT,
			),
	},
	http: {
		path: commandOf('message.send').path,
		contentType: defined(FORM_HEADERS['Content-Type']),
		write: (values: Values) => fillFormSlot(writeForm(commandOf('message.send'), values), ACCOUNT),
	},
};
const call = CALLS[job.server];

interface Target {
	readonly host: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
}

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
	job.platform === undefined
		? { host: 'api.clickatell.com', path: call.path, headers: { 'content-type': call.contentType } }
		: platform(job.platform === 'oneApi' ? '/v1/message' : '/messages');

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
	return Array.from({ length: job.calls }, (_, place) => {
		const to = Array.from({ length: job.recipients }, (_each, i) =>
			String(279_991_000_000 + place * job.recipients + i),
		);
		return call.write({
			to,
			text: 'Your parcel arrives today between 14:00 and 16:00.',
			clientMessageId: 'a'.repeat(32),
		});
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

async function postAll(waiting: string[]): Promise<void> {
	const worker = async () => {
		for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) await post(body);
	};
	await Promise.all(Array.from({ length: job.concurrency }, worker));
}

async function main(): Promise<BareResult> {
	const waiting = bodies();
	// As the engine's runs have theirs, some that do not count.
	await postAll(waiting.slice(0, job.callsBefore));
	const startedAt = performance.now();
	await postAll(waiting);
	return { milliseconds: performance.now() - startedAt };
}

tell(main());
