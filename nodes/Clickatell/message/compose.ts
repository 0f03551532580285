import type { Effect } from '../catalogue/types';
import type { TextCarrier } from './carrier';
import {
	cutText,
	MAX_PARTS,
	measureBinary,
	measureText,
	replaceTypography,
	type EncodingChoice,
} from './text/gsm';
import { toUcs2Hex } from './text/ucs2';

/** How a message travels, for the result of every send. */
export interface Travel {
	readonly encoding: 'gsm' | 'unicode' | 'binary';
	readonly parts: number;
	/** Where 'Long Texts' is to cut: whether this text was cut. */
	readonly textCut?: boolean;
}

export type Composed =
	| {
			readonly ok: true;
			readonly wire: { readonly text: string; readonly unicode?: '1' };
			readonly travel: Travel;
	  }
	| { readonly ok: false; readonly fault: string };

/** The parts that a call without `concat` allows (docs/protocol/soap.md#parameters). */
export const PARTS_WITHOUT_OPTION = 1;

/** What 'Long Texts' says. */
export interface PartsAllowed {
	readonly most: number;
	readonly cuts: boolean;
}

/** The most that Clickatell recommends. */
export const UP_TO_THREE = 3;

/** @param effect a text that one only asks about was sent in as many parts as it needed, unless it was cut */
export function partsAllowed(
	longTexts: string | undefined,
	mostParts: string | undefined,
	effect: Effect = 'spend',
): PartsAllowed {
	if (effect === 'read' && longTexts !== 'cut') return { most: MAX_PARTS, cuts: false };
	switch (longTexts) {
		case 'upToThree':
			return { most: UP_TO_THREE, cuts: false };
		case 'more':
			return { most: Number(mostParts ?? PARTS_WITHOUT_OPTION), cuts: false };
		default:
			return { most: PARTS_WITHOUT_OPTION, cuts: longTexts === 'cut' };
	}
}

/** Characters for a sentence: the first ten, and how many more. */
export function characters(list: readonly string[]): string {
	const shown = list.slice(0, 10).map((char) => `'${char}'`);
	return shown.join(' ') + (list.length > shown.length ? ` and ${list.length - shown.length} more` : '');
}

/** What to do with a message of more parts than allowed. */
function shorterOrMore(parts: number): string {
	if (parts > MAX_PARTS) return `shorten it: Clickatell takes at most ${MAX_PARTS} parts`;
	return parts <= UP_TO_THREE
		? "shorten it, or set 'Long Texts' to Send in Two or Three Parts"
		: `shorten it, or set 'Long Texts' to Send in More Parts and 'Most Message Parts' to ${parts}`;
}

function tooLong(needs: string, allowed: number, wayOut: string): { ok: false; fault: string } {
	return {
		ok: false,
		fault: `${needs}, but ${allowed} ${allowed === 1 ? 'is' : 'are'} allowed; ${wayOut}`,
	};
}

/**
 * Turns a text into what goes on the wire: as it is where GSM can carry it, else as UCS-2 hex with `unicode` 1.
 * Refuses, or cuts, a text that needs more parts than allowed, and refuses GSM for a text that GSM cannot carry.
 */
export function composeText(
	given: string,
	options: {
		encoding: EncodingChoice;
		replaceTypography: boolean;
		maxParts: number;
		cuts?: boolean;
		carrier?: TextCarrier;
	},
): Composed {
	const measureBy = options.carrier?.measure ?? measureText;
	const cutBy = options.carrier?.cut ?? cutText;
	const whole = options.replaceTypography ? replaceTypography(given) : given;
	const ofWhole = measureBy(whole, options.encoding);
	const cut = options.cuts === true && ofWhole.parts > options.maxParts;
	const text = cut ? cutBy(whole, options.encoding) : whole;
	const measure = cut ? measureBy(text, options.encoding) : ofWhole;
	if (measure.encoding === 'gsm' && measure.forcing.length > 0) {
		return {
			ok: false,
			fault: `cannot be sent as GSM because of ${characters(measure.forcing)}; set 'Encoding' to Automatic or remove them`,
		};
	}
	if (measure.parts > options.maxParts) {
		const why =
			measure.encoding === 'unicode' && measure.forcing.length > 0
				? ` (Unicode, because of ${characters(measure.forcing)})`
				: '';
		const needs = `needs ${measure.parts} message parts${why}`;
		return tooLong(needs, options.maxParts, shorterOrMore(measure.parts));
	}
	const travel: Travel = {
		encoding: measure.encoding,
		parts: measure.parts,
		...(options.cuts ? { textCut: cut } : {}),
	};
	return measure.encoding === 'unicode' && options.carrier?.takesAnyText !== true
		? { ok: true, wire: { text: toUcs2Hex(text), unicode: '1' }, travel }
		: { ok: true, wire: { text }, travel };
}

/** The parts of a binary message, or why it cannot be sent. */
export function composeBinary(
	data: string,
	udh: string,
	maxParts: number,
): { readonly ok: true; readonly travel: Travel } | { readonly ok: false; readonly fault: string } {
	const { parts } = measureBinary(data.length / 2, udh.length / 2);
	if (parts <= maxParts) return { ok: true, travel: { encoding: 'binary', parts } };
	return Number.isFinite(parts)
		? tooLong(`needs ${parts} message parts`, maxParts, shorterOrMore(parts))
		: { ok: false, fault: 'does not fit beside the user data header; shorten one of them' };
}
