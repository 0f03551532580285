import { codeForHttp, cutForHttp, measureForHttp } from '../../../../nodes/Clickatell/apis/http/characters';
import { understandHttp } from '../../../../nodes/Clickatell/apis/http/reply';
import { redactor } from '../../../../nodes/Clickatell/formats/redact';
import { ESCAPED, growth, NOT_SQUARE, SEPARATORS } from '../../soap/growth';

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
	'ID: a ',
	'ERR: 1 To: ',
	'\n<',
];

it.each([...SEPARATORS, ...ESCAPED, ...MORE])('a reply full of %j costs time in proportion', (separator) => {
	expect(growth(readAsReply, separator)).toBeLessThan(NOT_SQUARE);
});

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
		expect(growth(write, piece, 5_000)).toBeLessThan(NOT_SQUARE);
	},
);
