import type { Operation } from '../catalogue/types';
import { contextOf, INVALID, type SentOutcome } from '../message/rows';
import { partsOfNumber } from '../message/text/numberCountry';
import type { Api } from './api';
import { callOptions, poolLimits } from './callOptions';
import { askCharges, prefixesOf, prefixOf, type Charge } from './charges';
import type { CheckedItems } from './checkedItems';
import { creditLimit, inItemOrder, rounded, withinLimit, type Limited, type Message } from './creditLimit';
import { planCalls } from './planRun';
import type { Ports } from './ports';
import { placeWithheld, refusedOutcomes } from './sends';
import { mapInTurns, Turn } from './turns';
import { defined } from '../formats/defined';

/** What would become of one recipient. */
export interface PreviewRow {
	readonly to: string | null;
	readonly sendable: boolean;
	readonly errorText: string | null;
	readonly errorMeaning: string | null;
	readonly country: string | null;
	readonly encoding: string | null;
	readonly parts: number | null;
	readonly suppressed: boolean;
	readonly covered: boolean | null;
	readonly charge: number | null;
	readonly scheduledFor?: string;
	readonly textCut?: boolean;
}

/** Of all items. */
export interface PreviewTotals {
	readonly totalMessages: number;
	readonly totalNotSendable: number;
	readonly totalParts: number;
	readonly totalCalls: number;
	readonly totalCharge: number | null;
	readonly balance: number | null;
	readonly balanceIsEnough: boolean | null;
	readonly currency: string | null;
}

export interface Preview {
	/** By input item, then by recipient of the item. */
	readonly rows: readonly (readonly PreviewRow[])[];
	readonly totals: PreviewTotals;
	/** What could not be learned, sentences without a period at their end. */
	readonly unknown: readonly string[];
}

type Asked<O extends Operation> = Pick<Api<O>, 'call' | 'pricer' | 'banker' | 'describe' | 'room'>;

function refusedRow({ row }: SentOutcome): PreviewRow {
	const { to, errorText, errorMeaning, encoding, parts, suppressed, textCut } = row;
	return {
		to,
		sendable: false,
		errorText,
		errorMeaning,
		country: errorMeaning === INVALID || to === null ? null : partsOfNumber(to).country,
		encoding,
		parts,
		suppressed,
		covered: null,
		charge: null,
		...(textCut === undefined ? {} : { textCut }),
	};
}

/** What a message costs; null where nobody knows. What Clickatell does not cover it refuses, and charges nothing. */
function costOf({ to, parts }: Message, charges: ReadonlyMap<string, Charge> | undefined): number | null {
	const charge = charges?.get(prefixOf(to));
	if (charge?.kind === 'notCovered') return 0;
	return charge?.kind === 'known' ? rounded(charge.credits * parts) : null;
}

function coveredIn(charges: ReadonlyMap<string, Charge> | undefined, to: string): boolean | null {
	const charge = charges?.get(prefixOf(to));
	return charge === undefined || charge.kind === 'unknown' ? null : charge.kind === 'known';
}

/**
 * Plans a run as a send does, and makes none of its calls.
 *
 * @param asks whether the charges (where the API tells them) and the balance are asked for
 */
export async function previewAll<O extends Operation>(
	ports: Ports,
	api: Asked<O>,
	checked: CheckedItems,
	asks: boolean,
): Promise<Preview> {
	const outcomes = await refusedOutcomes(ports, checked);
	const planned = await planCalls({ ...ports, hint: () => undefined }, checked, api.room);
	const limit = api.pricer === undefined ? undefined : creditLimit(checked);
	const first = checked.items.find((item) => item !== undefined);
	const options = callOptions(first?.values ?? {});
	const charges =
		api.pricer !== undefined && (asks || limit !== undefined)
			? await askCharges(ports, api, prefixesOf(planned.calls), poolLimits(first), options)
			: undefined;
	const limited: Limited =
		limit === undefined || charges === undefined
			? { calls: planned.calls, withheld: [] }
			: await withinLimit(ports, planned.calls, limit, charges);
	placeWithheld(outcomes, checked, [...planned.withheld, ...limited.withheld]);

	const turn = new Turn(ports);
	const rows: PreviewRow[][] = await mapInTurns(outcomes, (own) => own.map(refusedRow), turn);
	// Before the others are put in: the rows of an item have gaps where something is sent.
	const notSendable = rows.reduce((sum, own) => sum + own.filter(() => true).length, 0);
	let [parts, sum, isKnown] = [0, 0, charges !== undefined];
	const messages = inItemOrder(limited.calls);
	await mapInTurns(
		messages,
		(message) => {
			const { call, place, to } = message;
			const { travel, scheduledFor } = contextOf(call, place);
			const cost = costOf(message, charges);
			parts += message.parts;
			sum += cost ?? 0;
			isKnown &&= cost !== null;
			const covered = coveredIn(charges, to);
			defined(call.slots[place]).forEach(({ item, position }, nth) => {
				const textCut = checked.items[item]?.travel?.textCut;
				defined(rows[item])[position] = {
					to,
					sendable: true,
					errorText: null,
					errorMeaning: null,
					country: partsOfNumber(to).country,
					encoding: travel?.encoding ?? null,
					parts: travel?.parts ?? null,
					suppressed: false,
					covered,
					charge: nth > 0 && cost !== null ? 0 : covered === false ? null : cost,
					...(scheduledFor === undefined ? {} : { scheduledFor }),
					...(textCut === undefined ? {} : { textCut }),
				};
			});
		},
		turn,
	);
	const asked = asks ? await askBalance(api, options) : { balance: null, currency: null };
	const totalCharge = isKnown ? rounded(sum) : null;
	const { balance } = asked;
	const whys = [...(charges?.values() ?? [])].flatMap((each) => (each.kind === 'unknown' ? [each.why] : []));
	return {
		rows,
		totals: {
			totalMessages: messages.length,
			totalNotSendable: notSendable,
			totalParts: parts,
			totalCalls: limited.calls.length,
			totalCharge,
			balance,
			balanceIsEnough: totalCharge === null || balance === null ? null : balance >= totalCharge,
			currency: asked.currency,
		},
		unknown: [...new Set([...whys, ...('why' in asked ? [asked.why] : [])])],
	};
}

interface Balance {
	readonly balance: number | null;
	readonly currency: string | null;
	readonly why?: string;
}

async function askBalance<O extends Operation>(
	api: Asked<O>,
	options: ReturnType<typeof callOptions>,
): Promise<Balance> {
	const none = { balance: null, currency: null };
	if (api.banker === undefined) return none;
	const answer = await api.call(api.banker, {}, options);
	switch (answer.kind) {
		case 'record': {
			const { balance, currency } = answer.record;
			return {
				balance: typeof balance === 'number' ? balance : null,
				currency: typeof currency === 'string' ? currency : null,
			};
		}
		case 'refused':
			return { ...none, why: api.describe(answer.code, answer.text).sentence };
		case 'unreadable':
			return { ...none, why: answer.reason };
		case 'recipients':
			throw new Error('A balance has no recipients');
		default:
			return { ...none, why: answer.sentence };
	}
}
