import { Readable } from 'node:stream';
import { type IHttpRequestHelper, LoggerProxy } from 'n8n-workflow';

import { ClickatellConnectApi } from '../../../credentials/ClickatellConnectApi.credentials';
import { ClickatellSoapApi } from '../../../credentials/ClickatellSoapApi.credentials';
import { LoginError, loginErrorOf } from '../../../nodes/Clickatell/n8n/gatewayLogin';

/** A credential is handed no log; what its sentence cannot say of a failed connection is in n8n's own. */

test.each([
	['without a number', null],
	['with 001', '001'],
])('a login refused %s is known again behind the error that n8n 1.x makes of it', (_, refusedWith) => {
	const thrown = new LoginError('Clickatell does not accept the login', refusedWith);
	// Its NodeApiError takes over message and description, and forgets the rest.
	const error = Object.assign(new Error(thrown.message), { description: thrown.description });
	const known = { message: thrown.message, refusedWith };
	expect(loginErrorOf(error)).toEqual(known);
	expect(loginErrorOf(Object.assign(new Error('x'), { cause: error }))).toEqual(known);
	expect(loginErrorOf(Object.assign(new Error('x'), { cause: thrown }))).toEqual(known);
	expect(
		loginErrorOf(Object.assign(new Error(thrown.message), { description: 'Something else' })),
	).toBeUndefined();
});

const SOAP = {
	apiId: '1234567890',
	user: 'payroll-user',
	password: 'c0rrect-horse',
	server: 'documentLiteral',
	baseUrl: 'https://api.example.com',
	sessionToken: '',
};
const CONNECT = {
	token: 'fedcba9876543210fedcba9876543210',
	baseUrl: 'https://connect.example.com',
	probe: '',
};

let lines: string[];
beforeEach(() => {
	lines = [];
	const write = (message: string) => void lines.push(message);
	LoggerProxy.init({ debug: write, info: write, warn: write, error: write });
});

const failing = (error: Error): IHttpRequestHelper => ({
	helpers: {
		httpRequest: async () => {
			throw error;
		},
	},
});

/** No answer can have such a status; it stands for whatever nobody has thought of. */
const answering = (body: string): IHttpRequestHelper => ({
	helpers: {
		httpRequest: async () => ({
			statusCode: Symbol(body),
			headers: {},
			body: Readable.from([Buffer.from('x')]),
		}),
	},
});

test.each([
	[
		'the login',
		async (helper: IHttpRequestHelper) => await new ClickatellSoapApi().preAuthentication.call(helper, SOAP),
	],
	[
		'the proof of the token',
		async (helper: IHttpRequestHelper) =>
			await new ClickatellConnectApi().preAuthentication.call(helper, CONNECT),
	],
])('a fault of our own in %s is logged, and shown in words of our own', async (_, attempt) => {
	await expect(attempt(answering('x'))).rejects.toThrow(/^The answer could not be worked out; please report/);
	expect(lines).toEqual([
		expect.stringMatching(/^A fault of the package, please report it: TypeError: [^]*\n {4}at /),
	]);
});

test.each([
	[
		'the login',
		async (helper: IHttpRequestHelper) => await new ClickatellSoapApi().preAuthentication.call(helper, SOAP),
		`${SOAP.user}:${SOAP.password}`,
		'api.example.com broke off the connection: Error: no proxy for •••:•••',
	],
	[
		'the proof of the token',
		async (helper: IHttpRequestHelper) =>
			await new ClickatellConnectApi().preAuthentication.call(helper, CONNECT),
		`https://connect.example.com/${CONNECT.token}`,
		'connect.example.com broke off the connection: Error: no proxy for https://connect.example.com/•••',
	],
])('%s', async (_, attempt, secret, line) => {
	await expect(attempt(failing(new Error(`no proxy for ${secret}`)))).rejects.toThrow(
		/^\S+ broke off the connection; check 'Base URL'/,
	);
	expect(lines).toEqual([expect.stringContaining(line)]);
	lines = [];
	const known = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
	await expect(attempt(failing(known))).rejects.toThrow('refused the connection');
	expect(lines).toEqual([]);
});
