import { findConnectError } from '../../catalogue/connectErrors';
import type { ConnectError } from './reply';

/** A refusal in words, ready for an error's message and description. */
export interface ConnectRefusal {
	/** Of the first error; empty when the reply named none. */
	readonly code: string;
	/** A word or two for `errorMeaning`. */
	readonly meaning: string;
	/** What happened, every error of the reply, without a final period. */
	readonly sentence: string;
	/** What to do next, Clickatell's own words and what came along. */
	readonly description: string;
}

const EXTRA_LABELS: Readonly<Record<string, string>> = {
	emailAddress: 'Email address',
	mobileNumber: 'Mobile number',
};

function withPeriod(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

function unique(texts: readonly string[]): string[] {
	return [...new Set(texts)];
}

/**
 * Says what a refused Connect call means and what to do next (docs/protocol/connect.md#error-numbers). Numbers that
 * the table lacks, among them those of an older numbering, are shown with Clickatell's own words.
 *
 * @param withUser whether the call named a user: 004 means a locked user only then, and a blocked address elsewhere
 */
export function describeConnectRefusal(
	errors: readonly ConnectError[],
	extra: Readonly<Record<string, string>>,
	withUser: boolean,
): ConnectRefusal {
	const known = errors.map(({ code }) => findConnectError(code, withUser));
	const sentences = errors.map(({ code, text }, index) => {
		const number = code === '' ? '' : ` (${code})`;
		const entry = known[index];
		if (entry) return `${entry.sentence}${number}`;
		return `Clickatell refused the call${number}${text === '' ? '' : `: ${text.replace(/\.$/, '')}`}`;
	});
	const advice = unique(known.flatMap((entry) => (entry ? [entry.advice] : [])));
	if (known.some((entry) => entry === undefined)) {
		advice.push('The documentation explains no such number; Clickatell support can.');
	}
	const words = errors.flatMap(({ code, text }) =>
		text === '' ? [] : [`${code === '' ? '' : `${code} `}${withPeriod(text)}`],
	);
	const data = Object.entries(extra).flatMap(([name, value]) =>
		value === '' ? [] : [`${EXTRA_LABELS[name] ?? name}: ${value}.`],
	);
	return {
		code: errors[0]?.code ?? '',
		meaning: known[0]?.meaning ?? 'unknown',
		sentence: unique(sentences).join('; '),
		description: [
			...advice,
			...(words.length > 0 ? [`Clickatell says: ${words.join(' ')}`] : []),
			...data,
		].join(' '),
	};
}
