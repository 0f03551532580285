import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SoapOperation, SoapServer } from '../operations/types';
import type { Checked } from '../protocol/check';
import { planSends, type PlannedCall } from '../protocol/plan';
import {
	doubtfulOutcome,
	notSentOutcome,
	outcomeOfLine,
	refusedOutcome,
	type SentContext,
	type SentOutcome,
} from '../protocol/rows';
import { assignLines } from '../protocol/soap/recipients';
import { callOptions, poolLimits } from './callOptions';
import { resolveDoubt } from './doubt';
import { runPool } from './pool';
import type { Ports } from './ports';
import { Progress } from './progress';
import { errorItem, errorOf, inputProblem, type Problem } from './problems';
import { CANCELLED, type Answer, type SoapClient } from './soapClient';

/** By input item, then by recipient of the item. Items that their checks refused have faults instead. */
export interface SendResults {
	readonly outcomes: readonly (readonly SentOutcome[])[];
	readonly faults: ReadonlyMap<number, readonly string[]>;
}

/** Gives a call its own client message ID, so that a lost answer can be looked up, unless the user said otherwise. */
export function withTrace(
	{ newId }: Pick<Ports, 'newId'>,
	operation: SoapOperation,
	server: SoapServer,
	call: PlannedCall,
): PlannedCall {
	const takesId = operation.servers[server].parts.some(([name]) => name.toLowerCase() === 'climsgid');
	if (!takesId || call.wire['climsgid'] !== undefined || call.values['automaticClientMessageId'] === '0')
		return call;
	return { ...call, wire: { ...call.wire, climsgid: newId() } };
}

function outcomesOf(call: PlannedCall, answer: Answer): SentOutcome[] {
	const given = call.wire['climsgid'];
	const context: SentContext = {
		clientMessageId: typeof given === 'string' ? given : null,
		travel: call.travel,
	};
	switch (answer.kind) {
		case 'lines':
			return assignLines(call.to, answer.lines).map((line, i) => outcomeOfLine(call.to[i]!, line, context));
		case 'refused':
			return call.to.map((to) => refusedOutcome(to, answer.code, answer.text, context));
		case 'notSent':
			return call.to.map((to) => notSentOutcome(to, answer.sentence, answer.advice, context, answer.code));
		case 'doubtful':
			return call.to.map((to) => doubtfulOutcome(to, answer.sentence, answer.advice, context));
		default:
			return unreachable(answer);
	}
}

function unreachable(answer: never): never {
	throw new Error(`No outcome for ${JSON.stringify(answer)}`);
}

/**
 * So many lost answers without a clear one between them, beyond those that one blow to the connection can take at
 * once, are no accident: what follows would be lost as well.
 */
const MOST_LOST_IN_A_ROW = 10;

function stopped(lost: number): Answer {
	return {
		kind: 'notSent',
		sentence: `The node stopped sending, because the answers to ${lost} calls in a row were lost`,
		advice: 'Find out what became of the messages that may have been sent, then send the others.',
	};
}

/** Items as their checks left them: undefined where there are faults instead. */
export interface CheckedItems {
	readonly items: readonly (Checked | undefined)[];
	readonly faults: ReadonlyMap<number, readonly string[]>;
}

/** Makes the planned calls and gives every recipient of every item its outcome. */
export async function perform(
	ports: Ports,
	checked: CheckedItems,
	calls: readonly PlannedCall[],
	makeCall: (call: PlannedCall) => Promise<Answer>,
): Promise<SendResults> {
	const outcomes: SentOutcome[][] = checked.items.map(() => []);
	const progress = new Progress(ports, calls.length);
	const limits = poolLimits(checked.items.find((item) => item !== undefined));
	let lostInARow = 0;
	const answers = await runPool(
		ports,
		calls.length,
		limits,
		async (index) => {
			const answer = await makeCall(calls[index]!);
			lostInARow = answer.kind === 'doubtful' ? lostInARow + 1 : 0;
			progress.made();
			return answer;
		},
		() => {
			if (ports.cancelled()) return CANCELLED;
			return lostInARow < limits.concurrency + MOST_LOST_IN_A_ROW ? undefined : stopped(lostInARow);
		},
	);
	calls.forEach((call, index) => {
		outcomesOf(call, answers[index]!).forEach((outcome, i) => {
			for (const { item, position } of call.slots[i]!) outcomes[item]![position] = outcome;
		});
	});
	if (ports.cancelled()) progress.cancelled(outcomes.flat());
	return { outcomes, faults: checked.faults };
}

export function sendsOnce(checked: CheckedItems): boolean {
	return checked.items.find((item) => item !== undefined)?.values['sendOnce'] === '1';
}

/** Sends the messages of all items: equal ones together, at most 300 recipients in a call. */
export async function sendAll(
	ports: Ports,
	client: SoapClient,
	operation: SoapOperation,
	server: SoapServer,
	checked: CheckedItems,
): Promise<SendResults> {
	const planned = planSends(checked.items, sendsOnce(checked));
	const calls = planned.map((call) => withTrace(ports, operation, server, call));
	const traced = new Set(calls.filter((call, i) => call !== planned[i]));
	return await perform(ports, checked, calls, async (call) => {
		const answer = await client.call(operation, { ...call.wire, to: call.to }, callOptions(call.values));
		return await resolveDoubt(client, call, answer, traced.has(call));
	});
}

/** @param outcomes those that came to nothing, or may have, at least one */
function problemOf(outcomes: readonly SentOutcome[]): Problem {
	const doubtful = outcomes.filter(({ row }) => row.accepted === null);
	const worst = doubtful[0] ?? outcomes[0]!;
	const others = outcomes.length - 1;
	const traces = new Set(doubtful.map(({ row }) => row.clientMessageId));
	traces.delete(worst.row.clientMessageId);
	traces.delete(null);
	return {
		sentence: [
			worst.sentence ?? worst.row.errorText ?? 'The message was not accepted',
			others > 0 ? ` (and ${others} more ${others === 1 ? 'recipient' : 'recipients'})` : '',
			// Without them nobody could find these messages again.
			traces.size > 0 ? `; more client message IDs that may have been sent: ${[...traces].join(', ')}` : '',
		].join(''),
		advice: worst.advice ?? '',
		input: false,
		doubtful: doubtful.length > 0,
	};
}

function toItems(outcomes: readonly SentOutcome[], item: number): INodeExecutionData[] {
	return outcomes.map(({ row }) => ({ json: { ...row }, pairedItem: { item } }));
}

/**
 * Turns outcomes into what the node puts out, by the two rules about money: nothing paid for is lost, so the node
 * never throws once something was accepted; and nothing is paid twice, so it never ends in a way that lets n8n's
 * Retry On Fail run it again while something was or may have been accepted.
 */
export function presentSends(functions: IExecuteFunctions, results: SendResults): INodeExecutionData[] {
	const { outcomes, faults } = results;
	const all = outcomes.flat();
	const accepted = all.some(({ row }) => row.accepted === true);
	const doubtful = all.some(({ row }) => row.accepted === null);

	const problemAt = (item: number): Problem | undefined => {
		const refused = faults.get(item);
		if (refused) return inputProblem(refused);
		const own = outcomes[item]!;
		return own.length > 0 && own.every(({ row }) => row.accepted !== true) ? problemOf(own) : undefined;
	};

	if (functions.continueOnFail()) {
		const mayRunAgain = !accepted && !doubtful;
		return outcomes.flatMap((own, item) => {
			const problem = problemAt(item);
			return problem ? [errorItem(functions, problem, item, mayRunAgain)] : toItems(own, item);
		});
	}

	const retriesByItself = functions.getNode().retryOnFail === true;
	const mustReturn = accepted || (doubtful && retriesByItself);
	const failures = all.filter(({ row }) => row.accepted !== true);
	if (failures.length > 0 && !mustReturn) {
		const worst = failures.filter(({ row }) => row.accepted === null || !doubtful);
		const item = outcomes.findIndex((own) => own.includes(worst[0]!));
		throw errorOf(functions, problemOf(doubtful ? worst : outcomes[item]!), item);
	}
	if (failures.length > 0) {
		functions.addExecutionHints({
			type: 'warning',
			location: 'outputPane',
			message: `${failures.length} of ${all.length} recipients were not accepted: see 'accepted' and 'errorText' of their items`,
		});
	}
	return outcomes.flatMap(toItems);
}
