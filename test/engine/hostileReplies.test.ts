import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { NodeResult } from './engine';
import { jsonOf, numberOf, send, vaultFor } from './sending';

/** Answers that cost the reader more than they cost the sender: no server decides what an answer takes. */

const ENVELOPE =
	'<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>';
const SESSION = '0123456789abcdef0123456789abcdef';
const MEGABYTE = 1024 * 1024;

type Hostile = (response: ServerResponse) => void;

/** As fast as it is read, without end. */
const endless: Hostile = (response) => {
	const chunk = Buffer.alloc(64 * 1024, ' ');
	const more = () => {
		while (!response.destroyed && response.write(chunk));
		if (!response.destroyed) response.once('drain', more);
	};
	response.write(ENVELOPE);
	more();
};

/** A byte now and then, so that the connection is never idle. */
const trickling: Hostile = (response) => {
	response.write(ENVELOPE);
	const timer = setInterval(() => response.write(' '), 50);
	response.once('close', () => clearInterval(timer));
};

/** A quarter of a megabyte that becomes 256. */
const bomb: Hostile = (response) => {
	const member = gzipSync(Buffer.alloc(16 * MEGABYTE, ' '));
	response.setHeader('content-encoding', 'gzip');
	response.end(Buffer.concat(Array.from({ length: 16 }, () => member)));
};

const stopped: Hostile = (response) => {
	response.setHeader('content-length', '1000');
	response.write(ENVELOPE, () => response.destroy());
};

let server: Server;
/** Which command gets which answer; all others get what they wait for. */
let hostile: Record<string, Hostile>;
let commands: string[];
let most: number;
let written: number;

beforeEach(async () => {
	hostile = {};
	commands = [];
	most = 0;
	written = 0;
	server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
		request.on('end', () => {
			const command = /<ns1:(\w+)>/.exec(body)?.[1] ?? '';
			commands.push(command);
			response.setHeader('content-type', 'text/xml; charset=utf-8');
			const { socket } = response;
			response.once('close', () => (written += socket?.bytesWritten ?? 0));
			const answer = hostile[command];
			if (answer) return answer(response);
			const line = { auth: `OK: ${SESSION}`, ping: 'OK' }[command] ?? 'ERR: 104, Invalid client message ID';
			response.end(
				`${ENVELOPE}<${command}Response><return>${line}</return></${command}Response></SOAP-ENV:Body></SOAP-ENV:Envelope>`,
			);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

/** One message, with a second of patience. */
async function sendOne(): Promise<NodeResult> {
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const before = process.memoryUsage().rss;
	const looks = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 5);
	try {
		return await send(vaultFor({ url }), { to: numberOf(1), text: 'Hello', advanced: { timeout: 1 } });
	} finally {
		clearInterval(looks);
	}
}

/** Whatever a person reads: the error, or the reason in the only item. */
const said = ({ error, outputs }: NodeResult) =>
	`${error?.message} ${error?.description ?? ''} ${JSON.stringify(outputs)}`;

test.each(Object.entries({ endless, trickling, bomb, stopped }))(
	'an answer to a send that is %s is not waited for or kept, and the message may have been sent',
	async (_, answer) => {
		hostile = { sendmsg: answer };
		const result = await sendOne();
		expect(said(result)).toMatch(/may have been sent/);
		expect(commands.filter((command) => command === 'sendmsg')).toHaveLength(1);
		// The limit for an answer is a quarter of a megabyte; the rest is what the connection holds on its way.
		expect(written).toBeLessThan(30 * MEGABYTE);
		expect(most).toBeLessThan(150 * MEGABYTE);
		expect(jsonOf(result)).toMatchObject([{ accepted: null, messageId: null }]);
	},
	20_000,
);

test.each(Object.entries({ endless, bomb, stopped }))(
	'an answer to the login that is %s opens no session, and nothing is sent',
	async (_, answer) => {
		hostile = { auth: answer };
		const result = await sendOne();
		expect(said(result)).toMatch(/127\.0\.0\.1:\d+ .*(nothing was sent|Nothing was sent)/s);
		expect(commands).not.toContain('sendmsg');
		expect(most).toBeLessThan(150 * MEGABYTE);
	},
	20_000,
);
