import { OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import type { ConnectOperation } from '../../../nodes/Clickatell/catalogue/types';
import { decodeCallback } from '../../../nodes/Clickatell/apis/gateway/callbacks';
import { decodeCaptcha } from '../../../nodes/Clickatell/apis/connect/captcha';
import { describeConnectRefusal } from '../../../nodes/Clickatell/apis/connect/refusal';
import { readConnectReply } from '../../../nodes/Clickatell/apis/connect/reply';
import { redactor } from '../../../nodes/Clickatell/formats/redact';
import { describeRefusal } from '../../../nodes/Clickatell/message/refusals';
import { understandSoap } from '../../../nodes/Clickatell/apis/soap/reply';
import { readLines } from '../../../nodes/Clickatell/apis/gateway/resultLines';
import { readOutcome, sessionOf } from '../../../nodes/Clickatell/apis/gateway/results';
import { charsetIn } from '../../../nodes/Clickatell/formats/contentType';
import { ESCAPED, growth, NOT_SQUARE, SEPARATORS } from './growth';
import { defined } from '../../../nodes/Clickatell/formats/defined';

jest.setTimeout(600_000);

const LISTED = defined(
	OPERATIONS.find((each): each is ConnectOperation => each.api === 'connect' && each.reply === 'list'),
);

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\r/g, '&#13;');

const SECRETS = redactor(['s3cret', 'user']);

const GRAMMARS = [
	'session',
	'alive',
	'stopped',
	'status',
	'charge',
	'balance',
	'coverage',
	'voucher',
] as const;

/** All that reads a line, with the hostile text at each place in it. */
function readAsLines(text: string): void {
	const hostile = [
		...[`ERR: 105, x${text}y`, `ERR:${text}105`, `ERR: 105 To:${text}1${text}`, `ERR: 1 To: 1${text}`],
		...[`ID: a${text}b`, `ID: a To:${text}1 Status:${text}4`, `OK: x${text}y`, `OK: x Charge:${text}1`],
		...[`Credit: ${text}1`, `Credit: 1${text}`, `${text}x`, `ID${text}x`, `ID: a Charge: 1${text}x`],
	];
	for (const raw of hostile) {
		const lines = readLines([raw]);
		for (const grammar of GRAMMARS) readOutcome(grammar, lines, {});
		sessionOf(lines);
		const [line] = lines;
		if (line?.kind === 'refused') describeRefusal('130', line.text);
	}
}

function readAsReply(text: string): void {
	const returns = [`ID: a${text}`, `ERR: 105 ${text}x`].map((each) => `<return>${escaped(each)}</return>`);
	const bodies = [
		`<r>${returns.join('')}</r>`,
		`<e:Fault><faultcode>e:${escaped(text)}Client</faultcode><faultstring>${escaped(text)}</faultstring></e:Fault>`,
	];
	for (const body of bodies) {
		const bytes = Buffer.from(`<e:Envelope xmlns:e="e"><e:Body>${body}</e:Body></e:Envelope>`);
		const question = { host: 'example.com', to: ['1'], secrets: SECRETS };
		understandSoap({ status: 200, contentType: `text/xml${text}`, bytes }, question);
	}
	charsetIn(`text/xml;${text}charset${text}=${text}utf-8${text}`);
}

function readAsConnect(text: string): void {
	const refused = `<CLICKATELLSDK><Result>Error</Result><Error>101${escaped(text)}</Error><Description>${escaped(text)}</Description></CLICKATELLSDK>`;
	const reply = readConnectReply(LISTED, SECRETS, Buffer.from(refused), `text/xml${text}`);
	if (reply.kind === 'refused') describeConnectRefusal(reply.errors, reply.extra, true);
	decodeCaptcha(text);
}

function readAsCallback(text: string): void {
	const packet = `<callback><apiMsgId>a</apiMsgId><status>${escaped(text)}4</status></callback>`;
	const bodies = [
		...[
			text,
			`${text}<`,
			`"${text}<`,
			`data=${text}<`,
			`data${text}=x`,
			packet,
			`<callback>${text}</callback>`,
		],
		...[
			`apiMsgId=a&status=${text}4&charge=1${text}&timestamp=1${text}`,
			`moMsgId=a&text=${text}&charset=${text}`,
		],
		`moMsgId=a&text=${text}%0416&charset=UTF-16BE`,
	];
	for (const body of bodies) {
		const common = { method: 'POST', query: `secret=a${text}?apiMsgId=a`, contentType: `text/xml;${text}` };
		decodeCallback({ ...common, body: Buffer.from(body) }, { ownParameters: ['secret'] });
		decodeCallback({ ...common, query: body, body: Buffer.alloc(0) }, { ownParameters: ['secret'] });
	}
}

/** What reads, how many characters at each place of the smaller text, and all separators. An answer ends at 256 KB. */
const READERS = [
	['a line', readAsLines, 3_000, [...SEPARATORS, ...ESCAPED]],
	['an answer of the SOAP API', readAsReply, 3_000, SEPARATORS],
	['an answer of the SOAP API, escaped', readAsReply, 1_000, ESCAPED],
	['an answer of the Connect API', readAsConnect, 3_000, SEPARATORS],
	['a callback', readAsCallback, 3_000, [...SEPARATORS, ...ESCAPED]],
] as const;

describe.each(READERS)('%s', (_name, read, size, separators) => {
	it.each(separators)('full of %j costs time in proportion', (separator) => {
		expect(growth(read, separator, size)).toBeLessThan(NOT_SQUARE);
	});
});
