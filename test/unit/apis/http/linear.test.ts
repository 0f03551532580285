import { codeForHttp, cutForHttp, measureForHttp } from '../../../../nodes/Clickatell/apis/http/characters';
import { understandHttp } from '../../../../nodes/Clickatell/apis/http/reply';
import { redactor } from '../../../../nodes/Clickatell/formats/redact';
import { casesOf, waysFor } from '../../../extent';
import { ESCAPED, growth, NOT_SQUARE, PROPORTIONAL, SEPARATORS } from '../../soap/growth';

jest.setTimeout(600_000);

const SECRETS = redactor(['s3cret', 'user']);

/** All that reads a reply, with the hostile text at each place in it. */
function readAsReply(text: string): void {
	const bodies = [
		text,
		`${text}ID: a To: 1`,
		`ID: a${text} To: ${text}1${text}`,
		`ERR: 105,${text}x${text} To:${text}1`,
		`cliMsgId:${text}o${text}apiMsgId${text}: a charge:${text}1`,
		`cliMsgId: o ${text} apiMsgId : a ${text} status: 4`,
		`<${text}>`,
	];
	bodies.forEach((body, i) => {
		const status = i % 3 === 2 ? 500 : 200;
		const reply = { status, contentType: `text/html;${text.slice(0, 1000)}`, bytes: Buffer.from(body) };
		understandHttp(reply, { host: 'example.com', to: ['1', '2'], secrets: SECRETS });
	});
}

const MORE = [
	'cliMsgId: ',
	'apiMsgId ',
	'apiMsgId: ',
	'<',
	'\nID: a To: 1',
	'\nID',
	'\n\n ',
	'cliMsgId apiMsgId  ',
];

const ALL = [...SEPARATORS, ...ESCAPED, ...MORE];
/** Those that are tried at the size that an answer can have, too. */
const AT_FULL_SIZE = new Set(waysFor(0, ALL));

it.each(ALL)('a reply full of %j costs time in proportion', (separator) => {
	// At a size where failing takes seconds and not hours.
	expect(growth(readAsReply, separator, 3_000, NOT_SQUARE)).toBeLessThanOrEqual(NOT_SQUARE);
	if (AT_FULL_SIZE.has(separator))
		expect(growth(readAsReply, separator, 100_000)).toBeLessThanOrEqual(PROPORTIONAL);
});

it.each([' ', '\n', 'ID: a ', 'apiMsgId ', 'ERR: 1 To: ', '\nERR: 105 To: 1', '\n<'])(
	'a large reply full of %j costs time in proportion',
	(separator) => {
		const read = (text: string) => {
			const reply = { status: 200, contentType: undefined, bytes: Buffer.from(text) };
			understandHttp(reply, { host: 'example.com', to: ['1', '2'], secrets: SECRETS });
		};
		expect(growth(read, separator, casesOf(300_000))).toBeLessThanOrEqual(PROPORTIONAL);
	},
);

it.each(['a', '€', 'Ω', '😀', 'e\u0301', '`', '\ud800', '\u200d'])(
	'a text full of %j costs time in proportion',
	(piece) => {
		const write = (text: string) => {
			for (const choice of ['automatic', 'gsm', 'unicode'] as const) {
				measureForHttp(text, choice);
				cutForHttp(text, choice);
				codeForHttp(text, choice);
			}
		};
		expect(growth(write, piece, casesOf(300_000))).toBeLessThanOrEqual(PROPORTIONAL);
	},
);
