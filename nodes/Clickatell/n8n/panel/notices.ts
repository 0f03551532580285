import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { QUESTION_PARTS } from '../../catalogue/questionParameters';
import type { Operation } from '../../catalogue/types';
import { type Encoding, LIMITS, MAX_PARTS } from '../../message/text/gsm';
import {
	COUNTED_PARTS,
	COUNTED_QUESTION_PARTS,
	type Counted,
	counterExpression,
	countOf,
	CUT,
	QUESTION_LINK,
	REFUSED,
	TOO_FEW,
	TOO_LONG,
} from './counter';
import { operationUrl } from './documentation';
import { shownFor } from './reviewTool';

/**
 * The amber notices of the panel: only where money is spent or a secret leaves n8n, and one at a time. n8n's notices are fixed texts, but one
 * can be shown for one value of another parameter: of those that tell what a text costs, the one is shown that fits the
 * value of a hidden parameter, which counts.
 */
const COUNTER = 'textCount';

const expressions = new Map<Counted, string>();

function expressionOf(counted: Counted): string {
	const known = expressions.get(counted) ?? counterExpression(counted);
	expressions.set(counted, known);
	return known;
}

/** What the panel counts while it is typed. */
function countedBy({ api, effect, parameters }: Operation): Counted | undefined {
	if (api === 'question') return parameters.includes(QUESTION_PARTS) ? 'question' : undefined;
	// The code is as long as it says, and not as its placeholder is.
	if (api === 'verify') return undefined;
	return effect === 'spend' && parameters.some(({ type }) => type.kind === 'message') ? 'text' : undefined;
}

export function countsText(operation: Operation): boolean {
	return countedBy(operation) !== undefined;
}

/** What the operation costs, in the words of its description. */
export function costOf({ description }: Operation): string {
	return description
		.split(/\.\s+/)
		.filter((sentence) => /^(Spends|Uses up) /.test(sentence))
		.join('. ');
}

const NAMES: Readonly<Record<Encoding, string>> = { gsm: 'GSM', unicode: 'Unicode' };
const CHARGED = 'Each part to each recipient is charged.';
const BEYOND_GSM = 'Unicode is used because of a character that GSM does not have';

/** What a text of so many parts holds. The last number stands for all that follow. */
function partsOf(encoding: Encoding, parts: number): string {
	const { single, multi } = LIMITS[encoding];
	const name = NAMES[encoding];
	if (parts === 1) return `1 message part as ${name} (up to ${single} characters).`;
	const number = parts > COUNTED_PARTS ? `More than ${COUNTED_PARTS}` : String(parts);
	return `${number} message parts as ${name} (${multi} characters each).`;
}

type CountedText = readonly [name: string, counted: string, text: string];

const WITH_LINK = `with a link of about ${QUESTION_LINK} characters`;

/** What the notice says of a question, by what the counter says. */
function* countedQuestions(): Generator<CountedText> {
	for (const encoding of ['gsm', 'unicode'] as const) {
		const fewest = Math.ceil(QUESTION_LINK / LIMITS[encoding].multi);
		for (let parts = fewest; parts <= COUNTED_QUESTION_PARTS + 1; parts++) {
			const name = `Question${NAMES[encoding]}${parts}`;
			const counted = countOf(encoding, parts);
			const number = parts > COUNTED_QUESTION_PARTS ? `More than ${COUNTED_QUESTION_PARTS}` : String(parts);
			const why = encoding === 'gsm' ? '' : ` ${BEYOND_GSM}.`;
			const says = `${number} message parts as ${NAMES[encoding]}, ${WITH_LINK}. ${CHARGED}`;
			yield [name, counted, `${says}${why}`];
			const shortened =
				"The question is shortened to fit into 'Most Message Parts'; the page shows all of it.";
			yield [`${name}Shortened`, counted + TOO_FEW, `${says} ${shortened}${why}`];
		}
	}
}

/** What the notice says, by what the counter says. */
function* countedTexts({ parameters }: Operation): Generator<CountedText> {
	const hasEncoding = parameters.some(({ name }) => name === 'encoding');
	const beyond = `${BEYOND_GSM}${hasEncoding ? ", or because 'Encoding' says so" : ''}.`;
	for (const encoding of ['gsm', 'unicode'] as const) {
		for (let parts = 1; parts <= COUNTED_PARTS + 1; parts++) {
			const name = `${NAMES[encoding]}${parts}`;
			const counted = countOf(encoding, parts);
			const why = encoding === 'gsm' ? '' : ` ${beyond}`;
			const says = partsOf(encoding, parts);
			yield [name, counted, `${says} ${CHARGED}${why}`];
			if (parts === 1) continue;
			const refused = "'Long Texts' does not allow so many: the message would be refused.";
			yield [`${name}TooFew`, counted + TOO_FEW, `${says} ${refused}${why}`];
		}
	}
	yield ['Cut', CUT, `Longer than one message part: the text is cut, as 'Long Texts' says. ${CHARGED}`];
	yield ['TooLong', TOO_LONG, `Too long: a message has at most ${MAX_PARTS} parts.`];
	if (!hasEncoding) return;
	yield [
		'Refused',
		REFUSED,
		"'Encoding' is set to GSM, but the text has a character that GSM does not have: the message would be refused.",
	];
}

export function noticesOf(operation: Operation): INodeProperties[] {
	const { notice: told } = operation;
	if (operation.effect !== 'spend' && told === undefined) return [];
	const show = shownFor(operation);
	const more = `<a href="${operationUrl(operation)}" target="_blank">More info</a>.`;
	type Conditions = NonNullable<IDisplayOptions['show']>;
	const notice = (name: string, text: string, when: Conditions, hide?: Conditions): INodeProperties => ({
		displayName: `${text} ${more}`,
		name,
		type: 'notice',
		default: '',
		displayOptions: { show: { ...show, ...when }, ...(hide ? { hide } : {}) },
	});
	const cost = told ?? `${costOf(operation)}.`;
	const name = `${operation.operation}Notice`;
	const count = countedBy(operation);
	if (count === undefined) return [notice(name, cost, {})];

	// What an agent will write is not there before it calls.
	const tool: Conditions = { '@tool': [true] };
	const counted = (value: string) => ({ [COUNTER]: [value] });
	return [
		{
			displayName: 'Text Count',
			name: COUNTER,
			type: 'hidden',
			default: expressionOf(count),
			displayOptions: { show, hide: tool },
		},
		notice(`${name}Tool`, cost, tool),
		notice(name, cost, counted(''), tool),
		...[...(count === 'question' ? countedQuestions() : countedTexts(operation))].map(
			([suffix, value, text]) => notice(`${COUNTER}${suffix}`, text, counted(value), tool),
		),
	];
}
