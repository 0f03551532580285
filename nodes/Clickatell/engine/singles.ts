import type { Operation } from '../catalogue/types';
import type { Refusal } from '../message/refusals';
import { faultsText, NOT_SENT } from '../message/rows';
import type { Answer, RecordFile } from './answer';
import type { Api } from './api';
import { callOptions, poolLimits } from './callOptions';
import type { CheckedItems, Refused } from './checkedItems';
import { LostAnswers } from './lostAnswers';
import { runPool } from './pool';
import type { Ports } from './ports';
import { Progress, type ProgressWords } from './progress';
import { defined } from '../formats/defined';

export interface SingleRecord {
	readonly json: Readonly<Record<string, unknown>>;
	/** By the names that they have as binary data of the item. */
	readonly files?: Readonly<Record<string, RecordFile>>;
}

/** What one item came to, for commands that answer one thing. */
export type Single =
	| { readonly ok: true; readonly records: readonly SingleRecord[] }
	| {
			readonly ok: false;
			/** One sentence without final period: what happened. */
			readonly sentence: string;
			/** How to get unstuck. */
			readonly advice: string;
			readonly code: string | null;
			/** The reason in a few words. */
			readonly meaning: string;
			/** Clickatell may have carried the call out all the same. */
			readonly doubtful: boolean;
	  };

export function failed(
	sentence: string,
	advice: string,
	{
		doubtful = false,
		code = null,
		meaning = doubtful ? MAY_HAVE_BEEN_DONE : NO_ANSWER,
	}: { doubtful?: boolean; code?: string | null; meaning?: string } = {},
): Single {
	return { ok: false, sentence, advice, code, meaning, doubtful };
}

const MAY_HAVE_BEEN_DONE = 'may have been carried out';
const NO_ANSWER = 'no answer';

function refusedCall(code: string | null, { sentence, advice, meaning }: Refusal): Single {
	return failed(sentence, advice, { code, meaning });
}

export function singleOf(
	operation: Operation,
	answer: Answer,
	describe: (code: string | null, text: string) => Refusal,
): Single {
	const spends = operation.effect === 'spend';
	switch (answer.kind) {
		case 'refused':
			return refusedCall(answer.code, describe(answer.code, answer.text));
		case 'notSent':
			return failed(spends ? `${answer.sentence}; nothing was spent` : answer.sentence, answer.advice, {
				code: answer.code ?? null,
				meaning: NOT_SENT,
			});
		case 'doubtful':
			return spends
				? failed(`${answer.sentence}; '${operation.title}' may have been carried out`, answer.advice, {
						doubtful: true,
					})
				: failed(answer.sentence, 'Nothing was spent; run the workflow again.');
		case 'record':
			return {
				ok: true,
				records: [{ json: answer.record, ...(answer.files ? { files: answer.files } : {}) }],
			};
		case 'unreadable':
			return failed(
				spends ? `${answer.reason}; '${operation.title}' may have been carried out` : answer.reason,
				'Run the workflow again, or ask Clickatell support.',
				{ doubtful: spends },
			);
		case 'recipients':
		case 'earlier':
			throw new Error('A send has many outcomes');
		default:
			return answer satisfies never;
	}
}

/** Makes one call for each item. */
export async function callEach<O extends Operation>(
	ports: Ports,
	api: Api<O>,
	operation: O,
	{ items, refused }: CheckedItems,
	continuesOnFail: boolean,
): Promise<Single[]> {
	const limits = poolLimits(items.find((item) => item !== undefined));
	const spends = operation.effect === 'spend';
	const concurrency = operation.effect === 'read' ? limits.concurrency : 1;
	// What spends goes one after another, so that a failure stops the rest, unless the run is to continue.
	const stopsAtFailure = spends && !continuesOnFail;

	const called = [...items.keys()].filter((index) => items[index] !== undefined);
	const progress =
		spends && called.length > 0 ? new Progress(ports, called.length, wordsFor(operation)) : undefined;
	progress?.begin((place) => String(called[place]));
	const lost = new LostAnswers(concurrency);
	let started = 0;
	let stopped = false;
	const singles = await runPool<Single>(
		ports,
		items.length,
		{ ...limits, concurrency },
		async (index) => {
			const item = items[index];
			if (!item) return refusedSingle(defined(refused.get(index)));
			progress?.starting(started++);
			const answer = await api.call(operation, item.wire, { ...callOptions(item.values), item: index });
			const single = singleOf(operation, answer, (code, text) => api.describe(code, text));
			progress?.made();
			if (single.ok) progress?.note('done', String(index));
			else if (single.doubtful) progress?.note('doubtful', String(index));
			stopped ||= stopsAtFailure && !single.ok;
			lost.heard(!single.ok && single.doubtful);
			return single;
		},
		() => {
			if (ports.cancelled()) return notMade('The execution was canceled');
			if (stopped) return notMade('An earlier item failed');
			const tooMany = lost.tooMany();
			return tooMany === undefined ? undefined : notMade(...stoppedAfter(tooMany));
		},
	);
	progress?.flush();
	if (ports.cancelled()) progress?.cancelled(summaryOf(operation, singles));
	return singles;
}

function wordsFor({ title }: Operation): ProgressWords {
	return {
		done: `'${title}' was carried out for the items`,
		doubtful: `'${title}' may have been carried out for the items`,
	};
}

function summaryOf({ title }: Operation, singles: readonly Single[]): string {
	const done = singles.filter(({ ok }) => ok).length;
	const doubtful = singles.filter((single) => !single.ok && single.doubtful).length;
	const doubt = doubtful > 0 ? `, for ${doubtful} more it may have been` : '';
	return `The execution was canceled: '${title}' was carried out for ${done} of ${singles.length} items${doubt}`;
}

export const NOT_MADE = 'not made';

export function notMade(why: string, advice = ''): Single {
	return failed(`${why}; this call was not made`, advice, { meaning: NOT_MADE });
}

function stoppedAfter(lost: number): [why: string, advice: string] {
	return [
		`The node stopped, because the answers to ${lost} calls in a row were lost`,
		'Check in the Clickatell account which calls were carried out, then make the others.',
	];
}

export function refusedSingle({ faults, meaning }: Omit<Refused, 'to'>): Single {
	return failed(faultsText(faults), 'Nothing was sent.', { meaning });
}

export function refusedSingles({ items, refused }: CheckedItems): Single[] {
	return items.map((_, index) => refusedSingle(defined(refused.get(index))));
}
