import { gatewayOperation } from '../catalogue';
import type { GatewayOperation } from '../catalogue/types';
import type { Checked } from '../message/check';
import {
	cancelledRow,
	chargedRow,
	forgottenRow,
	foundRow,
	neverSentRow,
	refusedRow,
	sharedRow,
	unaskedRow,
	type AskedFor,
	type Reconciled,
} from '../message/reconciled';
import type { Api } from './api';
import { poolLimits } from './callOptions';
import type { CheckedItems, Refused } from './checkedItems';
import { keyedId } from './clientIds';
import { isTooSoon, lookUpEach, waitUntilKnown, type Found, type LookedUp, type Wanted } from './lookUps';
import type { PoolLimits } from './pool';
import type { Ports } from './ports';
import { mapInTurns, Turn } from './turns';
import { defined } from '../formats/defined';

const GET_CHARGE = gatewayOperation('account', 'getMessageCharge');

type Client = Pick<Api, 'call'> & { readonly finder: GatewayOperation };

type FoundMessage = Extract<Found, { readonly messageIds: unknown }>;

/** A message that Clickatell is asked for once, however many items name it. */
interface Question extends Wanted {
	/** Items that name its client message ID, which may be that of other messages as well; those with a message ID are among them. */
	named: { items: number };
	asksForCharge: boolean;
	charge?: LookedUp;
}

/** What an item asks for. */
interface Asking {
	readonly asked: AskedFor;
	readonly question: Question;
}

function text(value: Checked['values'][string] | undefined): string | null {
	return typeof value === 'string' ? value : null;
}

/** Gathers what items ask for. */
class Questions {
	private readonly known = new Map<string, Question>();
	/** By client message ID. */
	private readonly named = new Map<string, Question['named']>();

	get all(): Question[] {
		return [...this.known.values()];
	}

	ask({ wire, values }: Checked): Asking {
		const to = text(values['to']);
		const messageId = text(values['messageId']);
		const own = text(values['clientMessageId']);
		const isKeyed = messageId === null && own === null;
		// As Send makes it of what it sends.
		const clientMessageId = isKeyed
			? keyedId(defined(text(values['idempotencyKey'])), defined(to), wire)
			: own;
		const by = messageId === null ? 'clientMessageId' : 'messageId';
		const id = defined(messageId ?? clientMessageId);
		const named = this.named.get(clientMessageId ?? '') ?? { items: 0 };
		this.named.set(clientMessageId ?? '', named);
		if (own !== null) named.items++;
		const question = this.known.get(`${by} ${id}`) ?? { by, id, values, named, asksForCharge: false };
		this.known.set(`${by} ${id}`, question);
		question.asksForCharge ||= values['askForCharge'] === '1';
		return { asked: { to, messageId, clientMessageId, isKeyed }, question };
	}
}

/** How many share the client message ID that is asked for, in words; undefined where nobody does, as far as is known. */
function sharers({ by, named: { items } }: Question, found: FoundMessage): string | undefined {
	if (by === 'messageId') return undefined;
	if (items > 1) return `${items} items`;
	const { length } = found.messageIds;
	return items === 1 && length > 1 ? `${length} messages` : undefined;
}

/** What Clickatell says in the end of each. */
async function answersTo(
	ports: Ports,
	api: Client,
	questions: readonly Question[],
	limits: PoolLimits,
): Promise<Map<Question, LookedUp>> {
	const begun = ports.now();
	ports.log('info', `${questions.length} messages are looked up`);
	const first = await lookUpEach(ports, api, api.finder, questions, limits);
	const answers = new Map(questions.map((question, i) => [question, defined(first[i])]));
	// An ID that Clickatell gave is never asked for again: not to know it proves nothing, however late.
	const tooSoon = questions.filter((question) => {
		const { found, at } = defined(answers.get(question));
		return question.by === 'clientMessageId' && found === 'unknown' && isTooSoon(at, begun);
	});
	if (tooSoon.length === 0) return answers;
	await waitUntilKnown(ports, begun);
	const again = await lookUpEach(ports, api, api.finder, tooSoon, limits);
	tooSoon.forEach((question, i) => answers.set(question, defined(again[i])));
	return answers;
}

/** Asks for the charges of the messages that were found, by the IDs that all servers take. */
async function askForCharges(
	ports: Ports,
	api: Client,
	answers: ReadonlyMap<Question, LookedUp>,
	limits: PoolLimits,
): Promise<void> {
	const charged = [...answers].flatMap(([question, { found }]) =>
		question.asksForCharge &&
		typeof found === 'object' &&
		'record' in found &&
		sharers(question, found) === undefined
			? [{ question, by: 'messageId' as const, id: found.messageId, values: question.values }]
			: [],
	);
	const charges = await lookUpEach(ports, api, GET_CHARGE, charged, limits);
	charged.forEach(({ question }, i) => (question.charge = defined(charges[i])));
}

function withCharge(reconciled: Reconciled, charge: LookedUp | undefined): Reconciled {
	if (charge === undefined) return reconciled;
	const { found } = charge;
	if (found === 'cancelled') return chargedRow(reconciled, null, 'the execution was canceled');
	if (found === 'unknown') return chargedRow(reconciled, null, 'it does not know the message');
	if ('why' in found) return chargedRow(reconciled, null, found.why);
	return chargedRow(reconciled, Number(found.record['charge']));
}

function rowFor({ asked, question }: Asking, { found }: LookedUp): Reconciled {
	if (found === 'cancelled') return cancelledRow(asked);
	if (found === 'unknown') return question.by === 'messageId' ? forgottenRow(asked) : neverSentRow(asked);
	if ('why' in found) return unaskedRow(asked, found.why, found.advice);
	const sharing = asked.isKeyed ? undefined : sharers(question, found);
	if (sharing !== undefined) return sharedRow(asked, sharing);
	return withCharge(foundRow(asked, found.record), question.charge);
}

/**
 * Finds out what became of the messages that the items name, by their message IDs, their client message IDs, or the
 * Idempotency Key that Send had.
 *
 * @returns one row for each item, in their order
 */
export async function reconcile(
	ports: Ports,
	api: Client,
	{ items, refused }: CheckedItems,
): Promise<Reconciled[]> {
	const limits = poolLimits(items.find((item) => item !== undefined));
	const questions = new Questions();
	const asked = await mapInTurns(items, (item) => item && questions.ask(item), new Turn(ports));
	const answers = await answersTo(ports, api, questions.all, limits);
	await askForCharges(ports, api, answers, limits);
	const row = (asking: Asking | undefined, index: number): Reconciled =>
		asking
			? rowFor(asking, defined(answers.get(asking.question)))
			: rowOfRefused(defined(refused.get(index)));
	return await mapInTurns(asked, row, new Turn(ports));
}

function rowOfRefused({ to, faults, meaning }: Refused): Reconciled {
	return refusedRow(to, faults, meaning);
}

/** Where no item can be asked for. */
export async function refusedRows(
	ports: Pick<Ports, 'now' | 'sleep'>,
	{ items, refused }: CheckedItems,
): Promise<Reconciled[]> {
	return await mapInTurns(items, (_, index) => rowOfRefused(defined(refused.get(index))), new Turn(ports));
}
