import { redactor } from '../../../nodes/Clickatell/formats/redact';
import { understandSoap } from '../../../nodes/Clickatell/apis/soap/reply';

const PAGE = '<!DOCTYPE html><html><body>Blocked</body></html>';
const TO = ['27999100001', '27999100002'];

function envelope(content: string): string {
	return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${content}</e:Body></e:Envelope>`;
}
const results = (...lines: string[]) =>
	envelope(`<r>${lines.map((line) => `<return>${line}</return>`).join('')}</r>`);

function heard(status: number, body: string, to?: readonly string[]) {
	const reply = { status, contentType: 'text/xml; charset=utf-8', bytes: Buffer.from(body) };
	return { answer: understandSoap(reply, { host: 'example.com', to, secrets: redactor(['s3cret']) }) };
}

describe('a page in place of an answer', () => {
	it.each([300, 301, 302, 307, 400, 401, 403, 404, 407, 409, 429, 451, 499])(
		'with HTTP status %d may stand before a gateway, or there may be none',
		(status) => {
			for (const body of [PAGE, '', 'Moved', '<a/>']) {
				expect(heard(status, body)).toMatchObject({ answer: { kind: 'page' } });
			}
		},
	);

	it.each([200, 201, 408, 500, 502, 503, 504])('with HTTP status %d leaves doubt', (status) => {
		for (const body of [PAGE, '', 'Moved', '<a/>']) {
			expect(heard(status, body)).toMatchObject({ answer: { kind: 'doubtful' } });
		}
	});

	it('says where it came from', () => {
		expect(heard(302, '').answer).toMatchObject({ sentence: 'example.com redirects to another address' });
		expect(heard(403, PAGE).answer).toMatchObject({ sentence: 'example.com answered with HTTP status 403' });
	});
});

describe('an answer of a SOAP server', () => {
	it.each([200, 302, 404, 408, 500])('counts whatever its HTTP status is (%d)', (status) => {
		expect(heard(status, results('ERR: 301, No Credit Left'), TO)).toEqual({
			answer: { kind: 'refused', code: '301', text: 'No Credit Left' },
		});
		const fault =
			'<e:Fault><faultcode>e:Server</faultcode><faultstring>s3cret is wrong</faultstring></e:Fault>';
		expect(heard(status, envelope(fault), TO)).toMatchObject({
			answer: { kind: 'doubtful', sentence: 'example.com reported a fault: ••• is wrong' },
		});
	});

	it('that blames the request has not acted on it', () => {
		const fault =
			'<e:Fault><faultcode>e:Client</faultcode><faultstring>s3cret is wrong</faultstring></e:Fault>';
		expect(heard(500, envelope(fault), TO).answer).toEqual({
			kind: 'refused',
			code: null,
			text: '••• is wrong',
		});
	});

	it.each([
		['e:Client', 'refused'],
		['Client.Authentication', 'refused'],
		['e:Server', 'doubtful'],
		['e:Server.ClientTimeout', 'doubtful'],
		['e:NotClient', 'doubtful'],
		['ClientClosedRequest', 'doubtful'],
		['e:client', 'doubtful'],
		['', 'doubtful'],
	])('with the code %p is %s: Client alone blames the request', (code, kind) => {
		const fault = `<e:Fault><faultcode>${code}</faultcode><faultstring>x</faultstring></e:Fault>`;
		expect(heard(500, envelope(fault), TO).answer.kind).toBe(kind);
	});

	it('comes without the secrets that it repeats', () => {
		const { answer } = heard(
			200,
			results('ERR: 901 s3cret To: 27999100001', '? s3cret', 'ID: a To: 27999100002'),
			TO,
		);
		expect(JSON.stringify(answer)).not.toContain('s3cret');
	});
});

describe('lines that say of no recipient what came of it', () => {
	it.each<[string, string[], string]>([
		['no line at all', [], ''],
		['words nobody understands', ['Sent, perhaps'], ': Sent, perhaps'],
		['an ID of nobody', ['ID: abc'], ' (it holds message ID abc)'],
		['a line of somebody else', ['ID: abc To: 27555000001', '?'], ': ? (it holds message ID abc)'],
	])('are as good as lost: %s', (_name, lines, more) => {
		expect(heard(200, results(...lines), TO)).toMatchObject({
			answer: {
				kind: 'doubtful',
				sentence: `example.com gave an answer that does not say whether the call was carried out${more}`,
			},
		});
	});

	it('are lines as soon as one recipient is told of, and for calls without recipients', () => {
		const lines = results('ID: abc To: 27999100001');
		expect(heard(200, lines, TO).answer.kind).toBe('lines');
		expect(heard(200, results('Sent, perhaps')).answer.kind).toBe('lines');
	});
});
