import type { Failure } from '../../engine/answer';
import { DOUBT_ADVICE, type Fate } from '../../message/rows';
import type { SendAnswer, Verdict } from './platformAnswer';

export function withoutPeriod(sentence: string): string {
	return sentence.replace(/\.$/, '');
}

export function isRepeatable(verdict: Verdict): boolean {
	return verdict.kind === 'refused' && verdict.repeatable;
}

export function fateOf(verdict: Verdict): Fate {
	switch (verdict.kind) {
		case 'accepted':
			return verdict.messageId === null
				? { kind: 'accepted', ids: verdict.candidates }
				: { kind: 'id', id: verdict.messageId };
		case 'refused':
			return { kind: 'refused', code: verdict.error.code, text: verdict.error.text };
		case 'doubtful':
			return { kind: 'missing', ids: verdict.candidates, sentence: withoutPeriod(verdict.reason) };
		default:
			return verdict satisfies never;
	}
}

/** An answer that says nothing of anybody is as good as none: many of them in a row stop the run. */
export function lostAltogether({ verdicts }: SendAnswer): Failure | undefined {
	const [first] = verdicts;
	if (first?.kind !== 'doubtful') return undefined;
	const nothing = verdicts.every((verdict) => verdict.kind === 'doubtful' && verdict.candidates.length === 0);
	return nothing
		? { kind: 'doubtful', sentence: withoutPeriod(first.reason), advice: DOUBT_ADVICE }
		: undefined;
}
