/**
 * `node flood.cjs <job>`: as many requests as a server takes, over a number of connections that stay open; every answer
 * must be 200. Prints how long it took.
 */
import { Agent, request } from 'node:http';
import { fillAccountSlot } from '../../../nodes/Clickatell/apis/soap/accountSlot';
import { writeEnvelope } from '../../../nodes/Clickatell/apis/soap/envelope';
import { requestHeaders } from '../../../nodes/Clickatell/apis/soap/facts';
import { signatureOf } from '../../../nodes/Clickatell/apis/soap/wire';
import type { FloodJob, FloodResult } from './jobs';
import { tell } from './tell';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const job = JSON.parse(defined(process.argv[2])) as FloodJob;
const agent = new Agent({ keepAlive: true, maxSockets: job.connections });

const sendmsg = signatureOf('message.send', 'documentLiteral');

const HEADERS =
	job.recipients === undefined
		? { 'Content-Type': 'application/x-www-form-urlencoded' }
		: requestHeaders('documentLiteral', sendmsg);

/** A status callback as the gateway's HTTP POST format has it, each of another message; or a send. */
function bodyOf(index: number): string {
	if (job.recipients === undefined) {
		const id = `${job.mark}${index}`.padStart(32, '0');
		return `apiId=424242&apiMsgId=${id}&cliMsgId=&to=27999100001&timestamp=1700000000&from=27999100000&status=004&charge=0.330000`;
	}
	const first = 27_999_100_000 + ((index * job.recipients) % 900_000);
	const to = Array.from({ length: job.recipients }, (_, i) => String(first + i));
	const values = { to, text: `Message ${job.mark} ${index}` };
	const account = { apiId: '424242', user: 'demo', password: 'demo-password' };
	return fillAccountSlot(writeEnvelope('documentLiteral', sendmsg, values), account);
}

function post(body: string): Promise<string> {
	return new Promise((resolve, reject) => {
		request(job.url, {
			method: 'POST',
			agent,
			headers: { ...HEADERS, 'Content-Length': Buffer.byteLength(body) },
		})
			.on('response', (response) => {
				let answer = '';
				response.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
				response.on('end', () => {
					if (response.statusCode === 200) resolve(answer);
					else reject(new Error(`answered ${response.statusCode}: ${answer.slice(0, 300)}`));
				});
			})
			.on('error', reject)
			.end(body);
	});
}

async function main(): Promise<FloodResult> {
	const bodies = Array.from({ length: job.requests }, (_, index) => bodyOf(index));
	if (job.mustHold !== undefined) {
		const answer = await post(bodyOf(job.requests));
		if (!answer.includes(job.mustHold)) throw new Error(`the answer is not what was meant: ${answer}`);
	}
	const startedAt = performance.now();
	let next = 0;
	const worker = async () => {
		while (next < bodies.length) await post(defined(bodies[next++]));
	};
	await Promise.all(Array.from({ length: job.connections }, worker));
	return { milliseconds: performance.now() - startedAt };
}

tell(main());
