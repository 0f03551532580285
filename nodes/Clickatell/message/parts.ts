import { MAX_PARTS, measureText, replaceTypography, type EncodingChoice } from './text/gsm';

export interface Estimate {
	readonly text: string;
	readonly encoding: 'gsm' | 'unicode';
	readonly parts: number;
	readonly units: number;
	readonly remaining: number;
	/** The characters that force Unicode, each once, in order. */
	readonly unicodeCharacters: string;
	readonly sendable: boolean;
	readonly creditsAtMost: number | null;
}

/** Measures a text as a send would (docs/protocol/soap.md#message-lengths), without sending it. */
export function estimateText(
	given: string,
	options: {
		encoding: EncodingChoice;
		replaceTypography: boolean;
		recipients: number;
		creditsPerPart: number | null;
	},
): Estimate {
	const text = options.replaceTypography ? replaceTypography(given) : given;
	const { encoding, parts, units, remaining, forcing } = measureText(text, options.encoding);
	return {
		text,
		encoding,
		parts,
		units,
		remaining,
		unicodeCharacters: forcing.join(''),
		sendable: parts <= MAX_PARTS && (encoding === 'unicode' || forcing.length === 0),
		creditsAtMost:
			options.creditsPerPart === null
				? null
				: Number((parts * options.recipients * options.creditsPerPart).toFixed(6)),
	};
}
