import type { Operation } from '../catalogue/types';
import { partOf, type PlannedCall, type Slot } from '../message/plan';
import { contextOf, OVER_LIMIT, refusedOutcome, type SentOutcome } from '../message/rows';
import type { Api } from './api';
import { callOptions, poolLimits } from './callOptions';
import { askCharges, prefixesOf, prefixOf, type Charge } from './charges';
import type { CheckedItems } from './checkedItems';
import type { Ports } from './ports';
import { mapInTurns, Turn } from './turns';
import { defined } from '../formats/defined';

/** A recipient that is not sent to, decided before anything is sent. */
export interface Withheld extends Slot {
	readonly outcome: SentOutcome;
	/** What the message costs could not be asked, which can be done again. */
	readonly notAsked?: true;
}

const LABEL = "'Stop at Credits'";

/** The smallest limit that an item names: it is that of the whole run. */
export function creditLimit({ items }: CheckedItems): number | undefined {
	let least: number | undefined;
	items.forEach((item) => {
		const given = item?.values['stopAtCredits'];
		if (given !== undefined) least = Math.min(least ?? Infinity, Number(given));
	});
	return least;
}

/** Sums of decimals as a person would write them. */
export const rounded = (credits: number): number => Number(credits.toFixed(6));

/** One message of a call. */
export interface Message {
	readonly call: PlannedCall;
	readonly place: number;
	readonly to: string;
	readonly parts: number;
}

/** All messages, in the order of the items that they are for. */
export function inItemOrder(calls: readonly PlannedCall[]): Message[] {
	return calls
		.flatMap((call) =>
			call.to.map((to, place) => ({ call, place, to, parts: contextOf(call, place).travel?.parts ?? 1 })),
		)
		.sort((one, other) => {
			const [a, b] = [
				defined(defined(one.call.slots[one.place])[0]),
				defined(defined(other.call.slots[other.place])[0]),
			];
			return a.item - b.item || a.position - b.position;
		});
}

/** What is sent, and what is not. */
export interface Limited {
	readonly calls: readonly PlannedCall[];
	readonly withheld: readonly Withheld[];
}

interface Reason extends ReturnType<typeof refusal> {
	readonly notAsked?: true;
}

function refusal(sentence: string, advice: string) {
	return { meaning: OVER_LIMIT, sentence: `${sentence}; nothing was sent`, advice };
}

/** Takes out of the calls what would pass the limit, and what nobody knows the charge of. */
export async function withinLimit(
	ports: Pick<Ports, 'now' | 'sleep'>,
	calls: readonly PlannedCall[],
	limit: number,
	charges: ReadonlyMap<string, Charge>,
): Promise<Limited> {
	const withheld: Withheld[] = [];
	const left = new Map<PlannedCall, Set<number>>();
	let spent = 0;
	let isOver = false;
	const take = ({ call, place, to, parts }: Message): void => {
		const why = reasonOf(to, parts);
		if (why === undefined) return;
		const places = left.get(call) ?? new Set();
		left.set(call, places.add(place));
		const { notAsked } = why;
		for (const slot of defined(call.slots[place])) {
			const outcome = refusedOutcome(to, null, why, contextOf(call, place));
			withheld.push({ ...slot, outcome, ...(notAsked ? { notAsked } : {}) });
		}
	};
	const reasonOf = (to: string, parts: number): Reason | undefined => {
		const charge = charges.get(prefixOf(to));
		if (isOver)
			return refusal(
				`${LABEL} is ${limit}, which an earlier message of this run would have passed`,
				`Raise ${LABEL}, or send the others in another run.`,
			);
		if (charge?.kind !== 'known') {
			const why = charge?.kind === 'unknown' ? `: ${charge.why}` : ': Clickatell does not cover the number';
			return {
				...refusal(
					`${LABEL} is set, and what a message to ${to} costs is not known${why}`,
					`Send to this number without ${LABEL}.`,
				),
				...(charge?.kind === 'unknown' && charge.notAsked ? { notAsked: charge.notAsked } : {}),
			};
		}
		const after = rounded(spent + charge.credits * parts);
		if (after > limit) {
			isOver = true;
			return refusal(
				`${LABEL} is ${limit}, and with this message the run would cost ${after}`,
				`Raise ${LABEL}, or send the others in another run.`,
			);
		}
		spent = after;
		return undefined;
	};
	await mapInTurns(inItemOrder(calls), take, new Turn(ports));
	return { calls: calls.flatMap((call) => without(call, left.get(call))), withheld };
}

function without(call: PlannedCall, places: ReadonlySet<number> | undefined): PlannedCall[] {
	if (!places) return [call];
	const kept = [...call.to.keys()].filter((place) => !places.has(place));
	return kept.length === 0 ? [] : [partOf(call, kept)];
}

/** Holds a run to 'Stop at Credits', where it is set; otherwise nothing is asked and nothing is done. */
export async function holdToLimit<O extends Operation>(
	ports: Ports,
	api: Pick<Api<O>, 'call' | 'pricer' | 'describe'>,
	checked: CheckedItems,
	calls: readonly PlannedCall[],
): Promise<Limited> {
	const limit = creditLimit(checked);
	if (limit === undefined || api.pricer === undefined) return { calls, withheld: [] };
	const first = checked.items.find((item) => item !== undefined);
	const options = callOptions(defined(first).values);
	const charges = await askCharges(ports, api, prefixesOf(calls), poolLimits(first), options);
	return await withinLimit(ports, calls, limit, charges);
}
