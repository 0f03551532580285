import type { Operation } from '../catalogue/types';
import { isKeyed, type PlannedCall, type Slot } from '../message/plan';
import { contextOf, earlierOutcome, type SentOutcome } from '../message/rows';
import type { Answer } from './answer';
import type { Withheld } from './creditLimit';
import { isOther, type Foregone, type FoundEarlier } from './earlier';
import { ASK_AGAIN, earlierOf, OTHER_CALLS, STOPPED_ASKING, type Earlier } from './earlierAnswers';
import { defined } from '../formats/defined';

const nameOf = ({ item, position }: Slot) => `${item}/${position}`;

/** The calls that a run would make if it withheld nothing, and those that it makes. */
export interface BothPlans<O extends Operation> {
	readonly calls: readonly PlannedCall[];
	readonly foregone: Foregone<O>;
	/** Whether the node made the client message ID of a call, for this call alone. */
	readonly isOurs: (call: PlannedCall) => boolean;
	/** Whether the messages of a call go one by one, so that one of them does not prove the others. */
	readonly goesOneByOne: boolean;
}

/** Of all calls, those that hold a message which is withheld. */
export function holdingAny(
	calls: readonly PlannedCall[],
	withheld: readonly Withheld[],
): readonly PlannedCall[] {
	const names = new Set(withheld.map(nameOf));
	return calls.filter(({ slots }) => slots.some((own) => own.some((slot) => names.has(nameOf(slot)))));
}

/** A message of a call that is not made. */
interface Message {
	readonly call: PlannedCall;
	readonly place: number;
	readonly to: string;
}

/**
 * Says of what a run withholds whether the run before has sent it. What it withholds follows from what Clickatell charges now and from a
 * list as it is now, and need not be what the run before withheld.
 */
export async function settleWithheld<O extends Operation>(
	found: FoundEarlier,
	plans: BothPlans<O>,
	withheld: readonly Withheld[],
): Promise<Withheld[]> {
	const messages = new Map<string, Message>();
	for (const call of plans.foregone.calls)
		for (const [place, own] of call.slots.entries())
			for (const slot of own) messages.set(nameOf(slot), { call, place, to: defined(call.to[place]) });
	const alone = await askAlone(
		found,
		plans,
		withheld.flatMap((one) => messages.get(nameOf(one)) ?? []),
	);
	const { known, before, maySendTwice, withheldNothing } = found;
	const mixed = mixedUp(found, plans);
	const repeated = new Set(plans.calls.filter((call) => isTheSame(call, found)).map(idOf));
	return withheld.map((one) => {
		const message = messages.get(nameOf(one));
		if (message === undefined) return one;
		const { call, to, place } = message;
		if (repeated.has(idOf(call))) return one;
		const given = known.get(call);
		let answer = given === undefined ? alone.get(to) : answerOf(given, call, found, plans);
		if (answer === undefined) {
			const mayBeOther =
				(maySendTwice === 'yes' && isOther(before) && !withheldNothing && !isKeyed(call)) || mixed.has(to);
			if (!mayBeOther) return one;
			// The run before may have cut the call in another way. Once the charges are known, its calls may be found.
			answer = one.notAsked ? { ...OTHER_CALLS, advice: ASK_AGAIN, notAsked: true } : OTHER_CALLS;
		}
		const outcome = earlierOutcome(to, answer, contextOf(call, place));
		return { ...one, outcome: one.outcome.row.suppressed ? spared(to, outcome) : outcome };
	});
}

const idOf = ({ wire }: PlannedCall) => wire['clientMessageId'];

/** Has the run before made this call, and the others, exactly as this one would? A batch that held more has the same ID. */
function isTheSame(call: PlannedCall, { known, before }: FoundEarlier): boolean {
	const own = known.get(call);
	return before === 'same' && call.to.length > 1 && own?.kind === 'earlier' && own.found;
}

/** What is known of a call that is not made. */
function answerOf<O extends Operation>(
	given: Answer,
	call: PlannedCall,
	{ withheldNothing }: FoundEarlier,
	{ foregone }: BothPlans<O>,
): Earlier {
	if (given.kind !== 'earlier') return STOPPED_ASKING;
	return given.found && !withheldNothing && foregone.ids.isRepeated(call) ? OTHER_CALLS : given;
}

/** Numbers with several messages, of which one was sent: another one may have been withheld then, and nobody can say which. */
function mixedUp<O extends Operation>(
	{ known, withheldNothing }: FoundEarlier,
	{ foregone: { calls, ids } }: BothPlans<O>,
): ReadonlySet<string> {
	const isMixed = (call: PlannedCall) => {
		const answer = known.get(call);
		return answer?.kind === 'earlier' && answer.found && ids.isRepeated(call);
	};
	return new Set(withheldNothing ? [] : calls.filter(isMixed).flatMap(({ to }) => to));
}

/** Of a call that several share and that Clickatell does not know: a recipient may have been left alone in it. By number. */
async function askAlone<O extends Operation>(
	{ known, maySendTwice, withheldNothing, ask }: FoundEarlier,
	{ foregone: { ids }, isOurs, goesOneByOne }: BothPlans<O>,
	messages: readonly Message[],
): Promise<Map<string, Earlier>> {
	if (maySendTwice !== 'yes' || withheldNothing) return new Map();
	const open = new Map(
		messages
			.filter(({ call }) => call.to.length > 1 && !isKeyed(call) && isOurs(call) && !known.has(call))
			.map((message) => [message.to, message]),
	);
	const wanted = [...open.values()].map(({ call, to }) => ({ call, to, id: ids.idAlone(to) }));
	const answers = new Map<string, Earlier>();
	for (const [i, { found }] of (await ask(wanted)).entries()) {
		const { call, to } = defined(wanted[i]);
		if (found === 'cancelled') answers.set(to, STOPPED_ASKING);
		else if (found !== 'unknown') {
			const isCertain = 'why' in found || !(goesOneByOne || ids.isRepeated(call));
			answers.set(to, isCertain ? earlierOf({ ...call, to: [to] }, found, true) : OTHER_CALLS);
		}
	}
	return answers;
}

/** The number is in the list all the same, and nobody is told that it got nothing. */
function spared(to: string, outcome: SentOutcome): SentOutcome {
	const { row } = outcome;
	const had = `${to} is in 'Do Not Send To', but an earlier run had sent the message`;
	const more = row.errorText;
	const told = more === null ? had : `${had}; ${more.charAt(0).toLowerCase()}${more.slice(1)}`;
	const errorText = row.accepted === true ? told : row.errorText;
	return { ...outcome, row: { ...row, errorText, suppressed: true } };
}

/**
 * What is known of the calls of this run. Where Clickatell has one that holds their messages and others that are withheld now, it says more
 * than they do.
 */
export function settleCalls<O extends Operation>(
	found: FoundEarlier,
	plans: BothPlans<O>,
): Map<PlannedCall, Answer> {
	const { known } = found;
	const holding = new Map<string, PlannedCall>();
	for (const call of plans.foregone.calls) {
		const answer = known.get(call);
		if (answer?.kind === 'earlier' && (answer.found || answer.notAsked))
			for (const slot of call.slots.flat()) holding.set(nameOf(slot), call);
	}
	const settled = new Map<PlannedCall, Answer>();
	for (const call of plans.calls) {
		const own = known.get(call);
		if (own !== undefined) settled.set(call, own);
		const wholes = new Set(call.slots.flat().map((slot) => holding.get(nameOf(slot))));
		const [whole] = [...wholes].filter((one) => one !== undefined);
		if (whole === undefined) continue;
		if (own?.kind === 'earlier' && own.found && idOf(call) !== idOf(whole)) continue;
		if (isTheSame(call, found)) continue;
		const given = defined(known.get(whole));
		// What could not be asked can be asked again, and says no more than that.
		if (given.kind === 'earlier' && !given.found && own !== OTHER_CALLS) continue;
		settled.set(call, wholes.size === 1 ? answerOf(given, whole, found, plans) : OTHER_CALLS);
	}
	return settled;
}
