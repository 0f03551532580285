import { MAX_PARTS, measureBinary, measureText, replaceTypography, type EncodingChoice } from './text/gsm';
import { toUcs2Hex } from './text/ucs2';

/** How a message travels, for the result of every send. */
export interface Travel {
	readonly encoding: 'gsm' | 'unicode' | 'binary';
	readonly parts: number;
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

/** Characters for a sentence: the first ten, and how many more. */
export function characters(list: readonly string[]): string {
	const shown = list.slice(0, 10).map((char) => `'${char}'`);
	return shown.join(' ') + (list.length > shown.length ? ` and ${list.length - shown.length} more` : '');
}

/**
 * Turns a text into what goes on the wire: as it is where GSM can carry it, else as UCS-2 hex with `unicode` 1.
 * Refuses a text that needs more parts than allowed, with the numbers, and GSM for a text that GSM cannot carry.
 */
export function composeText(
	given: string,
	options: { encoding: EncodingChoice; replaceTypography: boolean; maxParts: number },
): Composed {
	const text = options.replaceTypography ? replaceTypography(given) : given;
	const measure = measureText(text, options.encoding);
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
		const wayOut =
			measure.parts <= MAX_PARTS
				? `shorten it or set 'Most Message Parts' to ${measure.parts}`
				: `shorten it: Clickatell takes at most ${MAX_PARTS} parts`;
		return {
			ok: false,
			fault: `needs ${measure.parts} message parts${why}, but ${options.maxParts} ${options.maxParts === 1 ? 'is' : 'are'} allowed; ${wayOut}`,
		};
	}
	const travel: Travel = { encoding: measure.encoding, parts: measure.parts };
	return measure.encoding === 'unicode'
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
	if (parts > maxParts) {
		const wayOut =
			parts <= MAX_PARTS
				? `shorten it or set 'Most Message Parts' to ${parts}`
				: 'shorten the data or the user data header';
		const needs = Number.isFinite(parts)
			? `needs ${parts} message parts`
			: 'does not fit beside the user data header';
		return {
			ok: false,
			fault: `${needs}, but ${maxParts} ${maxParts === 1 ? 'is' : 'are'} allowed; ${wayOut}`,
		};
	}
	return { ok: true, travel: { encoding: 'binary', parts } };
}
