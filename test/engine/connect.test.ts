import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IBinaryData, IDataObject, INode } from 'n8n-workflow';

import { CONNECT_OPERATIONS } from '../../nodes/Clickatell/catalogue/connect';
import { startGateway, type Gateway } from '../gateway';
import { CONNECT_ERROR_TEXT, type ConnectFaultKind, DEMO_TOKEN } from '../gateway/connect';
import { createTrigger } from '../unit/trigger/webhook';
import { runNode, type NodeResult } from './engine';
import { NO_ERROR } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

const LOGIN = { user: 'customer17', password: 'Secret17' };
const SOAP_API = '14';

describe('the Connect API on n8n-core', () => {
	let gateway: Gateway;

	beforeAll(async () => {
		gateway = await startGateway({ pace: { toGateway: 5, toHandset: 5 } });
	});
	beforeEach(() => gateway.reset());
	afterAll(() => gateway.close());

	const vault = (token = DEMO_TOKEN, baseUrl = gateway.connect.url) => ({
		clickatellConnectApi: { token, baseUrl, probe: '' },
	});

	/** Runs one operation; names of parameters that stand in a collection are put there. */
	async function run(
		name: string,
		parameters: IDataObject = {},
		more: { settings?: Partial<INode>; items?: IDataObject[]; credentials?: ReturnType<typeof vault> } = {},
	): Promise<NodeResult> {
		const [resource, operation] = name.split('.') as [string, string];
		const record = defined(
			CONNECT_OPERATIONS.find((each) => each.resource === resource && each.operation === operation),
		);
		const placed: IDataObject = {
			authentication: 'connect',
			resource,
			operation,
			options: {},
			advanced: {},
		};
		for (const [key, value] of Object.entries(parameters)) {
			const { place } = defined(record.parameters.find((each) => each.name === key));
			if (place === 'main') placed[key] = value;
			else (placed[place] as IDataObject)[key] = value;
		}
		return await runNode({
			parameters: placed,
			credentials: more.credentials ?? vault(),
			...(more.settings === undefined ? {} : { settings: more.settings }),
			...(more.items === undefined ? {} : { items: more.items.map((json) => ({ json })) }),
		});
	}

	const jsonOf = (result: NodeResult) => {
		if (result.error) throw result.error;
		return defined(result.outputs[0]).map(({ json }) => json);
	};

	/** What an n8n user sees of a run that failed. */
	const problemOf = ({ error }: NodeResult) => `${error?.message} | ${error?.description ?? ''}`;

	async function captcha(): Promise<{ captchaId: string; captchaCode: string }> {
		const [{ captchaId } = {}] = jsonOf(await run('registration.getCaptcha'));
		return {
			captchaId: captchaId as string,
			captchaCode: gateway.connect.captchas.codeOf(captchaId as string),
		};
	}

	async function register(more: IDataObject = {}): Promise<NodeResult> {
		return await run('registration.register', {
			...LOGIN,
			...(await captcha()),
			firstName: 'First',
			lastName: 'Last',
			emailAddress: 'name@example.com',
			countryId: '43',
			mobileNumber: '+27 99 910 0001',
			acceptTerms: true,
			...more,
		});
	}

	async function followLink(): Promise<void> {
		const response = await fetch(defined(defined(gateway.connect.mailTo('name@example.com')).link));
		expect(response.status).toBe(200);
	}

	async function activate(): Promise<void> {
		jsonOf(await register());
		await followLink();
		defined(gateway.connect.users.get(LOGIN.user)).smsActivated = true;
	}

	test('lists give one item for each entry', async () => {
		const countries = jsonOf(await run('lookup.getCountries'));
		expect(countries).toContainEqual({ countryId: '43', name: 'South Africa' });
		expect(countries).toContainEqual({ countryId: '11', name: "Côte d'Ivoire" });
		expect(jsonOf(await run('lookup.getCountryPrefixes'))).toContainEqual({ countryId: '43', prefix: '27' });
		expect(jsonOf(await run('lookup.getAccountTypes'))[0]).toEqual({
			accountTypeId: '1',
			accountType: 'International',
		});
		expect(jsonOf(await run('lookup.getCallbackTypes'))[5]).toEqual({
			callbackTypeId: '6',
			callbackType: 'SOAP POST',
		});
		expect(jsonOf(await run('lookup.getConnectionTypes'))[5]).toEqual({
			connectionTypeId: SOAP_API,
			connectionType: 'SOAP API',
		});
		expect(gateway.connect.violations()).toEqual([]);
	});

	test('the token is not proved before each call', async () => {
		const result = await run('lookup.getCountries');
		expect([result.helper.logins, gateway.connect.calls.length]).toEqual([0, 1]);
	});

	test('terms by country and by address', async () => {
		expect(jsonOf(await run('lookup.getTerms', { countryId: '43', termsFormat: '2' }))).toEqual([
			{ termsUrl: 'http://www.clickatell.com/sdk/terms_za.html' },
		]);
		expect(jsonOf(await run('lookup.getTerms', { clientIpAddress: '198.51.100.1' }))).toEqual([
			{ termsUrl: 'http://www.clickatell.com/sdk/terms.txt' },
		]);
		expect(problemOf(await run('lookup.getTerms'))).toContain("'Country' and 'Client IP Address' are empty");
	});

	test('a captcha comes as a picture on the item', async () => {
		const { outputs } = await run('registration.getCaptcha');
		const { json, binary } = defined(defined(outputs[0])[0]);
		expect(json).toEqual({
			captchaId: expect.stringMatching(/^[0-9a-f]{32}$/),
			expiresAt: expect.any(String),
		});
		const life = Date.parse(json['expiresAt'] as string) - Date.now();
		expect(life).toBeGreaterThan(14.9 * 60_000);
		expect(life).toBeLessThanOrEqual(15 * 60_000);
		const picture = defined(binary)['captcha'] as IBinaryData;
		expect(picture).toMatchObject({ mimeType: 'image/png', fileName: 'captcha.png' });
		const bytes = Buffer.from(picture.data, 'base64');
		expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
		expect(bytes.subarray(-8, -4).toString('latin1')).toBe('IEND');
	});

	test('every call is refused in words of its own when the token is wrong', async () => {
		for (const { resource, operation, sample } of CONNECT_OPERATIONS) {
			const result = await run(`${resource}.${operation}`, sample.parameters as IDataObject, {
				credentials: vault('f'.repeat(32)),
			});
			expect([operation, problemOf(result)]).toEqual([
				operation,
				expect.stringMatching(
					/^Clickatell does not know this token \(005\) \| Copy the authentication token/,
				),
			]);
			expect(JSON.stringify(result.run)).not.toContain('f'.repeat(32));
		}
		expect(gateway.connect.calls).toHaveLength(16);
		expect(gateway.connect.violations()).toEqual([]);
	});

	test('every number of the table is shown with its meaning, whatever the call', async () => {
		for (const code of Object.keys(CONNECT_ERROR_TEXT)) {
			gateway.connect.fail({ kind: 'error', code });
			const problem = problemOf(await run('user.authenticate', LOGIN));
			expect(problem).toContain(`(${code}) | `);
			expect(problem).toContain(`Clickatell says: ${code} ${defined(CONNECT_ERROR_TEXT[code])}.`);
		}
	});

	test('several errors in one reply are all shown', async () => {
		jsonOf(await register());
		const problem = problemOf(await register());
		expect(problem).toMatch(
			/^The user name is taken \(439\); Another account has the same email address \(105\) \|/,
		);
		expect(problem).toContain("'Force Create'");
	});

	test('not activated: the email address with 103, the mobile number with 104', async () => {
		jsonOf(await register());
		expect(problemOf(await run('user.authenticate', LOGIN))).toMatch(
			/^The user has not been activated by email yet \(103\) \|.*Email address: name@example\.com\.$/,
		);
		await followLink();
		expect(problemOf(await run('connection.create', { ...LOGIN, connectionTypeId: SOAP_API }))).toMatch(
			/\(104\) \|.*'Send Activation SMS'.*Mobile number: 27999100001\.$/,
		);
		expect(jsonOf(await run('registration.getSmsActivationStatus', LOGIN))).toEqual([
			{ activated: false, mobileNumber: '27999100001', userNumber: null, ...NO_ERROR },
		]);
	});

	test('a forgotten password and a new activation email', async () => {
		jsonOf(await register());
		const [resent] = jsonOf(
			await run('registration.resendActivationEmail', { ...LOGIN, emailAddress: 'new@example.com' }),
		);
		expect(resent).toEqual({ success: true, userNumber: expect.stringMatching(/^\d{7}$/), ...NO_ERROR });
		const forgot = { user: LOGIN.user, emailAddress: 'new@example.com' };
		expect(jsonOf(await run('user.forgotPassword', { ...forgot, ...(await captcha()) }))).toEqual([
			{ success: true, ...NO_ERROR },
		]);
		expect(defined(gateway.connect.mailTo('new@example.com')).subject).toBe('Your new password');
		const wrong = { ...forgot, emailAddress: 'name@example.com', ...(await captcha()) };
		expect(problemOf(await run('user.forgotPassword', wrong))).toContain('(405)');
	});

	test('the buy link works; n8n is told to hide it', async () => {
		await activate();
		const [item] = jsonOf(await run('credit.getBuyUrl', LOGIN));
		expect((await fetch(defined(item)['buyUrl'] as string)).status).toBe(200);
		const { loadedPackage } = await import('./engine');
		const { description } = (await loadedPackage()).getNode('clickatell').type as {
			description: { sensitiveOutputFields?: string[] };
		};
		expect(description.sensitiveOutputFields).toContain('buyUrl');
	});

	describe('a failed login is never repeated', () => {
		const wrong = { ...LOGIN, password: 'Wrong123' };
		const logins = () => gateway.connect.calls.filter(({ action }) => action === 'authenticate_user').length;

		test('by the node, whatever the failure', async () => {
			const kinds: ConnectFaultKind[] = ['drop', 'drop-after', 'http-502', 'empty', 'html', 'truncated'];
			for (const kind of kinds) {
				gateway.connect.fail({ kind });
				expect(problemOf(await run('user.authenticate', LOGIN))).toMatch(/^127\.0\.0\.1:\d+ /);
			}
			gateway.connect.fail({ kind: 'error', code: '999' });
			expect(problemOf(await run('user.authenticate', LOGIN))).toContain('(999)');
			expect(logins()).toBe(kinds.length + 1);
		});

		test('by n8n with Retry On Fail', async () => {
			await activate();
			const result = await run('user.authenticate', wrong, {
				settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
			});
			expect(logins()).toBe(1);
			expect(JSON.stringify(result.run)).toContain('(404)');
		});

		test('for the following items of the same user', async () => {
			await activate();
			const names = [LOGIN.user, LOGIN.user, LOGIN.user, 'customer18'];
			const result = await run(
				'user.authenticate',
				{ user: '={{ $json.user }}', password: wrong.password },
				{ items: names.map((user) => ({ user })), settings: { onError: 'continueRegularOutput' } },
			);
			expect(gateway.connect.calls.filter(({ action }) => action === 'authenticate_user')).toHaveLength(2);
			expect(defined(result.outputs[0]).map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 1, 2, 3].map((item) => ({ item })),
			);
		});

		test.each([
			['user.authenticate', 'authenticate_user'],
			['registration.sendActivationSms', 'send_activation_sms'],
		])('for the following items of the same user, where the answer was lost: %s', async (name, action) => {
			await activate();
			gateway.connect.fail({ kind: 'drop-after' });
			const names = [LOGIN.user, LOGIN.user, 'customer18'];
			const result = await run(
				name,
				{ user: '={{ $json.user }}', password: LOGIN.password },
				{ items: names.map((user) => ({ user })), settings: { onError: 'continueRegularOutput' } },
			);
			expect(gateway.connect.calls.filter((call) => call.action === action)).toHaveLength(2);
			const told = defined(result.outputs[0]).map((item) => JSON.stringify([item.json, item.error?.message]));
			expect(told).toEqual([
				expect.stringContaining('may have been carried out'),
				expect.stringContaining('an earlier item of the same user was refused or got no clear answer'),
				expect.stringContaining('(404)'),
			]);
		});

		test('a locked user gets in with a captcha', async () => {
			await activate();
			for (let i = 0; i < 2; i++) expect(problemOf(await run('user.authenticate', wrong))).toContain('(404)');
			expect(problemOf(await run('user.authenticate', LOGIN))).toMatch(/\(004\) \| Run 'Get Captcha'/);
			jsonOf(await run('user.authenticate', { ...LOGIN, ...(await captcha()) }));
		});
	});

	test('a list is fetched again after a doubtful failure', async () => {
		gateway.connect.fail({ kind: 'drop' });
		gateway.connect.fail({ kind: 'http-502' });
		expect(jsonOf(await run('lookup.getAccountTypes'))).toHaveLength(7);
		expect(gateway.connect.calls).toHaveLength(3);
	});

	test('all faults of an item are named at once, and nothing is sent', async () => {
		const result = await run('registration.register', {
			...Object.fromEntries(
				[
					'captchaId',
					'captchaCode',
					'firstName',
					'lastName',
					'emailAddress',
					'countryId',
					'mobileNumber',
				].map((name) => [name, '={{ $json.nothing }}']),
			),
			...LOGIN,
			password: 'no',
			acceptTerms: false,
		});
		const problem = problemOf(result);
		for (const label of ['Password', 'Captcha ID', 'Captcha Code', 'First Name', 'Country', 'Accept Terms']) {
			expect(problem).toContain(`'${label}'`);
		}
		expect(gateway.connect.calls).toEqual([]);
	});

	test.each<ConnectFaultKind>([
		'doctype',
		'entity-bomb',
		'deep',
		'html',
		'empty',
		'wrong-charset',
		'malformed',
		'huge',
	])('a hostile reply ends in one error: %s', async (kind) => {
		jsonOf(await register());
		gateway.connect.fail({ kind });
		const started = performance.now();
		const result = await run('user.authenticate', LOGIN);
		// Much more than it takes: what counts is that it ends.
		expect(performance.now() - started).toBeLessThan(10_000);
		expect(problemOf(result)).toMatch(/^127\.0\.0\.1:\d+ answered .* may have been carried out \|/);
		expect(JSON.stringify(result.run)).not.toContain(LOGIN.password.repeat(1) + '<');
	});

	test.each<ConnectFaultKind>(['hang', 'stall'])(
		'an answer that does not end is not waited for: %s',
		async (kind) => {
			gateway.connect.fail({ kind });
			const started = performance.now();
			const problem = problemOf(await run('user.authenticate', { ...LOGIN, timeout: 1 }));
			expect(performance.now() - started).toBeLessThan(10_000);
			expect(problem).toMatch(/^127\.0\.0\.1:\d+ .*may have been carried out \|/);
		},
	);

	test('no password and no token is in an error or in the data of a failed run', async () => {
		gateway.connect.fail({ kind: 'drop' });
		const result = await run('user.authenticate', {
			...LOGIN,
			user: '={{ $json.user }}',
			password: '={{ "Hidden" + 42 }}',
		});
		const seen = JSON.stringify([result.run.data.resultData.error, problemOf(result)]);
		expect(seen).not.toContain('Hidden42');
		expect(JSON.stringify(result.run)).not.toContain(DEMO_TOKEN);
	});

	test('a base URL without HTTPS is refused before anything is sent', async () => {
		const result = await run(
			'lookup.getCountries',
			{},
			{ credentials: vault(DEMO_TOKEN, 'http://connect.example.com') },
		);
		expect(problemOf(result)).toContain("'Base URL' must begin with https://");
	});

	describe('from the captcha to a delivery report', () => {
		let server: Server;
		const received: IncomingMessage[] = [];
		const receive = createTrigger({ credential: { user: 'hook', password: 'hook-password', secret: '' } });
		const events: IDataObject[] = [];

		beforeAll(async () => {
			server = createServer((request, response) => {
				received.push(request);
				const chunks: Buffer[] = [];
				request.on('data', (chunk: Buffer) => chunks.push(chunk));
				request.on('end', () => {
					void receive({
						method: defined(request.method),
						target: defined(request.url),
						headers: request.headers as Record<string, string>,
						body: Buffer.concat(chunks),
					}).then(({ status, body, items }) => {
						events.push(...items);
						response.writeHead(status ?? 500).end(body);
					});
				});
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		});
		afterAll(() => new Promise((resolve) => server.close(resolve)));

		test.each(['0', '1', '2', '3', '5', '6'])('with callbacks of type %s', async (callbackTypeId) => {
			events.length = 0;
			// A person reads the picture, follows the link and types the code from the message.
			expect(jsonOf(await register())).toEqual([{ success: true, ...NO_ERROR }]);
			await followLink();
			expect(jsonOf(await run('user.authenticate', LOGIN))[0]).toMatchObject({ success: true });
			expect(jsonOf(await run('registration.sendActivationSms', LOGIN))).toEqual([
				{ success: true, ...NO_ERROR },
			]);
			const [activation] = gateway.messages({ to: '27999100001' });
			const activationCode = defined(/\d+$/.exec(defined(activation).text))[0];
			expect(
				problemOf(await run('registration.validateActivationSms', { ...LOGIN, activationCode: '0' })),
			).toContain('(418)');
			expect(jsonOf(await run('registration.validateActivationSms', { ...LOGIN, activationCode }))).toEqual([
				{ success: true, ...NO_ERROR },
			]);
			expect(jsonOf(await run('registration.getSmsActivationStatus', LOGIN))[0]).toMatchObject({
				activated: true,
			});

			const port = (server.address() as AddressInfo).port;
			const [connection] = jsonOf(
				await run('connection.create', {
					...LOGIN,
					connectionTypeId: SOAP_API,
					callbackUrl: `http://127.0.0.1:${port}/webhook/w/callback`,
					callbackTypeId,
					callbackUser: 'hook',
					callbackPassword: 'hook-password',
				}),
			);
			const sent = await runNode({
				parameters: {
					resource: 'message',
					operation: 'send',
					to: '27999100002',
					text: 'Welcome',
					deliveryReports: 7,
					options: { clientMessageId: 'welcome1' },
					advanced: {},
				},
				credentials: {
					clickatellSoapApi: {
						...LOGIN,
						apiId: defined(connection)['apiId'] as string,
						server: 'documentLiteral',
						baseUrl: gateway.url,
						sessionId: '',
					},
				},
			});
			const [message] = jsonOf(sent);
			expect(message).toMatchObject({ accepted: true, clientMessageId: 'welcome1' });
			await gateway.waitFor(() => events.some(({ status }) => status === '004'));
			expect(events.find(({ status }) => status === '004')).toMatchObject({
				kind: 'status',
				messageId: defined(message)['messageId'],
				clientMessageId: 'welcome1',
				outcome: 'delivered',
				final: true,
				// The XML packets have no field for it.
				apiId: ['2', '3'].includes(callbackTypeId) ? null : defined(connection)['apiId'],
			});
			expect(gateway.connect.violations()).toEqual([]);
		});
	});
});
