import { OutboundHttp } from '@n8n/backend-network';
import { Container } from '@n8n/di';
import type { ICredentialType, IDataObject, IHttpRequestOptions, INode } from 'n8n-workflow';

import { CONNECT_OPERATIONS } from '../../nodes/Clickatell/catalogue/connect';
import { casesOf, waysFor } from '../extent';
import type { Gateway } from '../gateway';
import type { Exchange } from '../gateway/http/exchange';
import { loadedPackage, log, runNode, type Vault } from './engine';
import { numberOf, PASSWORD, richGateway, sendEach, SERVERS, vaultFor, VOUCHER } from './sending';
import { everythingOf, logged, type Told, toldBy } from './told';
import { defined } from '../../nodes/Clickatell/formats/defined';

/**
 * A server that repeats the secrets of each call in every place of its answer and in every writing: none comes out of
 * the node, of the login and of the tests of the credentials. See also `secrets.test.ts`.
 */

jest.setTimeout(300_000);

const TOKEN = 'c0ffee00c0ffee11c0ffee22c0ffee33';
const USER_PASSWORD = 'Hidden4Everybody';
const CALLBACK_PASSWORD = 'call&back <"w0rd">';
const FTP_PASSWORD = 'ftp"&w0rd<';
/** What is secret of a URL, such as that of a Clickatell Trigger. */
const IN_URL = ['Hidden-4-User', 'w0rd<&-of-a-url', 'long-segment-of-a-path', 'secret-of-a-trigger'];
const [URL_USER, URL_PASSWORD, URL_SEGMENT, URL_SECRET] = IN_URL.map(encodeURIComponent);
const SECRET_URL = `https://${URL_USER}:${URL_PASSWORD}@n8n.example/webhook/${URL_SEGMENT}?secret=${URL_SECRET}&x=1`;
const NEW_SESSION = 'feedbeef0123456789abcdef5e551011';

const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** How a server writes what it repeats; it is escaped once more for the XML it stands in. */
const WRITINGS: Readonly<Record<string, (text: string) => string>> = {
	plain: (text) => text,
	'escaped for XML': escaped,
	'escaped for JSON': (text) => JSON.stringify({ text }),
	'encoded for a URL': encodeURIComponent,
	'in Base64': (text) => Buffer.from(text).toString('base64'),
	'in Base64, within something': (text) => Buffer.from(`user:${text}:x`).toString('base64'),
	'in hexadecimal digits': (text) => Buffer.from(text).toString('hex'),
};

const connectReply = (inside: string) => `<CLICKATELLSDK>${inside}</CLICKATELLSDK>`;
const soapReply = (inside: string) =>
	`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${inside}</e:Body></e:Envelope>`;
const values = (words: string, names: readonly string[]) =>
	`<Values><Value>${names.map((name) => `<${name}>${words}</${name}>`).join('')}</Value></Values>`;

type Place = (words: string) => readonly [status: number, body: string];

const CONNECT_PLACES: Readonly<Record<string, Place>> = {
	'a refusal': (words) => [
		200,
		connectReply(`<Result>Error</Result><Error>404</Error><Description>${words}</Description>`),
	],
	'a refusal with a number nobody knows': (words) => [
		200,
		connectReply(`<Result>Error</Result><Error>999</Error><Description>${words}</Description>`),
	],
	'the number of a refusal': (words) => [
		200,
		connectReply(`<Result>Error</Result><Error>${words}</Error><Description>x</Description>`),
	],
	'a refusal without a number': (words) => [
		200,
		connectReply(`<Result>Error</Result><Description>${words}</Description>`),
	],
	'what comes with a refusal': (words) => [
		200,
		connectReply(
			`<Result>Error</Result><Error>103</Error><Description>x</Description>${values(words, ['Email_Address', 'Odd'])}`,
		),
	],
	'the values of a success': (words) => [
		200,
		connectReply(
			`<Result>Success</Result>${values(words, ['User_Number', 'Api_ID', 'Mobile_Number', 'Country_id', 'Name', 'Prefix', 'Captcha_ID', 'Captcha_Image', 'Terms_URL', 'Account_Type'])}`,
		),
	],
	'a result nobody knows': (words) => [200, connectReply(`<Result>${words}</Result>`)],
	'XML of another kind': (words) => [200, `<other>${words}</other>`],
	'XML that is damaged': (words) => [200, `<CLICKATELLSDK><Error>${words}`],
	'a page': (words) => [502, `<html>${words}</html>`],
	'a page that turns away': (words) => [403, words],
};

const SOAP_PLACES: Readonly<Record<string, Place>> = {
	'a fault': (words) => [
		500,
		soapReply(`<e:Fault><faultcode>Server</faultcode><faultstring>${words}</faultstring></e:Fault>`),
	],
	'a fault that blames the request': (words) => [
		500,
		soapReply(`<e:Fault><faultcode>Client</faultcode><faultstring>${words}</faultstring></e:Fault>`),
	],
	'a refusal': (words) => [200, soapReply(`<r><return>ERR: 301, ${words}</return></r>`)],
	'a refusal with a number nobody knows': (words) => [
		200,
		soapReply(`<r><return>ERR: 999, ${words}</return></r>`),
	],
	'a refusal without a number': (words) => [200, soapReply(`<r><return>ERR: ${words}</return></r>`)],
	'a line nobody knows': (words) => [200, soapReply(`<r><return>${words}</return></r>`)],
	'an ID': (words) => [200, soapReply(`<r><return>ID: ${words}</return></r>`)],
	'a status': (words) => [200, soapReply(`<r><return>ID: a Status: ${words}</return></r>`)],
	'XML that is damaged': (words) => [200, `<e><${words}`],
	'a page': (words) => [502, `<html>${words}</html>`],
};

const HTTP_PLACES: Readonly<Record<string, Place>> = {
	'a refusal': (words) => [200, `ERR: 301, ${words}`],
	'a refusal with a number nobody knows': (words) => [200, `ERR: 999, ${words}`],
	'a refusal without a number': (words) => [200, `ERR: ${words}`],
	'a line nobody knows': (words) => [200, words],
	'a line behind an answer': (words) => [200, `ERR: 114, Cannot route message To: ${numberOf(1)}\n${words}`],
	'an ID': (words) => [200, `ID: ${words}`],
	'a status': (words) => [200, `ID: a Status: ${words}`],
	'a text instead of an answer': (words) => [502, words],
	'a page': (words) => [502, `<html>${words}</html>`],
	'a page that turns away': (words) => [403, words],
};

/** What is repeated of a request; longer answers are cut, so that the secrets come first. */
type Secrets = (request: string, exchange: Exchange) => readonly string[];

const inElements = (xml: string, names: RegExp) =>
	[...xml.matchAll(/<(?:\w+:)?(\w+)[^>]*>([^<]+)<\//g)]
		.filter(([, name]) => names.test(defined(name)))
		.map(([, , text]) =>
			defined(text)
				.replaceAll('&lt;', '<')
				.replaceAll('&gt;', '>')
				.replaceAll('&quot;', '"')
				.replaceAll('&amp;', '&'),
		);

/** What a request holds by these names, and of a URL its parts as well. */
const secretsIn = (xml: string, names: RegExp) => [
	...inElements(xml, names),
	...inElements(xml, /url/i).flatMap((url) => [
		url,
		...IN_URL.filter((part) => decodeURIComponent(url).includes(part)),
	]),
];

const ofConnect: Secrets = (request, { path }) => [
	defined(path.split('/').at(-1)),
	...secretsIn(new URLSearchParams(request).get('XML') ?? '', /password/i),
];
const ofSoap: Secrets = (request) => secretsIn(request, /password|session_id|token/i);
const ofForm: Secrets = (request) =>
	[...new URLSearchParams(request)].flatMap(([name, value]) => {
		if (/^(?:password|session_id|token)$/.test(name)) return [value];
		return /url$/.test(name)
			? [value, ...IN_URL.filter((part) => decodeURIComponent(value).includes(part))]
			: [];
	});
const withNewSession =
	(secretsOf: Secrets): Secrets =>
	(request, exchange) => [...secretsOf(request, exchange), NEW_SESSION];

/** How one of the servers of the SMS Gateway says which command a call is, and where it can repeat what. */
interface Speech {
	readonly places: Readonly<Record<string, Place>>;
	readonly secretsOf: Secrets;
	readonly commandOf: (exchange: Exchange) => string | undefined;
	readonly contentType: string;
	/** As words stand in its answer. */
	readonly write: (words: string) => string;
}

const XML = { contentType: 'text/xml; charset=utf-8', write: escaped };
const SOAP: Speech = {
	...XML,
	places: SOAP_PLACES,
	secretsOf: ofSoap,
	commandOf: (exchange) => /(\w+)"$/.exec(exchange.header('soapaction') ?? '')?.[1],
};
const HTTP: Speech = {
	contentType: 'text/html; charset=UTF-8',
	write: (words) => words,
	places: HTTP_PLACES,
	secretsOf: ofForm,
	commandOf: ({ path }) => /^\/(?:http|mms|utils)\w*\/(\w+)$/.exec(path)?.[1],
};

let runs = 0;
/** Of these, in which something was hidden. */
let hidden = 0;
/** What was repeated, by what it is; nothing is proved where a server was never sent a secret. */
const repeated = new Set<string>();

type Use = (gateway: Gateway, tell: (...what: Told[]) => void) => Promise<void>;

interface Repetition extends Pick<Speech, 'contentType' | 'write' | 'secretsOf'> {
	readonly place: Place;
	readonly writings: readonly string[];
}

/** Does something with a server of its own for every writing at once, and looks for secrets in what comes of it. */
async function repeating(
	{ place, writings, secretsOf, contentType, write }: Repetition,
	isMeant: (exchange: Exchange) => boolean,
	use: Use,
): Promise<void> {
	// Of the tests that run at the same time as well: no secret may stand there, whose ever it is.
	const before = log.length;
	const told: Told[] = [];
	const secrets = new Set(KNOWN);
	const repeatIn = async (writing: string) => {
		const gateway = await richGateway();
		try {
			gateway.mount(async (exchange) => {
				if (!isMeant(exchange)) return false;
				const found = secretsOf((await exchange.body()).toString(), exchange);
				for (const secret of found) repeated.add(secret);
				const [status, body] = place(write(found.map(defined(WRITINGS[writing])).join(' ')));
				exchange.send(status, contentType, body);
				return true;
			});
			await use(gateway, (...what) =>
				told.push(...what.map(([run, text]) => [`${run}, ${writing}`, text] as const)),
			);
			for (const session of gateway.state.sessions.keys()) secrets.add(session);
		} finally {
			await gateway.close();
		}
	};
	await Promise.all(writings.map(repeatIn));
	runs += told.length;
	hidden += told.filter(([, text]) => text.includes('•••')).length;
	expect(leaks([...secrets], [...told, ['the log', logged(before)]])).toEqual([]);
}

const connectVault = (gateway: Gateway): Vault => ({
	clickatellConnectApi: { token: TOKEN, baseUrl: gateway.connect.url, probe: '' },
});

/** Parameters as the panel saves them, with a secret in each place that takes one. */
function connectParameters({ resource, operation, sample, parameters }: (typeof CONNECT_OPERATIONS)[number]) {
	const given: IDataObject = {
		...(sample.parameters as IDataObject),
		...Object.fromEntries(
			parameters.filter(({ secret }) => secret).map(({ name }) => [name, defined(SECRET_VALUES[name])]),
		),
		...Object.fromEntries(
			parameters.filter(({ type }) => type.kind === 'url').map(({ name }) => [name, SECRET_URL]),
		),
		timeout: 60,
	};
	if (given['callbackUrl'] !== undefined) given['callbackTypeId'] = '1';
	const placed: Record<string, IDataObject> = { main: {}, options: {}, advanced: {} };
	for (const { name, place } of parameters)
		if (given[name] !== undefined) defined(placed[place])[name] = given[name];
	const { main, options, advanced } = placed;
	return { authentication: 'connect', resource, operation, ...main, options, advanced };
}

const SECRET_VALUES: Readonly<Record<string, string>> = {
	password: USER_PASSWORD,
	callbackPassword: CALLBACK_PASSWORD,
	ftpPassword: FTP_PASSWORD,
};

const CREATE_CONNECTION = defined(CONNECT_OPERATIONS.find(({ operation }) => operation === 'create'));
const ALL = Object.keys(WRITINGS);

/** In the short form one writing at each place, at the next place the next one. */
const writingsAt = (places: Readonly<Record<string, Place>>, name: string, writings = ALL) =>
	waysFor(Object.keys(places).indexOf(name), writings);

describe('the Connect API', () => {
	test.concurrent.each(Object.entries(CONNECT_PLACES))('repeats every call in %s', async (name, place) => {
		const writings = writingsAt(CONNECT_PLACES, name);
		const isMeant = ({ path }: Exchange) => path.startsWith('/connect/');
		await repeating({ ...XML, place, writings, secretsOf: ofConnect }, isMeant, async (gateway, tell) => {
			const credentials = connectVault(gateway);
			const run = async (operation: (typeof CONNECT_OPERATIONS)[number], i: number) => {
				// Both ways of an error: n8n's, and beside the items.
				const settings: Partial<INode> = i % 2 === 0 ? {} : { onError: 'continueErrorOutput' };
				const result = await runNode({ parameters: connectParameters(operation), credentials, settings });
				tell(...toldBy(`${operation.resource}.${operation.operation}`, result));
			};
			await Promise.all(CONNECT_OPERATIONS.map(run));
			// The one that holds most secrets, in both.
			for (const i of [0, 1]) await run(CREATE_CONNECTION, i);
			tell(['the test of the token', await testOf('clickatellConnectApi', credentials)]);
		});
	});
});

const CALLS: readonly IDataObject[] = [
	{ ...sendEach({ timeout: 60 }), to: numberOf(1), text: 'Hello' },
	{ resource: 'message', operation: 'getStatus', clientMessageId: 'x' },
	{ resource: 'account', operation: 'getBalance' },
	{ resource: 'account', operation: 'redeemVoucher', voucher: VOUCHER },
	{
		resource: 'push',
		operation: 'sendServiceIndication',
		to: numberOf(1),
		text: 'Hello',
		url: SECRET_URL,
		indicationId: 'ticket17',
	},
];

describe.each(SERVERS)('the SMS Gateway, %s', (server) => {
	const speech = server === 'http' ? HTTP : SOAP;
	// What a SOAP server repeats is read in the same way whichever it is.
	const all = server === 'rpcEncoded' ? ALL.slice(0, 1) : ALL;

	test.concurrent.each(Object.entries(speech.places))('repeats every call in %s', async (name, place) => {
		const writings = writingsAt(speech.places, name, all);
		const isMeant = (exchange: Exchange) => !['auth', 'ping', undefined].includes(speech.commandOf(exchange));
		await repeating({ ...speech, place, writings }, isMeant, async (gateway, tell) => {
			const run = async (parameters: IDataObject) => {
				const result = await runNode({ parameters, credentials: vaultFor(gateway, server) });
				tell(...toldBy(parameters['operation'] as string, result));
			};
			await Promise.all(CALLS.map(run));
		});
	});

	test.concurrent.each(Object.entries(speech.places))('repeats the login in %s', async (name, place) => {
		const writings = writingsAt(speech.places, name, all);
		const isMeant = (exchange: Exchange) => speech.commandOf(exchange) === 'auth';
		const secretsOf = withNewSession(speech.secretsOf);
		await repeating({ ...speech, secretsOf, place, writings }, isMeant, async (gateway, tell) => {
			const credentials = vaultFor(gateway, server);
			const result = await runNode({ parameters: defined(CALLS[2]), credentials });
			tell(...toldBy('the login', result));
			tell(['the test of the login', await testOf('clickatellSoapApi', credentials)]);
		});
	});
});

/** What n8n's test of a credential is told: its login, made with n8n's own HTTP client. */
async function testOf(name: string, vault: Vault): Promise<string> {
	const { type } = (await loadedPackage()).getCredential(name) as { type: ICredentialType };
	const functions = {
		helpers: {
			httpRequest: async (options: IHttpRequestOptions): Promise<unknown> =>
				await Container.get(OutboundHttp).requests().request(options),
		},
	};
	try {
		return everythingOf(await defined(type.preAuthentication).call(functions, defined(vault[name])));
	} catch (error) {
		return `${everythingOf(error)} ${(error as Error).message} ${(error as Error).stack}`;
	}
}

const KNOWN = [
	PASSWORD,
	VOUCHER,
	TOKEN,
	USER_PASSWORD,
	CALLBACK_PASSWORD,
	FTP_PASSWORD,
	NEW_SESSION,
	...IN_URL,
];

/** In Base64 the characters at the ends depend on what stands beside. */
const withoutEnds = (text: string) => text.replace(/=+$/, '').slice(0, -1);

const spellingsOf = (secret: string) => [
	secret,
	escaped(secret),
	escaped(escaped(secret)),
	JSON.stringify(secret).slice(1, -1),
	escaped(JSON.stringify(secret).slice(1, -1)),
	JSON.stringify(JSON.stringify(secret)).slice(3, -3),
	encodeURIComponent(secret),
	Buffer.from(secret).toString('hex'),
	withoutEnds(Buffer.from(secret).toString('base64')),
	withoutEnds(Buffer.from(`user:${secret}`).toString('base64')).slice(8),
];

/** What of these secrets stands in what was told. */
function leaks(secrets: readonly string[], all: readonly Told[]): string[] {
	const spellings = [...new Set(secrets.flatMap(spellingsOf))];
	return all.flatMap(([name, text]) =>
		spellings.filter((spelling) => text.includes(spelling)).map((spelling) => `${spelling}: ${name}`),
	);
}

describe('then', () => {
	test('every secret was repeated, and hidden', () => {
		expect(KNOWN.filter((secret) => !repeated.has(secret))).toEqual([]);
		// The sessions of all calls, beside the secrets that are written above.
		expect(repeated.size).toBeGreaterThan(casesOf(70));
		expect(runs).toBeGreaterThan(casesOf(3000));
		expect(hidden).toBeGreaterThan(runs / 3);
	});
});
