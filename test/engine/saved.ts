import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { apiOf, findOperation } from '../../nodes/Clickatell/catalogue';
import type { SoapServer } from '../../nodes/Clickatell/apis/soap/wire';
import { sealSession } from '../../nodes/Clickatell/apis/gateway/session';
import { runNode, type NodeResult, type Vault } from './engine';
import { defined } from '../../nodes/Clickatell/formats/defined';

/** What a credential names: a server of the SMS gateway, or an API of the Platform. */
export type SavedServer = SoapServer | 'oneApi' | 'smsApi';

/** One operation as a released version saved it, and what it then sent. */
export interface SavedOperation {
	/** `resource.operation`, and what was chosen. */
	readonly name: string;
	/** Of the credential; for operations of the SOAP API. */
	readonly server?: SavedServer;
	readonly parameters: IDataObject;
	/** Path and body of each call, in order. */
	readonly calls: readonly string[];
	/** Names of the fields of its first item. */
	readonly fields: readonly string[];
}

const OWNER = { apiId: '424242', user: 'demo', password: 'demo-password' };
const SESSION = '0123456789abcdef0123456789abcdef';
const ID = 'fedcba9876543210fedcba9876543210';

/** Of the SOAP commands that answer otherwise than with the ID of what was sent. */
const ANSWERS: Readonly<Record<string, string>> = {
	auth: `OK: ${SESSION}`,
	ping: 'OK',
	delmsg: `ID: ${ID} Status: 006`,
	querymsg: `ID: ${ID} Status: 004`,
	getbalance: 'Credit: 12.000',
	routecoverage: 'OK: This prefix is currently supported. Charge: 0.33',
	getmsgcharge: `apiMsgId: ${ID} charge: 0.33 status: 004`,
	token_pay: 'OK: 605',
	endbatch: 'OK',
};

/** Something for every action of the Connect API; what an action does not give is not looked at. */
const CONNECT_VALUES = {
	api_id: '500001',
	buy_url: 'https://www.clickatell.com/buy',
	URL_location: 'https://www.clickatell.com/terms.txt',
	captcha_id: ID,
	captcha_image: '%89PNG%0D%0A%1A%0A%00%00%00%0DIHDR',
	usernumber: '1000017',
};
const CONNECT_ANSWER =
	'<?xml version="1.0"?><CLICKATELLSDK><Result>Success</Result><Values><Value>' +
	Object.entries(CONNECT_VALUES)
		.map(([name, value]) => `<${name}>${value}</${name}>`)
		.join('') +
	'</Value></Values><Timestamp>1705309200</Timestamp></CLICKATELLSDK>';

const KEY = 'SavedKey-_567890123456A==';

const FILE = {
	data: Buffer.from('%PDF-1.7').toString('base64'),
	mimeType: 'application/pdf',
	fileName: 'a.pdf',
};

/** What the Platform answers to each call, by the beginning of its path. */
function answerAsPlatform(url: string, body: string, response: ServerResponse): void {
	const asked = () => JSON.parse(body) as Record<string, unknown>;
	const accepted = (one: object) => ({ ...one, apiMessageId: ID, accepted: true, error: null });
	const answers: Record<string, () => object> = {
		'/v1/message/': () => ({ sms: { status: 'QUEUED', timestamp: 1506607698000 } }),
		'/v1/message': () => ({
			messages: (asked()['messages'] as { to: string; clientMessageId: string }[]).map(
				({ to, clientMessageId }) => accepted({ to, clientMessageId }),
			),
		}),
		'/messages': () => ({ messages: (asked()['to'] as string[]).map((to) => accepted({ to })) }),
		'/v1/notification': () => asked(),
		'/v1/media?fileName': () => ({ fileId: ID, accepted: true }),
		'/v1/media': () => ({ expirationTime: 1583845974, broadcastAllowed: true }),
		'/public-client/balance': () => ({ balance: 12.5, currency: 'ZAR' }),
		'/public-client/message': () => ({ status: 'RECEIVED_BY_RECIPIENT' }),
	};
	const [, answer] = defined(Object.entries(answers).find(([path]) => url.startsWith(path)));
	response.setHeader('content-type', 'application/json');
	const text = JSON.stringify(answer());
	response.end(url === '/v1/notification' ? text.replace('"statusCode":1001', '"accepted":true') : text);
}

function answerTo(body: string): string {
	const command = /<ns1:(\w+)>/.exec(body)?.[1] ?? '';
	const line = ANSWERS[command.toLowerCase()] ?? `ID: ${ID}`;
	return (
		'<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>' +
		`<${command}Response><return>${line}</return></${command}Response></SOAP-ENV:Body></SOAP-ENV:Envelope>`
	);
}

/** What a node generates must not be compared: IDs that are neither saved nor answered. */
function withoutInventions(body: string, parameters: IDataObject): string {
	const known = `${JSON.stringify(parameters)} ${SESSION} ${ID}`;
	return body.replace(/\b[0-9a-f]{32}\b/g, (id) => (known.includes(id) ? id : '(an ID)'));
}

/** Runs saved parameters with this version, against a server that notes what it is sent. */
export async function runSaved({
	server: savedServer = 'documentLiteral',
	parameters,
}: Pick<SavedOperation, 'server' | 'parameters'>): Promise<{ calls: string[]; result: NodeResult }> {
	const calls: string[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks).toString('utf8');
			calls.push(`${request.method} ${request.url}\n${withoutInventions(body, parameters)}`);
			if (request.headers.authorization === KEY) {
				answerAsPlatform(defined(request.url), body, response);
				return;
			}
			response.setHeader('content-type', 'text/xml; charset=utf-8');
			response.end(body.includes('SOAP-ENV:Envelope') ? answerTo(body) : CONNECT_ANSWER);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const owner = { ...OWNER, server: savedServer, baseUrl };
	const { resource, operation } = parameters as { resource: string; operation: string };
	const session = () => sealSession({ ...owner, server: { name: savedServer } }, SESSION);
	const credentials: Partial<Record<string, Vault>> = {
		connect: { clickatellConnectApi: { token: 'a'.repeat(32), baseUrl, probe: '' } },
		platform: { clickatellPlatformApi: { apiKey: KEY, api: savedServer, baseUrl, probe: '' } },
	};
	try {
		const result = await runNode({
			parameters,
			items: [{ json: {}, binary: { data: FILE } }],
			credentials: credentials[apiOf(defined(findOperation(resource, operation)))] ?? {
				clickatellSoapApi: { ...owner, sessionToken: session() },
			},
		});
		return { calls, result };
	} finally {
		await new Promise((resolve) => server.close(resolve));
	}
}
