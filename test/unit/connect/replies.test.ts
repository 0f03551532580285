import fc from 'fast-check';

import { CONNECT_OPERATIONS } from '../../../nodes/Clickatell/catalogue/connect';
import { readConnectReply, type ConnectReply } from '../../../nodes/Clickatell/apis/connect/reply';
import { redactor } from '../../../nodes/Clickatell/formats/redact';
import { type ConnectFaultKind, faultBody, writeConnectReply } from '../../gateway/connect';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const NO_SECRETS = redactor([]);

function record(name: string) {
	return defined(CONNECT_OPERATIONS.find(({ operation }) => operation === name));
}

const COUNTRIES = record('getCountries');
const read = (text: string, contentType?: string) =>
	readConnectReply(COUNTRIES, NO_SECRETS, Buffer.from(text), contentType);
const GOOD = writeConnectReply(
	'get_list_country',
	{
		values: [
			[
				['country_id', '1'],
				['name', 'Österreich'],
			],
		],
	},
	'CLICKATELLSDK',
	1_705_309_200_000,
);

describe('replies that cannot be used end in one reason, quickly', () => {
	test.each<[ConnectFaultKind, string]>([
		['doctype', 'The XML contains a DOCTYPE, which is refused for safety.'],
		['entity-bomb', 'The XML contains a DOCTYPE, which is refused for safety.'],
		['huge', 'The XML is larger than 2097152 bytes.'],
		['deep', 'The XML is nested more than 16 levels deep.'],
		['html', 'It is an HTML page, not XML.'],
		['empty', 'The XML is empty.'],
		['truncated', 'The XML ends'],
		['malformed', 'The XML is damaged'],
	])('%s', (kind, reason) => {
		const body = defined(faultBody(kind, GOOD));
		const before = process.memoryUsage().rss;
		const started = performance.now();
		const reply = readConnectReply(COUNTRIES, NO_SECRETS, body, 'text/xml; charset=utf-8');
		expect(performance.now() - started).toBeLessThan(5000);
		expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
		expect(reply).toEqual({ kind: 'unreadable', reason: expect.stringContaining(reason) });
	});

	test('UTF-16 under the name of ISO-8859-1', () => {
		const body = defined(faultBody('wrong-charset', GOOD));
		const reply = readConnectReply(COUNTRIES, NO_SECRETS, body, 'text/xml; charset=iso-8859-1');
		expect(reply).toEqual({ kind: 'unreadable', reason: expect.stringMatching(/^.{1,200}$/) });
	});

	test('XML of someone else, and none at all', () => {
		expect(read('<soap:Envelope xmlns:soap="x"/>')).toEqual({
			kind: 'unreadable',
			reason: 'It is not a reply of the Connect API: it begins with <soap:Envelope>.',
		});
		expect(read('{"countries":[]}')).toMatchObject({ kind: 'unreadable' });
		expect(read('<CLICKATELLSDK><Timestamp>1</Timestamp></CLICKATELLSDK>')).toEqual({
			kind: 'unreadable',
			reason: 'The reply says neither that the call succeeded nor that it was refused.',
		});
	});

	test('a refusal with more errors and data than anyone needs is cut', () => {
		const errors = `<Error>1</Error><Description>${'x'.repeat(2000)}</Description>`.repeat(500);
		const extra = Array.from({ length: 500 }, (_, index) => `<f${index}>x</f${index}>`).join('');
		const reply = read(`<clickatellsdk>${errors}<Value>${extra}</Value></clickatellsdk>`) as Extract<
			ConnectReply,
			{ kind: 'refused' }
		>;
		expect(reply.errors).toHaveLength(20);
		expect(defined(reply.errors[0]).text).toHaveLength(501);
		expect(Object.keys(reply.extra)).toHaveLength(20);
	});

	test('never throws, whatever the bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array(), fc.option(fc.string(), { nil: undefined }), (bytes, contentType) => {
				for (const operation of CONNECT_OPERATIONS)
					readConnectReply(operation, NO_SECRETS, bytes, contentType);
			}),
		);
	});
});

test('the root may be spelled in any case, and so may every element', () => {
	const expected = { kind: 'records', records: [{ countryId: '1', name: 'Österreich' }] };
	for (const root of ['CLICKATELLSDK', 'ClICKATELLSDK', 'clickatellsdk']) {
		expect(read(GOOD.replaceAll('CLICKATELLSDK', root))).toEqual(expected);
	}
	expect(
		read(GOOD.replace(/<(\/?)(\w+)/g, (_, slash: string, name: string) => `<${slash}${name.toUpperCase()}`)),
	).toEqual(expected);
});

test('the charset of the header, of the declaration, or UTF-8', () => {
	const expected = { kind: 'records', records: [{ countryId: '1', name: 'Österreich' }] };
	const latin1 = Buffer.from(GOOD, 'latin1');
	expect(readConnectReply(COUNTRIES, NO_SECRETS, latin1, 'text/xml; charset=ISO-8859-1')).toEqual(expected);
	const declared = GOOD.replace('version="1.0"', 'version="1.0" encoding="ISO-8859-1"');
	expect(readConnectReply(COUNTRIES, NO_SECRETS, Buffer.from(declared, 'latin1'), 'text/xml')).toEqual(
		expected,
	);
	expect(readConnectReply(COUNTRIES, NO_SECRETS, Buffer.from(GOOD))).toEqual(expected);
});

test('a bare Value under the root counts like one inside Values', () => {
	const reply = '<CLICKATELLSDK><Result>Success</Result><Value><api_id>7</api_id></Value></CLICKATELLSDK>';
	expect(readConnectReply(record('create'), NO_SECRETS, Buffer.from(reply))).toEqual({
		kind: 'records',
		records: [{ apiId: '7' }],
	});
});

test('errors and descriptions are paired by position, and short numbers get their zeros', () => {
	const reply =
		'<CLICKATELLSDK><Result>Error</Result><Error>3</Error><Description>one</Description><Error>404</Error></CLICKATELLSDK>';
	expect(read(reply)).toEqual({
		kind: 'refused',
		errors: [
			{ code: '003', text: 'one' },
			{ code: '404', text: '' },
		],
		extra: {},
	});
});

test('a refusal without a number is a refusal', () => {
	expect(read('<CLICKATELLSDK><Result>Error</Result><Description>no</Description></CLICKATELLSDK>')).toEqual({
		kind: 'refused',
		errors: [{ code: '', text: 'no' }],
		extra: {},
	});
});

test('"not SMS activated" beside another error stays a refusal', () => {
	const reply = writeConnectReply('sms_activation_status', { errors: ['104', '006'] }, 'CLICKATELLSDK', 0);
	expect(readConnectReply(record('getSmsActivationStatus'), NO_SECRETS, Buffer.from(reply))).toMatchObject({
		kind: 'refused',
	});
});

test('a picture that is no PNG, or far too large, cannot be used', () => {
	const captcha = (image: string) =>
		readConnectReply(
			record('getCaptcha'),
			NO_SECRETS,
			Buffer.from(
				writeConnectReply(
					'get_captcha',
					{
						values: [
							[
								['captcha_id', 'a'.repeat(32)],
								['captcha_image', image],
							],
						],
					},
					'CLICKATELLSDK',
					0,
				),
			),
		);
	const cannot = (reason: string) => ({ kind: 'unreadable', reason: `The reply cannot be used: ${reason}.` });
	expect(captcha('GIF89a')).toEqual(cannot('the captcha picture is not a PNG'));
	expect(captcha('')).toEqual(cannot('the captcha picture is not a PNG'));
	expect(captcha(`%89PNG%0D%0A%1A%0A${'x'.repeat(600 * 1024)}`)).toEqual(
		cannot('the captcha picture is too large'),
	);
	expect(captcha(`%89PNG%0D%0A%1A%0A${'%00'.repeat(600 * 1024)}`)).toEqual(
		cannot('the captcha picture is too large'),
	);
});

it('a secret that stands in the name of an element beside a refusal is not shown', () => {
	const errors = '<Errors><Error_1>304</Error_1><ErrorDesc_1>no</ErrorDesc_1></Errors>';
	const text = `<CLICKATELLSDK><Result>Error</Result><Value><Xhunter2hunter2>a</Xhunter2hunter2></Value>${errors}</CLICKATELLSDK>`;
	const reply = readConnectReply(COUNTRIES, redactor(['hunter2hunter2']), Buffer.from(text), 'text/xml');
	expect(reply).toMatchObject({ kind: 'refused', extra: { 'X•••': 'a' } });
});
