import type { Operation } from '../catalogue/types';
import type { PlannedCall } from '../message/plan';
import { partsOfNumber } from '../message/text/numberCountry';
import type { Api, CallOptions } from './api';
import type { PoolLimits } from './pool';
import { runPool } from './pool';
import type { Ports } from './ports';
import { defined } from '../formats/defined';

/** What a message of one part to a number costs, as far as Clickatell says (docs/protocol/soap.md#results). */
export type Charge =
	/** The least, in credits. */
	| { readonly kind: 'known'; readonly credits: number }
	| { readonly kind: 'notCovered' }
	/** A sentence without a period at its end; whether Clickatell could not be asked, which can be done again. */
	| { readonly kind: 'unknown'; readonly why: string; readonly notAsked?: true };

/** How many digits behind the country code tell the networks of a country apart, in most countries. */
const NETWORK_DIGITS = 3;
const NUMBER_REFUSED = '105';

/**
 * Numbers of one prefix cost the same: the country code and the first digits behind it, which tell the network. Countries
 * that share a country code may share these digits as well, such as Jersey and the United Kingdom, and not the price.
 */
export function prefixOf(msisdn: string): string {
	const { countryCode, country } = partsOfNumber(msisdn);
	return `${country ?? ''}${msisdn.slice(0, (countryCode?.length ?? 1) + NETWORK_DIGITS)}`;
}

/** Of each prefix of all calls, a number that has it. */
export function prefixesOf(calls: readonly PlannedCall[]): Map<string, string> {
	const found = new Map<string, string>();
	for (const { to } of calls) {
		for (const msisdn of to) {
			const prefix = prefixOf(msisdn);
			if (!found.has(prefix)) found.set(prefix, msisdn);
		}
	}
	return found;
}

/**
 * Asks once for each prefix. After an answer which says nothing of the number, such as a refused login, no more is asked.
 *
 * @param numbers a number of each prefix
 */
export async function askCharges<O extends Operation>(
	ports: Ports,
	api: Pick<Api<O>, 'call' | 'pricer' | 'describe'>,
	numbers: ReadonlyMap<string, string>,
	limits: PoolLimits,
	options: CallOptions,
): Promise<ReadonlyMap<string, Charge>> {
	const { pricer } = api;
	if (pricer === undefined) return new Map();
	const prefixes = [...numbers];
	let stopped: string | undefined;
	const charges = await runPool<Charge>(
		ports,
		prefixes.length,
		limits,
		async (index) => {
			const answer = await api.call(pricer, { number: defined(prefixes[index])[1] }, options);
			switch (answer.kind) {
				case 'record': {
					const { covered, charge } = answer.record;
					if (covered === false) return { kind: 'notCovered' };
					return typeof charge === 'number'
						? { kind: 'known', credits: charge }
						: { kind: 'unknown', why: 'Clickatell covers the number, but does not say what it charges' };
				}
				case 'refused': {
					const { sentence } = api.describe(answer.code, answer.text);
					if (answer.code === NUMBER_REFUSED) return { kind: 'unknown', why: sentence };
					stopped = sentence;
					return { kind: 'unknown', why: sentence, notAsked: true };
				}
				case 'unreadable':
					return { kind: 'unknown', why: answer.reason };
				case 'recipients':
					throw new Error('Coverage is asked of one number');
				default:
					stopped = answer.sentence;
					return { kind: 'unknown', why: answer.sentence, notAsked: true };
			}
		},
		() => {
			const why = ports.cancelled() ? 'The execution was canceled' : stopped;
			return why === undefined ? undefined : { kind: 'unknown', why, notAsked: true };
		},
	);
	return new Map(charges.map((charge, index) => [defined(prefixes[index])[0], charge]));
}
