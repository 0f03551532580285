/**
 * `node cpu.cjs <job>`: what building a sendmsg and reading its answer costs on the CPU, by this package, by the `soap`
 * package's client with the WSDL loaded, and by the least that could do. And what decoding a callback costs beside
 * JSON.parse of the same facts. No network: every contender gets the same answer at once.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as soap from 'soap';
import { signatureOf } from '../../../nodes/Clickatell/apis/soap/wire';
import { findOperation } from '../../../nodes/Clickatell/catalogue';
import { readSendAnswer } from '../../../nodes/Clickatell/apis/platform/platformAnswer';
import { messageOf, smsOf } from '../../../nodes/Clickatell/apis/platform/platformMessage';
import { writeSend, writeSmsSend } from '../../../nodes/Clickatell/apis/platform/platformWrite';
import type { PlatformApiName } from '../../../nodes/Clickatell/apis/platform/types';
import { redactor } from '../../../nodes/Clickatell/formats/redact';
import { decodeCallback } from '../../../nodes/Clickatell/apis/gateway/callbacks';
import { fillAccountSlot } from '../../../nodes/Clickatell/apis/soap/accountSlot';
import { writeEnvelope } from '../../../nodes/Clickatell/apis/soap/envelope';
import { readLines } from '../../../nodes/Clickatell/apis/gateway/resultLines';
import { assignLines } from '../../../nodes/Clickatell/apis/gateway/recipients';
import { readSoapReply } from '../../../nodes/Clickatell/apis/soap/reply';
import { parseRequest, toCallbackRequest } from '../../unit/callbacks/cases';
import { clickatellReply, platformReply, SESSION } from '../wire/replies';
import type { CpuJob, CpuResult } from './jobs';
import { tell } from './tell';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const job = JSON.parse(defined(process.argv[2])) as CpuJob;

type Work = () => unknown;

/** Microseconds of CPU that one piece of work takes, over a slice of time. */
async function cost(work: Work, sliceMs: number): Promise<number> {
	const until = performance.now() + sliceMs;
	const before = process.cpuUsage();
	let done = 0;
	for (; performance.now() < until; done++) await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / done;
}

/** All contenders in turn, round after round, so that a slow moment of the machine meets each of them. */
async function contest(contenders: Record<string, Work>): Promise<Record<string, number[]>> {
	const costs: Record<string, number[]> = {};
	for (const [name, work] of Object.entries(contenders)) {
		costs[name] = [];
		await cost(work, job.sliceMs);
	}
	for (let round = 0; round < job.rounds; round++) {
		for (const [name, work] of Object.entries(contenders))
			defined(costs[name]).push(await cost(work, job.sliceMs));
	}
	return costs;
}

/** A request is built when its length in bytes is known: only then can it be sent. */
function lengthOf(request: string): number {
	return Buffer.byteLength(request);
}

const SMS_SEND = defined(findOperation('sms', 'send'));
const sendmsg = signatureOf('message.send', 'documentLiteral');

async function sending(recipients: number): Promise<Record<string, number[]>> {
	const to = Array.from({ length: recipients }, (_, i) => String(279_991_000_000 + i));
	const message = { text: 'Fish & chips: your order is ready', climsgid: 'a'.repeat(32) };
	const account = { apiId: '424242', user: 'demo', password: 'demo-password', session: SESSION };

	const ours = () => {
		const request = fillAccountSlot(writeEnvelope('documentLiteral', sendmsg, { ...message, to }), account);
		const reply = readSoapReply(answer, 'text/xml; charset=utf-8');
		if (reply.kind !== 'results' || lengthOf(request) === 0) throw new Error(`unreadable: ${reply.kind}`);
		return assignLines(to, readLines(reply.results));
	};
	const answer = Buffer.from(
		clickatellReply(fillAccountSlot(writeEnvelope('documentLiteral', sendmsg, { ...message, to }), account))
			.body,
	);

	const client = await soap.createClientAsync(job.wsdl, {
		httpClient: {
			request(_url: string, data: string, callback: (...result: unknown[]) => void) {
				lengthOf(data);
				const body = answer.toString('utf8');
				callback(null, { status: 200, headers: { 'content-type': 'text/xml' }, data: body }, body);
			},
		} as never,
	});
	type Sent = [{ return: string | string[] }];
	const call = (client as unknown as { sendmsgAsync(args: object): Promise<Sent> }).sendmsgAsync.bind(client);
	const theirs = async () => {
		const [result] = await call({ session_id: SESSION, to, text: message.text, cliMsgId: message.climsgid });
		return result.return;
	};

	const least = () => {
		let recipientParts = '';
		for (const msisdn of to) recipientParts += `<to>${msisdn}</to>`;
		const request = `<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="http://api.clickatell.com/soap/document_literal/webservice"><SOAP-ENV:Body><ns1:sendmsg><session_id>${SESSION}</session_id>${recipientParts}<text>${message.text}</text><cliMsgId>${message.climsgid}</cliMsgId></ns1:sendmsg></SOAP-ENV:Body></SOAP-ENV:Envelope>`;
		lengthOf(request);
		const found: { id: string; to: string | undefined }[] = [];
		for (const [, id, msisdn] of answer
			.toString('utf8')
			.matchAll(/<return>ID: (\w+)(?: To: (\d+))?<\/return>/g))
			found.push({ id: defined(id), to: msisdn });
		return found;
	};

	const counts = [ours().length, [await theirs()].flat().length, least().length];
	if (counts.some((count) => count !== recipients)) throw new Error(`not the same work: ${counts.join()}`);
	return await contest({ ours, soap: theirs, least });
}

/**
 * Reading an answer alone: as the guard reads it, and with one line in a CDATA section, which sends the document on to
 * fast-xml-parser behind the guard.
 */
async function reading(recipients: number): Promise<CpuResult['reading'][number]> {
	const to = Array.from({ length: recipients }, (_, i) => String(279_991_000_000 + i));
	const call = writeEnvelope('documentLiteral', sendmsg, { text: 'Hi', to });
	const account = { apiId: '424242', user: 'demo', password: 'demo-password', session: SESSION };
	const { body } = clickatellReply(fillAccountSlot(call, account));
	const reader = (xml: string) => {
		const answer = Buffer.from(xml);
		return () => {
			const reply = readSoapReply(answer, 'text/xml; charset=utf-8');
			if (reply.kind !== 'results') throw new Error(`unreadable: ${reply.kind}`);
			return assignLines(to, readLines(reply.results));
		};
	};
	const guard = reader(body);
	const parser = reader(body.replace(/<return>([^<]*)<\/return>/, '<return><![CDATA[$1]]></return>'));
	if (JSON.stringify(guard()) !== JSON.stringify(parser())) throw new Error('not the same answer');
	return { recipients, costs: await contest({ guard, parser }) };
}

/**
 * A call to the Platform: from the checked values of each message to the result of each recipient. Beside it, what
 * JSON.stringify and JSON.parse take for the same request and answer.
 */
async function platform(api: PlatformApiName, count: number): Promise<Record<string, number[]>> {
	const to = Array.from({ length: count }, (_, i) => String(27_999_100_000 + i));
	const wires = to.map((_, i) => ({
		text: `Hello Customer ${i}, your parcel P${100_000 + i} arrives today.`,
		clientMessageId: i.toString(16).padStart(32, '0'),
	}));
	const asked = to.map((number, i) => ({ to: number, clientMessageId: defined(wires[i]).clientMessageId }));
	const secrets = redactor(['BenchKey-_567890123456A==']);
	const write = () =>
		api === 'oneApi'
			? writeSend(wires.map((wire, i) => messageOf(SMS_SEND, wire, defined(to[i]), 'UTC')))
			: writeSmsSend(smsOf(defined(wires[0]), to, 'UTC'));
	const request = write().body as string;
	const answer = Buffer.from(platformReply(request).body);
	const ours = () => {
		if (lengthOf(write().body as string) === 0) throw new Error('nothing was written');
		return readSendAnswer(api, { status: 202, body: answer }, asked, secrets).verdicts;
	};
	const facts = JSON.parse(request) as object;
	const json = () => {
		lengthOf(JSON.stringify(facts));
		return (JSON.parse(answer.toString('utf8')) as { messages: unknown[] }).messages;
	};
	if (ours().filter(({ kind }) => kind === 'accepted').length !== count || json().length !== count)
		throw new Error('not the same work');
	return await contest({ ours, json });
}

const CALLBACKS = {
	'HTTP GET': 'httpGet__a_status_with_every_field',
	'HTTP POST': 'httpPost__a_status_with_every_field',
	'XML GET': 'xmlGet__a_status_as_the_specification_has_it',
	'XML POST': 'xmlPost__a_status_as_the_specification_has_it',
	'SOAP GET': 'soapGet__a_status_as_the_specification_has_it',
	'SOAP POST': 'soapPost__a_status_as_the_specification_has_it',
};

async function callbacks(): Promise<Record<string, number[]>> {
	const contenders: Record<string, Work> = {};
	for (const [format, name] of Object.entries(CALLBACKS)) {
		const request = toCallbackRequest(
			parseRequest(readFileSync(path.join(job.callbacks, name, 'request.http'))),
		);
		const decoded = decodeCallback(request);
		if (decoded.kind !== 'status') throw new Error(`${name} holds no status`);
		const json = Buffer.from(JSON.stringify(decoded.event));
		contenders[format] = () => decodeCallback(request);
		contenders[`${format}, as JSON`] = () => JSON.parse(json.toString('utf8')) as unknown;
	}
	return await contest(contenders);
}

async function main(): Promise<CpuResult> {
	return {
		one: await sending(1),
		many: await sending(300),
		reading: [await reading(1), await reading(300)],
		callbacks: await callbacks(),
		oneApi: await platform('oneApi', 100),
		smsApi: await platform('smsApi', 200),
	};
}

tell(main());
