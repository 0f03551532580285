import type { Operation } from '../catalogue/types';
import { SendPlan, type CallRoom, type PlannedCall } from '../message/plan';
import {
	doubtfulOutcome,
	faultyOutcomes,
	notSentOutcome,
	outcomeOf,
	refusedOutcome,
	type SentContext,
	type SentOutcome,
} from '../message/rows';
import { CANCELLED, type Answer } from './answer';
import type { Api } from './api';
import { callOptions, poolLimits } from './callOptions';
import type { CheckedItems } from './checkedItems';
import { lookUpDoubts } from './doubt';
import { LostAnswers } from './lostAnswers';
import { runPool } from './pool';
import type { Ports } from './ports';
import { Progress } from './progress';
import { Traces } from './traces';
import { mapInTurns, Turn } from './turns';

/** By input item, then by recipient of the item. */
export type SendResults = readonly (readonly SentOutcome[])[];

type Describe = Api['describe'];

function outcomesOf(call: PlannedCall, answer: Answer, describe: Describe): SentOutcome[] {
	const contextAt = (i: number): SentContext => {
		const { wire, travel } = call.own?.[i] ?? call;
		const given = wire['clientMessageId'];
		return { clientMessageId: typeof given === 'string' ? given : null, travel };
	};
	switch (answer.kind) {
		case 'recipients':
			return answer.fates.map((fate, i) => outcomeOf(call.to[i]!, fate, contextAt(i), describe));
		case 'refused':
			return call.to.map((to, i) =>
				refusedOutcome(to, answer.code, describe(answer.code, answer.text), contextAt(i)),
			);
		case 'notSent':
			return call.to.map((to, i) =>
				notSentOutcome(to, answer.sentence, answer.advice, contextAt(i), answer.code),
			);
		case 'doubtful':
			return call.to.map((to, i) => doubtfulOutcome(to, answer.sentence, answer.advice, contextAt(i)));
		case 'record':
		case 'unreadable':
			throw new Error('The answer to a send has an outcome for each recipient');
		default:
			return answer satisfies never;
	}
}

function stopped(lost: number): Answer {
	return {
		kind: 'notSent',
		sentence: `The node stopped sending, because the answers to ${lost} calls in a row were lost`,
		advice: 'Find out what became of the messages that may have been sent, then send the others.',
	};
}

const WORDS = {
	done: 'accepted (item: message ID)',
	doubtful: 'may have been sent (item: client message ID)',
};

/** The outcomes of items that their checks refused; none yet of the others. */
export async function refusedOutcomes(
	ports: Pick<Ports, 'now' | 'sleep'>,
	{ items, refused }: CheckedItems,
): Promise<SentOutcome[][]> {
	const outcomesAt = (index: number) => {
		const fault = refused.get(index);
		return fault ? faultyOutcomes(fault.to, fault.faults, fault.meaning) : [];
	};
	return await mapInTurns(items, (_, index) => outcomesAt(index), new Turn(ports));
}

/**
 * Makes the planned calls and gives every recipient of every item its outcome.
 *
 * @param traces says how the calls can be found that were given client message IDs of the node's own
 */
export async function perform<O extends Operation>(
	ports: Ports,
	api: Pick<Api<O>, 'describe'>,
	checked: CheckedItems,
	calls: readonly PlannedCall[],
	traces: Pick<Traces<O>, 'describe'>,
	makeCall: (call: PlannedCall) => Promise<Answer>,
): Promise<SendResults> {
	const outcomes = await refusedOutcomes(ports, checked);
	if (calls.length === 0) return outcomes;
	const describe: Describe = (code, text) => api.describe(code, text);
	const progress = new Progress(ports, calls.length, WORDS);
	const take = (call: PlannedCall, answer: Answer): Answer => {
		outcomesOf(call, answer, describe).forEach((sent, i) => {
			for (const { item, position } of call.slots[i]!) {
				const outcome = withCut(sent, checked.items[item]?.travel?.textCut);
				outcomes[item]![position] = outcome;
				note(progress, isAlone(checked, item) ? String(item) : `${item}/${position}`, outcome);
			}
		});
		return answer;
	};
	const limits = poolLimits(checked.items.find((item) => item !== undefined));
	const lost = new LostAnswers(limits.concurrency);
	progress.begin(traces.describe(), (place) => itemsOf(calls[place]!));
	await runPool(
		ports,
		calls.length,
		limits,
		async (index) => {
			progress.starting(index);
			const answer = await makeCall(calls[index]!);
			lost.heard(answer.kind === 'doubtful');
			progress.made();
			return take(calls[index]!, answer);
		},
		(index) => {
			const tooMany = lost.tooMany();
			const over = tooMany === undefined ? undefined : stopped(tooMany);
			const skipped = ports.cancelled() ? CANCELLED : over;
			return skipped && take(calls[index]!, skipped);
		},
	);
	progress.flush();
	if (ports.cancelled()) progress.cancelled(summaryOf(outcomes.flat()));
	return outcomes;
}

/** The items of a call, for the log. */
function itemsOf({ slots }: PlannedCall): string {
	return [...new Set(slots.flatMap((slot) => slot.map(({ item }) => item)))].join(', ');
}

/** Items that share a call need not share this: a text may be as short as another is when it has been cut. */
function withCut(outcome: SentOutcome, textCut: boolean | undefined): SentOutcome {
	return textCut === undefined ? outcome : { ...outcome, row: { ...outcome.row, textCut } };
}

/** Has the item one recipient, so that it need not be said which of them is meant? */
function isAlone({ items }: CheckedItems, item: number): boolean {
	const to = items[item]?.wire['to'];
	return typeof to === 'string' || to?.length === 1;
}

function note(progress: Progress, item: string, { row }: SentOutcome): void {
	if (row.accepted === true) progress.note('done', `${item}: ${row.messageId}`);
	else if (row.accepted === null)
		progress.note('doubtful', row.clientMessageId === null ? item : `${item}: ${row.clientMessageId}`);
}

function summaryOf(outcomes: readonly SentOutcome[]): string {
	const count = (accepted: boolean | null) => outcomes.filter(({ row }) => row.accepted === accepted).length;
	const doubtful = count(null);
	const doubt = doubtful > 0 ? `, ${doubtful} more may have been` : '';
	return `The execution was canceled: ${count(true)} of ${outcomes.length} messages were accepted by Clickatell${doubt}`;
}

/** The calls that the items come to, planned in turns with other executions. */
export async function planCalls(
	ports: Pick<Ports, 'hint' | 'now' | 'sleep'>,
	checked: CheckedItems,
	room: CallRoom,
): Promise<PlannedCall[]> {
	const duplicates = checked.items.find((item) => item !== undefined)?.values['duplicateRecipients'];
	const plan = new SendPlan(duplicates === 'oncePerRun', room);
	const turn = new Turn(ports);
	await mapInTurns(checked.items, (item, index) => plan.add(item, index), turn);
	if (plan.repeated > 0 && duplicates !== 'everyTime') ports.hint(repeatedHint(plan.repeated));
	return (await mapInTurns(plan.messages, (callsOf) => callsOf(), turn)).flat();
}

function repeatedHint(count: number): string {
	const were = count === 1 ? 'One message went' : `${count} messages went`;
	return `${were} to a number that an earlier item had sent the same message to. To send once, set 'Duplicate Recipients' under Advanced to Once for All Items`;
}

/** Sends the messages of all items, in as few calls as the API has room for. */
export async function sendAll<O extends Operation>(
	ports: Ports,
	api: Api<O>,
	operation: O,
	checked: CheckedItems,
): Promise<SendResults> {
	const planned = await planCalls(ports, checked, api.room);
	const traces = new Traces(api, ports);
	const calls = await mapInTurns(planned, (call) => traces.trace(operation, call), new Turn(ports));
	const traced = new Set(calls.filter((call, i) => call !== planned[i]));
	const lookUp = lookUpDoubts(api);
	return await perform(ports, api, checked, calls, traces, async (call) => {
		const answer = await api.send(operation, call, callOptions(call.values));
		return await lookUp(call, answer, traced.has(call));
	});
}
