import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { MAX_WHATSAPP_TEXT } from '../../apis/platform/platformCheck';
import { QUESTION_PARTS } from '../../catalogue/questionParameters';
import type { Operation, QuestionOperation } from '../../catalogue/types';
import type { CheckedItems } from '../../engine/checkedItems';
import type { SendResults } from '../../engine/sends';
import { checkItem, type Checked, type CheckContext, type RawValues } from '../../message/check';
import { fitQuestion } from '../../message/fitQuestion';
import { faultyOutcomes, NOT_SENT } from '../../message/rows';
import { measureText, replaceTypography } from '../../message/text/gsm';
import { faultsForAgent } from '../agentGuards';
import { messageOf } from '../checkItems';
import { isReviewTool } from '../panel/reviewTool';
import { readParameters } from '../parameters';
import { presentSends } from '../presentSends';
import { errorOf, inputProblem } from '../problems';
import { shownNode } from '../shownNode';
import { goesOn, isTool } from '../tool';
import { warn } from '../warnings';
import { keepQuestion, questionOf, type Question } from './readQuestion';
import { LINK_ADVICE, linkFault, linksFor } from './questionLink';
import { answerInInput, waitUntil } from './waitLimit';
import { defined } from '../../formats/defined';

/** The account that asks, as far as a question needs it. */
export interface Asker {
	readonly context: CheckContext;
	/** Of the credential. */
	readonly baseUrl: string;
	readonly time: () => number;
	send(checked: CheckedItems): Promise<SendResults>;
}

/** Everybody asked gets a message of their own, with a link of their own. */
const MOST_ASKED = 100;

function refuse(functions: IExecuteFunctions, sentence: string, advice: string): never {
	throw new NodeOperationError(shownNode(functions), sentence, { description: advice });
}

const REVIEW_ADVICE =
	"Use 'Send', or add Clickatell as a human review between the agent and a tool that a person must allow. Nothing was sent.";

const inputAdvice = (isReview: boolean) =>
	`Put an 'Edit Fields' node before ${isReview ? 'the AI agent' : 'this one'} that leaves the field out or gives it another name, or remove 'Limit Wait Time'. Nothing was sent.`;

function oneItem(functions: IExecuteFunctions): void {
	const count = functions.getInputData().length;
	if (count === 1) return;
	refuse(
		functions,
		`The node asks one question at a time, but gets ${count} items`,
		"Put a 'Loop Over Items' node with a batch size of 1 before it to ask one after the other, or an 'Aggregate' node to ask one question about all of them. To ask several people the same question, enter all of their numbers in 'To'. Nothing was sent.",
	);
}

/** The values of the message that carries the question, for one of the people asked. */
function messageTo(
	functions: IExecuteFunctions,
	operation: Operation,
	context: CheckContext,
	raw: RawValues,
	msisdn: string,
	text: string,
): Checked {
	const names = new Set(operation.parameters.map(({ name }) => name));
	const own = Object.entries(raw).filter(([name]) => names.has(name) && name !== 'defaultDialPrefix');
	const values: RawValues = { ...Object.fromEntries(own), to: `+${msisdn}`, text, longTexts: 'more' };
	const result = checkItem(operation, values, context);
	if (!result.ok) throw errorOf(functions, inputProblem(result.faults), 0);
	return result.checked;
}

interface Ready {
	readonly asker: Asker;
	readonly items: readonly Checked[];
	/** What its page shows. */
	readonly shown: Question;
	readonly isShortened: boolean;
	readonly until: Date;
}

/** Everything that can be wrong is found here, before anything is sent. */
async function prepareQuestion(
	functions: IExecuteFunctions,
	question: QuestionOperation,
	carrier: Operation,
	open: () => Promise<Asker>,
): Promise<Ready> {
	if (isTool(functions) && !isReviewTool(functions.getNode().type))
		refuse(functions, 'A tool of an AI agent cannot wait for an answer', REVIEW_ADVICE);
	oneItem(functions);
	const asker = await open();
	const raw = readParameters(functions, question, 1)(0);
	const checked = checkItem(question, raw, { defaultSender: asker.context.defaultSender });
	if (!checked.ok) throw errorOf(functions, inputProblem(checked.faults), 0);
	const [forbidden] = faultsForAgent(functions, question, [checked.checked]).values();
	if (forbidden) throw errorOf(functions, inputProblem(forbidden), 0);
	const { values, to: asked = [] } = checked.checked;
	const fail = (fault: string) => errorOf(functions, inputProblem([fault]), 0);
	if (asked.length > MOST_ASKED)
		throw fail(`'To' has ${asked.length} numbers; a question goes to at most ${MOST_ASKED}`);
	const limit = String(values['limitWaitTime'] ?? '');
	const until = waitUntil(limit, functions.getTimezone(), asker.time());
	if (!until.ok) throw fail(until.fault);
	const isReview = isReviewTool(functions.getNode().type);
	const answer = answerInInput(functions.getInputData()[0]?.json, isReview);
	if (limit !== '' && answer !== undefined)
		refuse(
			functions,
			`The input item holds '${answer}', which would look like an answer when the time is up`,
			inputAdvice(isReview),
		);

	const linkFor = linksFor(functions);
	const unreachable = linkFault(linkFor(defined(asked[0])), asker.baseUrl);
	if (unreachable !== undefined) refuse(functions, unreachable, LINK_ADVICE);

	const most = Number(values[QUESTION_PARTS.name] ?? QUESTION_PARTS.initial);
	const isSms = question.parameters.includes(QUESTION_PARTS);
	const measure = asker.context.carrier?.measure ?? measureText;
	const fits = (text: string) =>
		isSms ? measure(text, 'automatic').parts <= most : [...text].length <= MAX_WHATSAPP_TEXT;
	const written = String(values['message']);
	const message = values['replaceTypography'] === '1' ? replaceTypography(written) : written;
	let isShortened = false;
	const items = asked.map((msisdn) => {
		const fitted = fitQuestion(message, linkFor(msisdn), fits);
		if (fitted === undefined)
			throw fail(
				`'Most Message Parts' is ${most}, which the link alone does not fit into; allow ${most + 1}`,
			);
		isShortened ||= fitted.isShortened;
		return messageTo(functions, carrier, asker.context, { ...raw, maxParts: most }, msisdn, fitted.text);
	});
	return { asker, items, shown: questionOf(values), isShortened, until: until.date };
}

/**
 * Sends a question to everybody asked, each with a link of their own, and makes the execution wait for the first answer.
 * What it puts out is seen while it waits; then the answer takes its place, or the input item when the time is up.
 */
export async function ask(
	functions: IExecuteFunctions,
	question: QuestionOperation,
	carrier: Operation,
	open: () => Promise<Asker>,
): Promise<INodeExecutionData[]> {
	const prepared = await prepareQuestion(functions, question, carrier, open).catch((error: unknown) => ({
		error,
	}));
	if ('error' in prepared) {
		// n8n would give the input item to the output, which looks like a time that is up.
		if (!goesOn(functions)) throw prepared.error;
		return await presentSends(functions, carrier, [
			faultyOutcomes(undefined, [messageOf(prepared.error)], NOT_SENT),
		]);
	}
	const { asker, items, shown, isShortened, until } = prepared;
	keepQuestion(functions, shown);
	const outcomes = (await asker.send({ items, refused: new Map() })).flat();
	const sent = await presentSends(functions, carrier, [outcomes]);
	if (outcomes.every(({ row }) => row.accepted === false)) return sent;
	if (isShortened)
		warn(functions, "The question was shortened to fit into 'Most Message Parts'; the page shows all of it");
	await functions.putExecutionToWait(until);
	return sent;
}
