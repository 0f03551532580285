import type { INodeProperties } from 'n8n-workflow';
import { OPERATIONS } from '../operations';
import { PARTS_WITHOUT_OPTION } from '../protocol/messageText';
import { BASIC, type Encoding, EXTENSION, LIMITS, MAX_PARTS, REPLACEMENTS } from '../protocol/text/gsm';

/**
 * Counts the text in the panel while it is typed. n8n's notices and hints are fixed texts, but a notice can be shown
 * for one value of another parameter, and the editor works out that parameter's value anew with every change. So a
 * hidden parameter counts, in an expression, and of the notices below the one that fits is shown.
 */
const COUNTER = 'textCount';

/** Up to here each number of parts has a notice of its own. */
const COUNTED_PARTS = 10;

const NAMES: Readonly<Record<Encoding, string>> = { gsm: 'GSM', unicode: 'Unicode' };

/** The operations of the resource `message` whose field 'Text' is counted. */
const COUNTED = OPERATIONS.filter(
	({ resource, parameters }) =>
		resource === 'message' && parameters.some(({ type }) => type.kind === 'message'),
).map(({ operation }) => operation);

const WHERE = {
	show: { resource: ['message'], operation: COUNTED },
	// What an agent will write is not there before it calls.
	hide: { '@tool': [true] },
};

/** What the hidden parameter can say besides encoding and parts. */
const REFUSED = 'refused';
const TOO_LONG = 'too long';
/** Stands behind encoding and parts where 'Most Message Parts' allows fewer. */
const TOO_FEW = ' few';

/** A string as JavaScript that n8n's expressions can hold: those end at two closing braces. */
function literal(text: string): string {
	return JSON.stringify(text).replace(/[^ -|~]/g, (char) => {
		return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
}

/**
 * The expression of the hidden parameter. It gives encoding and parts of 'Text', such as `gsm 2`, and counts as
 * `measureText` and `replaceTypography` do; nothing for an empty text and for what is no text.
 */
export function counterExpression(): string {
	const replacements = [...REPLACEMENTS];
	const { gsm, unicode } = LIMITS;
	const code = [
		'const given = $parameter["text"];',
		'const options = $parameter["options"] || new Object();',
		'const encoding = ($parameter["advanced"] || new Object()).encoding;',
		'const sends = $parameter["operation"] === "send";',
		'if (typeof given !== "string" || given === "" || (sends && $parameter["content"] === "binary")) return "";',
		`const typographic = ${literal(replacements.map(([char]) => char).join(''))};`,
		`const plain = [${replacements.map(([, by]) => literal(by)).join()}];`,
		'const replace = (char) => typographic.includes(char) ? plain[typographic.indexOf(char)] : char;',
		'const text = options.replaceTypography ? given.normalize("NFC").split("").map(replace).join("") : given;',
		`const basic = ${literal(BASIC)};`,
		`const extension = ${literal(EXTENSION)};`,
		'const foreign = text.split("").some((char) => !basic.includes(char) && !extension.includes(char));',
		`if (encoding === "gsm" && foreign) return "${REFUSED}";`,
		'const unicode = encoding === "unicode" || foreign;',
		'const cost = (char) => unicode ? char.length : extension.includes(char) ? 2 : 1;',
		'const costs = Array.from(text).map(cost);',
		'const fill = (limit) => costs.reduce(([parts, used], units) => used + units > limit ? [parts + 1, units] : [parts, used + units], [1, 0])[0];',
		`const single = unicode ? ${unicode.single} : ${gsm.single};`,
		`const parts = fill(single) === 1 ? 1 : fill(unicode ? ${unicode.multi} : ${gsm.multi});`,
		`if (parts > ${MAX_PARTS}) return "${TOO_LONG}";`,
		`const few = sends && parts > (options.maxParts || ${PARTS_WITHOUT_OPTION}) ? "${TOO_FEW}" : "";`,
		`return (unicode ? "unicode " : "gsm ") + Math.min(parts, ${COUNTED_PARTS + 1}) + few;`,
	];
	return `={{ (() => { ${code.join(' ')} })() }}`;
}

/** What a text of so many parts holds and costs. The last number stands for all that follow. */
function countText(encoding: Encoding, parts: number): string {
	const { single, multi } = LIMITS[encoding];
	const number = parts > COUNTED_PARTS ? `More than ${COUNTED_PARTS}` : String(parts);
	const count =
		parts === 1
			? `1 message part as ${NAMES[encoding]} (up to ${single} characters)`
			: `${number} message parts as ${NAMES[encoding]} (${multi} characters each); every part is charged`;
	return encoding === 'gsm'
		? count
		: `${count}. Unicode is used because of a character that GSM does not have, or because 'Encoding' says so.`;
}

/** The hidden parameter and its notices; they belong below the field 'Text'. */
export function counterProperties(): INodeProperties[] {
	const notice = (name: string, displayName: string, values: string[]): INodeProperties => ({
		displayName,
		name: `${COUNTER}${name}`,
		type: 'notice',
		default: '',
		displayOptions: { show: { ...WHERE.show, [COUNTER]: values }, hide: WHERE.hide },
	});
	const numbers = Array.from({ length: COUNTED_PARTS + 1 }, (_, index) => index + 1);
	const encodings: Encoding[] = ['gsm', 'unicode'];
	const counts = encodings.flatMap((encoding) => numbers.map((parts) => ({ encoding, parts })));
	const valueOf = ({ encoding, parts }: (typeof counts)[number]) => `${encoding} ${parts}`;
	return [
		{
			displayName: 'Text Count',
			name: COUNTER,
			type: 'hidden',
			default: counterExpression(),
			displayOptions: WHERE,
		},
		...counts.map((count) =>
			notice(`${NAMES[count.encoding]}${count.parts}`, countText(count.encoding, count.parts), [
				valueOf(count),
				valueOf(count) + TOO_FEW,
			]),
		),
		notice(
			'TooFew',
			"These are more parts than 'Most Message Parts' allows, so the message would be refused. Add that option with a higher number, or shorten the text.",
			counts.map((count) => valueOf(count) + TOO_FEW),
		),
		notice('TooLong', `Too long: a message has at most ${MAX_PARTS} parts`, [TOO_LONG]),
		notice(
			'Refused',
			"'Encoding' is set to GSM, but the text has a character that GSM does not have, so it would be refused",
			[REFUSED],
		),
	];
}
