import { connectAddress } from '../../../nodes/Clickatell/apis/connect/address';

const TOKEN = '0123456789abcdef0123456789abcdef';

test.each([
	['https://connect.clickatell.com', `https://connect.clickatell.com/${TOKEN}`],
	[' https://connect.clickatell.com/ ', `https://connect.clickatell.com/${TOKEN}`],
	['https://proxy.example.com/connect//', `https://proxy.example.com/connect/${TOKEN}`],
	['http://localhost:4577/connect', `http://localhost:4577/connect/${TOKEN}`],
	['http://127.0.0.1:4577', `http://127.0.0.1:4577/${TOKEN}`],
	['http://[::1]:4577', `http://[::1]:4577/${TOKEN}`],
])('%s', (baseUrl, url) => {
	expect(connectAddress(baseUrl, ` ${TOKEN}\n`)).toEqual({ ok: true, url, token: TOKEN });
});

test.each([
	['http://connect.clickatell.com', 'must begin with https://'],
	['http://127.0.0.1.example.com', 'must begin with https://'],
	['http://localhost.example.com', 'must begin with https://'],
	['http://10.0.0.1', 'must begin with https://'],
	['connect.clickatell.com', 'must be an address'],
	['ftp://connect.clickatell.com', 'must be an address'],
	['', 'must be an address'],
	[undefined, 'must be an address'],
	['https://user:pass@connect.clickatell.com', 'without user, query or fragment'],
	['https://connect.clickatell.com/?XML=', 'without user, query or fragment'],
])('refuses the base URL %s', (baseUrl, reason) => {
	expect(connectAddress(baseUrl, TOKEN)).toEqual({
		ok: false,
		reason: expect.stringContaining(
			`'Base URL' ${reason.includes('without') ? 'must be an address ' : ''}${reason}`,
		),
	});
});

test.each(['', '  ', undefined, 'a/../b', 'abc def', `${TOKEN}?x=1`, 'ä'])(
	'refuses the token %j without repeating it',
	(token) => {
		const result = connectAddress('https://connect.clickatell.com', token);
		expect(result).toEqual({
			ok: false,
			reason: expect.stringMatching(/^'Token' (is empty|must be letters and digits)/),
		});
	},
);
