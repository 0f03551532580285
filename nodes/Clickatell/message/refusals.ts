import { ERROR_CODES, type ErrorCode } from '../catalogue/errors';

const byCode = new Map(ERROR_CODES.map((entry) => [entry.code, entry]));

/** A refusal in words. Unknown numbers pass through with the gateway's own text. */
export interface Refusal {
	readonly code: string | null;
	readonly meaning: string;
	/** What happened, without a final period, the number in brackets. */
	readonly sentence: string;
	readonly advice: string;
	/** As the gateway wrote it. */
	readonly text: string;
	/** The number must not get messages. */
	readonly suppressed?: boolean;
}

export function findErrorCode(code: string | null): ErrorCode | undefined {
	return code === null ? undefined : byCode.get(code);
}

/** The moment at which a message limit ends, as ISO 8601: the UNIX time with which the words of 130 end. */
function limitedUntil(text: string): string | undefined {
	const seconds = /(?<!\d)\d{10}$/.exec(text.trimEnd())?.[0];
	return seconds === undefined ? undefined : new Date(Number(seconds) * 1000).toISOString();
}

export function describeRefusal(code: string | null, text: string): Refusal {
	const known = findErrorCode(code);
	if (!known) {
		const number = code === null ? '' : ` with the number ${code}`;
		return {
			code,
			meaning: 'unknown',
			sentence: `Clickatell refused the call${number}${text ? `: ${text}` : ''}`,
			advice:
				code === null
					? 'Clickatell gave no number, so that only its words say why; ask Clickatell support if they do not help.'
					: "The number is not in Clickatell's documentation; ask Clickatell support.",
			text,
		};
	}
	const until = code === '130' ? limitedUntil(text) : undefined;
	return {
		code,
		meaning: known.meaning,
		sentence: `${known.sentence}${until ? ` until ${until}` : ''} (${code})`,
		advice: known.advice,
		text,
		...(known.suppresses ? { suppressed: true } : {}),
	};
}

/** Does this refusal say that the session is gone, so that a new one may help? */
export function asksForNewSession(code: string | null, sessionWasUsed: boolean): boolean {
	const session = findErrorCode(code)?.session;
	return session === 'expired' || (session === 'ifSessionUsed' && sessionWasUsed);
}
