import type { Operation } from '../catalogue/types';
import { isKeyed, type PlannedCall } from '../message/plan';
import {
	contextOf,
	doubtfulOutcome,
	earlierOutcome,
	faultyOutcomes,
	notSentOutcome,
	outcomeOf,
	refusedOutcome,
	type SentContext,
	type SentOutcome,
} from '../message/rows';
import { CANCELLED, NEVER_OPEN, type Answer } from './answer';
import type { Api } from './api';
import { callOptions, poolLimits } from './callOptions';
import type { CheckedItems } from './checkedItems';
import type { Withheld } from './creditLimit';
import { lookUpDoubts } from './doubt';
import { LostAnswers } from './lostAnswers';
import { nameOfCall } from './earlier';
import { onceInProcess } from './onceInProcess';
import { runPool } from './pool';
import type { Ports } from './ports';
import { prepare, type Prepared } from './preparedCalls';
import { Progress } from './progress';
import type { Run } from './run';
import { placesOf, TimedCall, type AsOfNow } from './timedCall';
import { mapInTurns, Turn } from './turns';
import { defined } from '../formats/defined';

/** By input item, then by recipient of the item. */
export type SendResults = readonly (readonly SentOutcome[])[];

type Describe = Api['describe'];

function outcomesOf(call: PlannedCall, answer: Answer, describe: Describe): SentOutcome[] {
	const shared = call.own === undefined ? contextOf(call, 0) : undefined;
	const contextAt = (i: number): SentContext => shared ?? contextOf(call, i);
	switch (answer.kind) {
		case 'recipients':
			return answer.fates.map((fate, i) => outcomeOf(defined(call.to[i]), fate, contextAt(i), describe));
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
		case 'earlier':
			return call.to.map((to, i) => earlierOutcome(to, answer, contextAt(i)));
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
		advice: 'Look up the messages that may have been sent, then send the others.',
	};
}

const WORDS = {
	done: 'accepted (item: message ID)',
	doubtful: 'may have been sent (item: client message ID)',
};

/** The outcomes of items that their checks refused; of the others room for those of their recipients. */
export async function refusedOutcomes(
	ports: Pick<Ports, 'now' | 'sleep'>,
	{ items, refused }: CheckedItems,
): Promise<SentOutcome[][]> {
	const outcomesAt = (index: number) => {
		const fault = refused.get(index);
		if (fault) return faultyOutcomes(fault.to, fault.faults, fault.meaning);
		// A list that grows from nothing takes the room of many, and nearly every item of a bulk has one recipient.
		return new Array<SentOutcome>(items[index]?.to?.length ?? 0);
	};
	return await mapInTurns(items, (_, index) => outcomesAt(index), new Turn(ports));
}

/**
 * Makes the planned calls and gives every recipient of every item its outcome.
 *
 * @param prepared the calls, the recipients that are not sent to, and what is known of the calls
 * @param makeCall gets the call as it is made now, as it was planned, and what works it out again when it leaves later
 */
export async function perform<O extends Operation>(
	ports: Ports,
	api: Pick<Api<O>, 'describe' | 'scheduling'>,
	checked: CheckedItems,
	{ calls, withheld, earlier }: Omit<Prepared, 'ours'>,
	makeCall: (call: PlannedCall, planned: PlannedCall, asOfNow: AsOfNow) => Promise<Answer>,
): Promise<SendResults> {
	const outcomes = await refusedOutcomes(ports, checked);
	placeWithheld(outcomes, checked, withheld, earlier !== undefined);
	if (calls.length === 0) {
		if (earlier !== undefined) tellRepeats(ports, outcomes.flat());
		return outcomes;
	}
	const describe: Describe = (code, text) => api.describe(code, text);
	const open = earlier === undefined ? calls : calls.filter((call) => !earlier.has(call));
	const progress = new Progress(ports, open.length, WORDS);
	const take = (call: PlannedCall, answer: Answer): Answer => {
		outcomesOf(call, answer, describe).forEach((sent, i) =>
			defined(call.slots[i]).forEach(({ item, position }, nth) => {
				// Each row becomes an item of its own, which later nodes may change.
				const own = nth === 0 ? sent : { ...sent, row: { ...sent.row } };
				const outcome = completed(own, checked.items[item]?.travel?.textCut, earlier !== undefined);
				defined(outcomes[item])[position] = outcome;
				note(progress, isAlone(checked, item) ? String(item) : `${item}/${position}`, outcome);
			}),
		);
		return answer;
	};
	await mapInTurns([...(earlier ?? [])], ([call, answer]) => take(call, answer), new Turn(ports));
	const limits = poolLimits(checked.items.find((item) => item !== undefined));
	const lost = new LostAnswers(limits.concurrency);
	progress.begin((place) => itemsOf(defined(open[place])));
	await runPool(
		ports,
		open.length,
		limits,
		async (index) => {
			progress.starting(index);
			const planned = defined(open[index]);
			const timed = new TimedCall(planned, api.scheduling, () => ports.time());
			const call = timed.now(placesOf(planned));
			if (call === undefined) return take(planned, NEVER_OPEN);
			const answer = await makeCall(call, planned, timed.now);
			lost.heard(answer.kind === 'doubtful');
			progress.made();
			return take(timed.asMade, answer);
		},
		(index) => {
			const tooMany = lost.tooMany();
			const over = tooMany === undefined ? undefined : stopped(tooMany);
			const skipped = ports.cancelled() ? CANCELLED : over;
			return skipped && take(defined(open[index]), skipped);
		},
	);
	progress.flush();
	if (ports.cancelled()) progress.cancelled(summaryOf(outcomes.flat()));
	if (earlier !== undefined) tellRepeats(ports, outcomes.flat());
	return outcomes;
}

function tellRepeats({ hint }: Pick<Ports, 'hint'>, rows: readonly SentOutcome[]): void {
	const again = rows.filter(({ row }) => row.alreadySent === true).length;
	if (again > 0) hint(`${again} of ${rows.length} messages had been sent before and were not sent again`);
}

/** The items of a call with its client message ID, for the log. */
function itemsOf({ slots, wire, own }: PlannedCall): string {
	const id = (given: PlannedCall['wire']) =>
		typeof given['clientMessageId'] === 'string' ? `: ${given['clientMessageId']}` : '';
	if (own) return slots.map((slot, i) => `${defined(slot[0]).item}${id(defined(own[i]).wire)}`).join(', ');
	const items = new Set<number>();
	slots.forEach((slot) => slot.forEach(({ item }) => items.add(item)));
	return [...items].join(', ') + id(wire);
}

/** Items that share a call need not share the first: a text may be as short as another is when it has been cut. */
function completed(outcome: SentOutcome, textCut: boolean | undefined, isRepeat: boolean): SentOutcome {
	if (textCut === undefined && !isRepeat) return outcome;
	const { row } = outcome;
	return {
		...outcome,
		row: {
			...row,
			...(textCut === undefined ? {} : { textCut }),
			...(isRepeat ? { alreadySent: row.alreadySent === undefined ? false : row.alreadySent } : {}),
		},
	};
}

/** Gives recipients that are not sent to their outcomes. */
export function placeWithheld(
	outcomes: SentOutcome[][],
	{ items }: CheckedItems,
	withheld: readonly Withheld[],
	isRepeat = false,
): void {
	for (const { item, position, outcome } of withheld)
		defined(outcomes[item])[position] = completed(outcome, items[item]?.travel?.textCut, isRepeat);
}

/** Has the item one recipient, so that it need not be said which of them is meant? */
function isAlone({ items }: CheckedItems, item: number): boolean {
	return items[item]?.to?.length === 1;
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

/** Sends the messages of all items, in as few calls as the API has room for, and none that a run before has sent. */
export async function sendAll<O extends Operation>(
	ports: Ports,
	api: Api<O>,
	operation: O,
	checked: CheckedItems,
	run: Run,
): Promise<SendResults> {
	const prepared = await prepare(ports, api, checked, run, {
		name: (ids) => (call) => ids.give(operation, call),
	});
	const { ours } = prepared;
	const lookUp = lookUpDoubts(api);
	const make = async (call: PlannedCall, asOfNow: AsOfNow, isOurs: boolean) => {
		const answer = await api.send(operation, call, callOptions(call.values), asOfNow);
		return await lookUp(call, answer, isOurs);
	};
	return await perform(ports, api, checked, prepared, async (call, planned, asOfNow) => {
		const isOurs = ours.has(planned);
		if (!isOurs) return await make(call, asOfNow, isOurs);
		// The retry of an execution that was stopped may begin before a call that was under way has ended.
		const isToBeKept = () => run.maySendTwice !== 'no' || isKeyed(call) || ports.cancelled();
		return await onceInProcess(
			ports,
			nameOfCall(api, call),
			async () => await make(call, asOfNow, isOurs),
			isToBeKept,
		);
	});
}
