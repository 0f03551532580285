import { CONNECT_OPERATIONS } from '../../../nodes/Clickatell/catalogue/connect';
import type { ConnectOperation } from '../../../nodes/Clickatell/catalogue/types';
import { checkItem } from '../../../nodes/Clickatell/message/check';
import { connectRules } from '../../../nodes/Clickatell/apis/connect/rules';
import { defined } from '../../../nodes/Clickatell/formats/defined';

function record(name: string): ConnectOperation {
	return defined(CONNECT_OPERATIONS.find(({ resource, operation }) => `${resource}.${operation}` === name));
}

/** All faults of an item whose other values are those of the operation's sample. */
function faultsOf(name: string, given: Record<string, unknown>): string[] {
	const operation = record(name);
	const raw = { ...operation.sample.parameters, ...given };
	const result = checkItem(operation, raw, {});
	return [...(result.ok ? [] : result.faults), ...connectRules(operation, raw)];
}

const WITH_LOGIN = CONNECT_OPERATIONS.filter(({ parameters }) =>
	parameters.some(({ name }) => name === 'password'),
).map(({ resource, operation }) => `${resource}.${operation}`);

const email = (length: number) => `${'a'.repeat(length - 12)}@example.com`;

/** Guide's table: parameter, the longest value that is allowed, the shortest that is not. */
type Limit = readonly [
	operation: string,
	parameter: string,
	within: readonly unknown[],
	beyond: readonly unknown[],
];

const LIMITS: readonly Limit[] = [
	...WITH_LOGIN.flatMap((name): Limit[] => [
		[name, 'user', ['a'.repeat(128), 'a', 'name@example.com'], ['a'.repeat(129), 'two words', '']],
		[
			name,
			'password',
			['abc123', 'a'.repeat(32)],
			['abc12', 'a'.repeat(33), 'pass word', 'påss12', 'pass-12', ''],
		],
	]),
	['user.forgotPassword', 'user', ['a'.repeat(128)], ['a'.repeat(129), '']],
	['user.forgotPassword', 'emailAddress', [email(64)], [email(65), '', 'name', 'two words@example.com']],
	[
		'user.forgotPassword',
		'captchaId',
		['0'.repeat(32), 'A'.repeat(32)],
		['0'.repeat(31), '0'.repeat(33), 'g'.repeat(32), ''],
	],
	['user.forgotPassword', 'captchaCode', ['a', 'A1b2C3'], ['A1b2C3d', 'a b', '']],
	['registration.register', 'captchaId', ['0'.repeat(32)], ['0'.repeat(33), '']],
	['registration.register', 'captchaCode', ['123456'], ['1234567', '']],
	['registration.register', 'firstName', ['é'.repeat(80)], ['é'.repeat(81), '']],
	['registration.register', 'lastName', ['a'.repeat(80)], ['a'.repeat(81), '']],
	['registration.register', 'emailAddress', [email(64)], [email(65), '']],
	['registration.register', 'countryId', [1, '305'], ['', 'South Africa']],
	[
		'registration.register',
		'mobileNumber',
		['1'.repeat(30), '+27 99 910 0001'],
		['1'.repeat(31), '', '0999100001', 'abc'],
	],
	['registration.register', 'acceptTerms', [true, '1'], [false, '0', '', 'yes']],
	['registration.register', 'testMode', [true, false], ['perhaps']],
	['registration.register', 'accountTypeId', ['1', 9], ['UK']],
	['registration.register', 'company', ['a'.repeat(80)], ['a'.repeat(81)]],
	['registration.register', 'emailFormat', ['1', 2], ['3', 'HTML']],
	['registration.register', 'weeklyUpdate', [true, false], ['weekly']],
	['registration.register', 'forceCreate', [true, false], ['force']],
	['registration.register', 'couponCode', ['a'.repeat(500)], ['\u0007']],
	[
		'registration.register',
		'activationRedirectUrl',
		['https://www.example.com/a?b=1'],
		['www.example.com', 'ftp://example.com'],
	],
	['registration.resendActivationEmail', 'emailAddress', [email(64)], [email(65), 'name']],
	['registration.sendActivationSms', 'mobileNumber', ['1'.repeat(30)], ['1'.repeat(31), '0999100001']],
	['registration.validateActivationSms', 'activationCode', ['a'.repeat(11)], ['a'.repeat(12), '']],
	['lookup.getTerms', 'termsFormat', ['1', '2'], ['0', '3']],
	[
		'lookup.getTerms',
		'clientIpAddress',
		['203.0.113.17', '255.255.255.255'],
		['203.0.113', '256.0.0.1', '::1'],
	],
	['connection.create', 'connectionTypeId', ['2', 14], ['', 'SOAP API']],
	['connection.create', 'ftpPassword', ['a'.repeat(10)], ['a'.repeat(11)]],
	['connection.create', 'apiDescription', ['a'.repeat(1000)], ['\u0000']],
	[
		'connection.create',
		'ipAddresses',
		['203.0.113.17', '203.0.113.17, 203.0.113.18'],
		['203.0.113.17;203.0.113.18', '203.0.113', '203.0.113.17,'],
	],
	['connection.create', 'dialPrefix', ['27', '1868'], ['+27', 'ZA']],
	['connection.create', 'callbackUser', ['a'.repeat(64)], ['a'.repeat(65)]],
	['connection.create', 'callbackPassword', ['a'.repeat(64)], ['a'.repeat(65)]],
];

test.each(LIMITS)('%s: %s', (operation, parameter, within, beyond) => {
	const { label } = defined(record(operation).parameters.find(({ name }) => name === parameter));
	for (const value of within) expect(faultsOf(operation, { [parameter]: value })).toEqual([]);
	for (const value of beyond) {
		const faults = faultsOf(operation, { [parameter]: value });
		expect({ value, faults }).toEqual({ value, faults: [expect.stringContaining(`'${label}'`)] });
	}
});

test('no fault repeats a password', () => {
	for (const name of WITH_LOGIN) {
		expect(faultsOf(name, { password: 'my secret password' }).join()).not.toContain('my secret');
	}
	expect(faultsOf('connection.create', { ftpPassword: 'too long a secret' }).join()).not.toContain(
		'too long',
	);
});

test('terms need a country or an address', () => {
	expect(faultsOf('lookup.getTerms', { countryId: '' })).toEqual([
		"'Country' and 'Client IP Address' are empty; fill in one of them",
	]);
	expect(faultsOf('lookup.getTerms', { countryId: '', clientIpAddress: '203.0.113.17' })).toEqual([]);
	expect(faultsOf('lookup.getTerms', { countryId: '0', clientIpAddress: '203.0.113.17' })).toEqual([]);
	expect(faultsOf('lookup.getTerms', { countryId: 0 })).toEqual([
		"'Country' is 0, which means the country of 'Client IP Address'; fill that in",
	]);
});

test('an FTP connection needs an FTP password, others do not', () => {
	expect(faultsOf('connection.create', { connectionTypeId: '7' })).toEqual([
		"'FTP Password' is empty; an FTP connection needs one",
	]);
	expect(faultsOf('connection.create', { connectionTypeId: 7, ftpPassword: 'secret' })).toEqual([]);
	expect(faultsOf('connection.create', { connectionTypeId: '2' })).toEqual([]);
});

test('a callback URL needs its type, because the guide contradicts itself on the default', () => {
	const callbackUrl = 'https://n8n.example.com/webhook/x';
	expect(faultsOf('connection.create', { callbackUrl })).toEqual([
		"'Callback Type' is empty; choose the format in which 'Callback URL' is called",
	]);
	expect(faultsOf('connection.create', { callbackUrl, callbackTypeId: '0' })).toEqual([]);
});

test('where a captcha is needed only after a lock, its two fields go together', () => {
	const optional = WITH_LOGIN.filter((name) => name !== 'registration.register');
	expect(optional).toHaveLength(7);
	const captchaId = '0'.repeat(32);
	for (const name of optional) {
		expect(faultsOf(name, {})).toEqual([]);
		expect(faultsOf(name, { captchaId, captchaCode: '123456' })).toEqual([]);
		expect(faultsOf(name, { captchaId })).toEqual([
			"'Captcha Code' is empty, but 'Captcha ID' is not; a captcha needs both",
		]);
		expect(faultsOf(name, { captchaCode: '123456' })).toEqual([
			"'Captcha ID' is empty, but 'Captcha Code' is not; a captcha needs both",
		]);
	}
});

test('everything that is wrong is said at once', () => {
	const empty = Object.fromEntries(
		record('registration.register').parameters.map(({ name }) => [name, undefined]),
	);
	expect(
		faultsOf('registration.register', { ...empty, acceptTerms: false, company: 'a'.repeat(81) }),
	).toHaveLength(11);
});

test('no call with a login may be repeated automatically, whatever it does', () => {
	for (const operation of CONNECT_OPERATIONS) {
		const login = operation.parameters.some(({ name }) => name === 'user');
		expect([operation.operation, operation.effect]).toEqual([operation.operation, login ? 'write' : 'read']);
	}
});

test('passwords and the buy link are marked as secrets', () => {
	for (const { parameters } of CONNECT_OPERATIONS) {
		for (const { name, secret } of parameters)
			expect([name, secret ?? false]).toEqual([name, /password/i.test(name)]);
	}
	expect(record('credit.getBuyUrl').result[0]).toMatchObject({ name: 'buyUrl', secret: true });
});

test('every list that a field is chosen from is an operation with those result fields', () => {
	const lookups = CONNECT_OPERATIONS.flatMap(({ parameters }) => parameters).flatMap(({ type }) =>
		type.kind === 'lookup' ? [type] : [],
	);
	expect(lookups).toHaveLength(5);
	for (const { operation, id, label } of lookups) {
		const names = record(operation).result.map(({ name }) => name);
		expect(record(operation).reply).toBe('list');
		expect(names).toEqual(expect.arrayContaining([id, label]));
	}
});

test('the samples are sound and hold what the records promise', () => {
	for (const operation of CONNECT_OPERATIONS) {
		expect(faultsOf(`${operation.resource}.${operation.operation}`, {})).toEqual([]);
		const names = operation.result.filter(({ type }) => type !== 'png').map(({ name }) => name);
		expect(Object.keys(operation.sample.result)).toEqual(names);
	}
});
