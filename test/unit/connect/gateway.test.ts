import { ManualClock, repeatableIds, startGateway, type Gateway } from '../../gateway';
import { CONNECT_ERROR_TEXT, DEMO_TOKEN, readConnectRequest } from '../../gateway/connect';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Posts a document to the gateway as any client would, and gives the reply's text. */
async function post(gateway: Gateway, xml: string, token = DEMO_TOKEN): Promise<string> {
	const response = await fetch(`${gateway.connect.url}/${token}`, {
		method: 'POST',
		body: new URLSearchParams({ XML: xml }),
	});
	return await response.text();
}

function call(action: string, fields: Record<string, string> = {}): string {
	const elements = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
	return `<clickatellsdk><action>${action}</action>${elements.join('')}</clickatellsdk>`;
}

const errorsOf = (reply: string) => [...reply.matchAll(/<Error>(\w+)<\/Error>/g)].map(([, code]) => code);
const valueOf = (reply: string, name: string) =>
	new RegExp(`<${name}>([^<]*)</${name}>`).exec(reply)?.[1] ?? '';

const LOGIN = { user: 'customer17', password: 'Secret17' };

describe('the Connect API of the embedded gateway', () => {
	let gateway: Gateway;
	let clock: ManualClock;

	beforeEach(async () => {
		clock = new ManualClock();
		gateway = await startGateway({ clock, ids: repeatableIds('connect') });
	});
	afterEach(() => gateway.close());

	async function captcha(): Promise<{ captcha_id: string; captcha_code: string }> {
		const captcha_id = valueOf(await post(gateway, call('get_captcha')), 'captcha_id');
		return { captcha_id, captcha_code: gateway.connect.captchas.codeOf(captcha_id) };
	}

	async function register(fields: Record<string, string> = {}): Promise<string> {
		return await post(
			gateway,
			call('register', {
				...LOGIN,
				...(await captcha()),
				fname: 'First',
				sname: 'Last',
				email_address: 'name@example.com',
				country_id: '43',
				mobile_number: '27999100001',
				accept_terms: '1',
				...fields,
			}),
		);
	}

	async function activate(): Promise<void> {
		await register();
		await fetch(defined(defined(gateway.connect.mailTo('name@example.com')).link));
		await post(gateway, call('send_activation_sms', LOGIN));
		const code = defined(/\d+$/.exec(defined(gateway.messages({ to: '27999100001' })[0]).text))[0];
		await post(gateway, call('validate_activation_sms', { ...LOGIN, sms_activation_code: code }));
	}

	test('refuses a token it does not know, an unknown call and a document it cannot read', async () => {
		expect(errorsOf(await post(gateway, call('get_list_country'), 'f'.repeat(32)))).toEqual(['005']);
		expect(errorsOf(await post(gateway, call('delete_everything')))).toEqual(['430']);
		expect(errorsOf(await post(gateway, '<clickatellsdk><action>get_list_country</clickatellsdk>'))).toEqual([
			'999',
		]);
		expect(gateway.connect.violations()).toEqual([': the document cannot be read']);
	});

	test('takes the action in either spelling and place, as clients have sent it', () => {
		const fields = { user: 'a&b' };
		expect(
			readConnectRequest('<clickatellsdk><user>a&amp;b</user><Action>x</Action></clickatellsdk>'),
		).toEqual({
			action: 'x',
			fields,
			violations: [],
		});
		expect(
			readConnectRequest('<CLICKATELLSDK><action>x</action><user>a&amp;b</user></CLICKATELLSDK>')?.fields,
		).toEqual(fields);
		expect(readConnectRequest('<Clickatellsdk><action>x</action></Clickatellsdk>')).toBeUndefined();
	});

	test('names every wrong field of a call in one reply, and notes fields in the wrong case', async () => {
		const reply = await post(
			gateway,
			call('register', { User: 'customer17', password: 'short', country_id: '9999' }),
		);
		expect(errorsOf(reply)).toEqual(['431', '432', '400', '401', '433', '434', '416', '406', '417', '410']);
		expect(gateway.connect.violations()).toEqual(['register: User is no field of this call']);
	});

	test('a captcha is good for one try, for one use, and for fifteen minutes', async () => {
		const first = await captcha();
		expect(errorsOf(await register({ ...first, captcha_code: '000000' }))).toEqual(['401']);
		expect(errorsOf(await register(first))).toEqual(['402']);

		const second = await captcha();
		await clock.advance(15 * 60_000);
		expect(errorsOf(await register(second))).toEqual(['402']);

		const third = await captcha();
		await clock.advance(15 * 60_000 - 1);
		expect(errorsOf(await register({ ...third, test_mode: '1' }))).toEqual([]);
		expect(errorsOf(await register(third))).toEqual(['403']);
		expect(errorsOf(await register({ captcha_id: 'f'.repeat(32) }))).toEqual(['400']);
	});

	test('test mode checks everything and creates nothing; a user name and an email address are taken once', async () => {
		expect(errorsOf(await register({ test_mode: '1' }))).toEqual([]);
		expect(gateway.connect.users.size).toBe(0);
		expect(errorsOf(await register())).toEqual([]);
		expect(errorsOf(await register())).toEqual(['439', '105']);
		expect(errorsOf(await register({ user: 'customer18' }))).toEqual(['105']);
		expect(errorsOf(await register({ user: 'customer18', force_create: '1' }))).toEqual([]);
		expect(errorsOf(await register({ user: 'demo', email_address: 'other@example.com' }))).toEqual(['439']);
	});

	test('an email link activates, and the mobile code comes as a message', async () => {
		await register();
		expect(await post(gateway, call('authenticate_user', LOGIN))).toContain(
			'<Error>103</Error>\n<Description>Not email activated</Description>\n<Value><Email>name@example.com</Email></Value>',
		);
		await fetch(defined(defined(gateway.connect.mailTo('name@example.com')).link));
		expect(errorsOf(await post(gateway, call('resend_email_activation', LOGIN)))).toEqual(['107']);
		expect(valueOf(await post(gateway, call('authenticate_user', LOGIN)), 'Usernumber')).toMatch(/^\d{7}$/);

		const status = await post(gateway, call('sms_activation_status', LOGIN));
		expect([errorsOf(status), valueOf(status, 'Cellphone')]).toEqual([['104'], '27999100001']);
		await post(gateway, call('send_activation_sms', { ...LOGIN, mobile_number: '27999100002' }));
		const [message] = gateway.messages({ to: '27999100002' });
		const code = defined(defined(/^Your activation code is (\d{5})$/.exec(defined(message).text))[1]);
		const validate = call('validate_activation_sms', { ...LOGIN, sms_activation_code: code });
		expect(errorsOf(await post(gateway, validate))).toEqual([]);
		expect(errorsOf(await post(gateway, validate))).toEqual(['108']);
		expect(valueOf(await post(gateway, call('sms_activation_status', LOGIN)), 'Cellphone')).toBe(
			'27999100002',
		);
	});

	test('an activation link that was replaced, and one to go on from', async () => {
		await register({ activation_redirect: `${gateway.connect.url}/mail` });
		const old = defined(defined(gateway.connect.mailTo('name@example.com')).link);
		await post(gateway, call('resend_email_activation', { ...LOGIN, email_address: 'new@example.com' }));
		expect((await fetch(old)).status).toBe(404);
		const response = await fetch(defined(defined(gateway.connect.mailTo('new@example.com')).link), {
			redirect: 'manual',
		});
		expect([response.status, response.headers.get('location')]).toEqual([302, `${gateway.connect.url}/mail`]);
	});

	test('too many activation messages and wrong codes end in 102', async () => {
		await register();
		await fetch(defined(defined(gateway.connect.mailTo('name@example.com')).link));
		const wrong = call('validate_activation_sms', { ...LOGIN, sms_activation_code: '0' });
		const send = call('send_activation_sms', LOGIN);
		for (const xml of [wrong, send]) {
			const codes: Array<string | undefined> = [];
			for (let i = 0; i < 6; i++) codes.push(errorsOf(await post(gateway, xml))[0]);
			expect(codes).toEqual([...Array<unknown>(5).fill(xml === wrong ? '418' : undefined), '102']);
		}
	});

	test('two failed logins lock the user until a captcha and the right password come together', async () => {
		await activate();
		const wrong = { ...LOGIN, password: 'Wrong123' };
		expect(errorsOf(await post(gateway, call('authenticate_user', wrong)))).toEqual(['404']);
		expect(errorsOf(await post(gateway, call('authenticate_user', wrong)))).toEqual(['404']);
		expect(errorsOf(await post(gateway, call('authenticate_user', LOGIN)))).toEqual(['004']);
		const half = { captcha_id: (await captcha()).captcha_id };
		expect(errorsOf(await post(gateway, call('authenticate_user', { ...LOGIN, ...half })))).toEqual(['401']);
		const good = { ...LOGIN, ...(await captcha()) };
		expect(errorsOf(await post(gateway, call('authenticate_user', good)))).toEqual([]);
		expect(errorsOf(await post(gateway, call('authenticate_user', LOGIN)))).toEqual([]);
	});

	test('ten failed logins lock the address for every user, until one succeeds', async () => {
		await activate();
		for (let i = 0; i < 10; i++) {
			const nobody = { user: `nobody${i}`, password: 'Secret17' };
			expect(errorsOf(await post(gateway, call('authenticate_user', nobody)))).toEqual(['404']);
		}
		expect(errorsOf(await post(gateway, call('authenticate_user', LOGIN)))).toEqual(['003']);
		const good = { ...LOGIN, ...(await captcha()) };
		expect(errorsOf(await post(gateway, call('authenticate_user', good)))).toEqual([]);
		expect(errorsOf(await post(gateway, call('authenticate_user', LOGIN)))).toEqual([]);
	});

	test('a success in between keeps the user from being locked', async () => {
		await activate();
		const wrong = call('authenticate_user', { ...LOGIN, password: 'Wrong123' });
		for (const xml of [wrong, call('authenticate_user', LOGIN), wrong]) await post(gateway, xml);
		expect(errorsOf(await post(gateway, call('authenticate_user', LOGIN)))).toEqual([]);
	});

	test('a forgotten password is replaced by email, for the right address alone', async () => {
		await activate();
		const ask = async (email_address: string) =>
			errorsOf(
				await post(
					gateway,
					call('forgot_password', { user: LOGIN.user, email_address, ...(await captcha()) }),
				),
			);
		expect(await ask('other@example.com')).toEqual(['405']);
		expect(await ask('name@example.com')).toEqual([]);
		const password = defined(
			defined(/is (\w+)$/.exec(defined(gateway.connect.mailTo('name@example.com')).text))[1],
		);
		expect(errorsOf(await post(gateway, call('authenticate_user', LOGIN)))).toEqual(['404']);
		expect(errorsOf(await post(gateway, call('authenticate_user', { ...LOGIN, password })))).toEqual([]);
		expect(defined(gateway.state.accounts.get(LOGIN.user)).password).toBe(password);
	});

	test('a connection is an API product of the SOAP side, with the callback settings it was given', async () => {
		await register();
		await fetch(defined(defined(gateway.connect.mailTo('name@example.com')).link));
		const create = (fields: Record<string, string>) =>
			post(gateway, call('create_connection', { ...LOGIN, connection_id: '14', ...fields }));
		expect(errorsOf(await create({}))).toEqual(['104']);
		defined(gateway.connect.users.get(LOGIN.user)).smsActivated = true;
		expect(errorsOf(await create({ connection_id: '7' }))).toEqual(['420']);
		const reply = await create({
			ip_address: '127.0.0.1, 203.0.113.17',
			Dial_prefix: '27',
			callback_url: 'http://127.0.0.1:9/hook',
			callback_type_id: '6',
			callback_username: 'u',
			callback_password: 'p',
		});
		expect(gateway.state.apis.get(valueOf(reply, 'api_id'))).toEqual({
			apiId: valueOf(reply, 'api_id'),
			user: LOGIN.user,
			allowedAddresses: ['127.0.0.1', '203.0.113.17'],
			dialPrefix: '27',
			callback: { url: 'http://127.0.0.1:9/hook', type: 'soap-post', user: 'u', password: 'p' },
		});
	});

	test('the buy link logs its user in and adds credits', async () => {
		await activate();
		const link = valueOf(await post(gateway, call('buy_credits_url', LOGIN)), 'buy_url');
		expect(await (await fetch(link, { method: 'POST' })).text()).toContain('customer17 has 110 credits');
		expect((await fetch(`${gateway.connect.url}/buy?auth_id=x`)).status).toBe(403);
	});

	test('terms follow the country, or the address when there is none', async () => {
		const terms = async (fields: Record<string, string>) =>
			valueOf(await post(gateway, call('get_list_terms', fields)), 'URL_location');
		expect(await terms({ country_id: '1' })).toBe('http://www.clickatell.com/sdk/terms.txt');
		expect(await terms({ country_id: '43', terms_format: '2' })).toBe(
			'http://www.clickatell.com/sdk/terms_za.html',
		);
		expect(await terms({ country_id: '0', client_ip_address: '203.0.113.9' })).toContain('terms_za');
		expect(errorsOf(await post(gateway, call('get_list_terms')))).toEqual(['429']);
	});

	test('answers every number of the table on demand, and in either root spelling', async () => {
		for (const [code, text] of Object.entries(CONNECT_ERROR_TEXT)) {
			gateway.connect.fail({ kind: 'error', code });
			expect(await post(gateway, call('get_list_country'))).toContain(
				`<Error>${code}</Error>\n<Description>${text}</Description>`,
			);
		}
		gateway.connect.rootSpelling = 'ClICKATELLSDK';
		expect(await post(gateway, call('get_list_country'))).toMatch(
			/^<\?xml version="1.0"\?>\n<ClICKATELLSDK>/,
		);
	});

	test('faults are scripted over HTTP too, and a reset forgets everything', async () => {
		const faults = `${gateway.connect.url}/faults`;
		const script = (fault: object) => fetch(faults, { method: 'POST', body: JSON.stringify(fault) });
		expect((await script({ kind: 'nonsense' })).status).toBe(400);
		await script({ kind: 'errors', codes: ['431', '432'], times: 1, action: 'get_captcha' });
		expect(errorsOf(await post(gateway, call('get_list_country')))).toEqual([]);
		expect(errorsOf(await post(gateway, call('get_captcha')))).toEqual(['431', '432']);
		await register();
		gateway.reset();
		expect(errorsOf(await post(gateway, call('get_captcha')))).toEqual([]);
		expect([gateway.connect.users.size, gateway.connect.mails.length]).toEqual([0, 0]);
	});

	test('a program can be told what a picture shows', async () => {
		const { captcha_id, captcha_code } = await captcha();
		const response = await fetch(`${gateway.connect.url}/captcha/${captcha_id}`);
		expect(await response.json()).toEqual({ code: captcha_code });
		expect((await fetch(`${gateway.connect.url}/captcha/none`)).status).toBe(404);
	});
});
