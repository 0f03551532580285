import { QUESTION } from '../../catalogue/questionParameters';
import { PARTS_WITHOUT_OPTION, UP_TO_THREE } from '../../message/compose';
import { BASIC, type Encoding, EXTENSION, LIMITS, MAX_PARTS, REPLACEMENTS } from '../../message/text/gsm';

/** Up to here each number of parts is told apart. */
export const COUNTED_PARTS = 6;

/** The same for a question, which is shortened rather than longer than three parts. */
export const COUNTED_QUESTION_PARTS = UP_TO_THREE;

/**
 * The length of a question's link, where n8n's address has 23 characters, as https://n8n.example.com has, and its
 * executions five digits. The panel does not know the address.
 */
export const QUESTION_LINK = 181;

/** What the counter can say besides encoding and parts. */
export const REFUSED = 'refused';
export const TOO_LONG = 'too long';
export const CUT = 'cut';
/** Stands behind encoding and parts where 'Long Texts' allows fewer. */
export const TOO_FEW = ' few';

/** Encoding and parts as the counter says them; of the parts, the last number stands for all that follow. */
export function countOf(encoding: Encoding, parts: number): string {
	return `${encoding} ${parts}`;
}

/** What is counted: the text of a message, or a question with its link. */
export type Counted = 'text' | 'question';

/** A string as JavaScript that n8n's expressions can hold: those end at two closing braces. */
function literal(text: string): string {
	return JSON.stringify(text).replace(/[^ -|~]/g, (char) => {
		return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
}

/** What 'Long Texts' makes of a text. */
const LONG_TEXTS = [
	'const longTexts = $parameter["longTexts"];',
	`if (longTexts === "cut" && parts > 1) return "${CUT}";`,
	`if (parts > ${MAX_PARTS}) return "${TOO_LONG}";`,
	`const more = longTexts === "more" ? $parameter["maxParts"] : ${PARTS_WITHOUT_OPTION};`,
	`const allowed = longTexts === "upToThree" ? ${UP_TO_THREE} : more;`,
	`const few = parts > allowed ? "${TOO_FEW}" : "";`,
	`return (unicode ? "unicode " : "gsm ") + Math.min(parts, ${COUNTED_PARTS + 1}) + few;`,
];

/** A question is shortened, and its link stays. */
const SHORTENED = [
	`const most = advanced.maxParts || ${UP_TO_THREE};`,
	`const few = parts > most ? "${TOO_FEW}" : "";`,
	`return (unicode ? "unicode " : "gsm ") + Math.min(parts, most, ${COUNTED_QUESTION_PARTS + 1}) + few;`,
];

/**
 * The text of the panel, counted while it is typed: an expression for a hidden parameter, which the editor evaluates again with every change. It gives encoding and parts of 'Text', such as `gsm 2`, and counts as `measureText` and
 * `replaceTypography` do; nothing for an empty text and for what is no text.
 */
export function counterExpression(counted: Counted): string {
	const replacements = [...REPLACEMENTS];
	const { gsm, unicode } = LIMITS;
	const code = [
		`const given = $parameter["${counted === 'text' ? 'text' : QUESTION.name}"];`,
		'const options = $parameter["options"] || new Object();',
		'const advanced = $parameter["advanced"] || new Object();',
		'const encoding = advanced.encoding;',
		'if (typeof given !== "string" || given === "" || advanced.data) return "";',
		`const typographic = ${literal(replacements.map(([char]) => char).join(''))};`,
		`const plain = [${replacements.map(([, by]) => literal(by)).join()}];`,
		'const replace = (char) => typographic.includes(char) ? plain[typographic.indexOf(char)] : char;',
		`const text = (options.replaceTypography ? given.normalize("NFC").split("").map(replace).join("") : given)${counted === 'text' ? '' : `.trim() + "${'.'.repeat(QUESTION_LINK + 1)}"`};`,
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
		...(counted === 'text' ? LONG_TEXTS : SHORTENED),
	];
	return `={{ (() => { ${code.join(' ')} })() }}`;
}
