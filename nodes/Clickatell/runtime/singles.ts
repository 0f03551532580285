import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation, SoapOperation } from '../operations/types';
import type { Checked } from '../protocol/check';
import { describeRefusal } from '../protocol/refusals';
import { readOutcome } from '../protocol/soap/results';
import { callOptions, poolLimits } from './callOptions';
import { runPool } from './pool';
import type { Ports } from './ports';
import { errorItem, errorOf, inputProblem, type Problem } from './problems';
import type { CheckedItems } from './sends';
import type { Answer, SoapClient } from './soapClient';

export interface SingleRecord {
	readonly json: IDataObject;
	readonly binary?: IBinaryKeyData;
}

/** What one item came to, for commands that answer one thing. */
export type Single =
	| { readonly ok: true; readonly records: readonly SingleRecord[] }
	| { readonly ok: false; readonly problem: Problem; readonly code: string | null; readonly meaning: string };

export function failed(
	sentence: string,
	advice: string,
	more: { doubtful?: boolean; code?: string | null; meaning?: string } = {},
): Single {
	return {
		ok: false,
		problem: { sentence, advice, input: false, doubtful: more.doubtful ?? false },
		code: more.code ?? null,
		meaning: more.meaning ?? '',
	};
}

function refused(code: string | null, text: string): Single {
	const refusal = describeRefusal(code, text);
	return failed(refusal.sentence, refusal.advice, { code, meaning: refusal.meaning });
}

/** @param asked what the call was about, by part name */
export function singleOf(operation: SoapOperation, answer: Answer, asked: Checked['wire']): Single {
	const spends = operation.effect === 'spend';
	switch (answer.kind) {
		case 'refused':
			return refused(answer.code, answer.text);
		case 'notSent':
			return failed(spends ? `${answer.sentence}; nothing was spent` : answer.sentence, answer.advice, {
				code: answer.code ?? null,
				meaning: 'not sent',
			});
		case 'doubtful':
			return spends
				? failed(`${answer.sentence}; '${operation.title}' may have been carried out`, answer.advice, {
						doubtful: true,
						meaning: 'may have been carried out',
					})
				: failed(answer.sentence, 'Nothing was spent; run the workflow again.');
		case 'lines': {
			if (operation.reply === 'accepted') throw new Error('A send has many outcomes');
			const outcome = readOutcome(operation.reply, answer.lines, asked);
			if (outcome.kind === 'record') return { ok: true, records: [{ json: outcome.record as IDataObject }] };
			if (outcome.kind === 'refused') return refused(outcome.code, outcome.text);
			return failed(
				spends ? `${outcome.reason}; '${operation.title}' may have been carried out` : outcome.reason,
				'Run the workflow again, or ask Clickatell support.',
				{ doubtful: spends },
			);
		}
		default:
			return unreachable(answer);
	}
}

function unreachable(answer: never): never {
	throw new Error(`No outcome for ${JSON.stringify(answer)}`);
}

/** Makes one call for each item. */
export async function callEach(
	ports: Ports,
	client: SoapClient,
	operation: SoapOperation,
	{ items, faults }: CheckedItems,
	continuesOnFail: boolean,
): Promise<Single[]> {
	const limits = poolLimits(items.find((item) => item !== undefined));
	const concurrency = operation.effect === 'read' ? limits.concurrency : 1;
	// What spends goes one after another, so that a failure stops the rest, unless the run is to continue.
	const stopsAtFailure = operation.effect === 'spend' && !continuesOnFail;
	let stopped = false;
	return await runPool<Single>(
		ports,
		items.length,
		{ ...limits, concurrency },
		async (index) => {
			const item = items[index];
			const single = item
				? singleOf(operation, await client.call(operation, item.wire, callOptions(item.values)), item.wire)
				: invalid(faults.get(index) ?? []);
			stopped ||= stopsAtFailure && !single.ok;
			return single;
		},
		() => {
			if (ports.cancelled()) return failed('The execution was canceled; this call was not made', '');
			return stopped ? failed('An earlier item failed; this call was not made', '') : undefined;
		},
	);
}

function invalid(faults: readonly string[]): Single {
	return { ok: false, problem: inputProblem(faults), code: null, meaning: 'invalid input' };
}

/** A call that carries a person's login: a failed one must not be repeated by itself, since a few lock the user. */
function carriesLogin(operation: Operation): boolean {
	return operation.api === 'connect' && operation.parameters.some(({ name }) => name === 'password');
}

/**
 * The same two rules as for sends, for commands that answer one thing: what was carried out is never lost by throwing,
 * and n8n's Retry On Fail never repeats what may have been carried out, nor a login that was refused.
 */
export function presentSingles(
	functions: IExecuteFunctions,
	operation: Operation,
	singles: readonly Single[],
): INodeExecutionData[] {
	const changes = operation.effect !== 'read';
	const done = changes && singles.some((single) => single.ok);
	const doubtfulAt = changes ? singles.findIndex((single) => !single.ok && single.problem.doubtful) : -1;
	const refusedLogin =
		carriesLogin(operation) && singles.some((single) => !single.ok && single.code !== null);
	const mustNotRunAgain = done || doubtfulAt >= 0 || refusedLogin;

	const mustReturn = done || (mustNotRunAgain && functions.getNode().retryOnFail === true);
	if (!functions.continueOnFail() && !mustReturn) {
		const at = doubtfulAt >= 0 ? doubtfulAt : singles.findIndex((single) => !single.ok);
		const single = singles[at];
		if (single && !single.ok) throw errorOf(functions, single.problem, at);
	}
	return singles.flatMap((single, item): INodeExecutionData[] => {
		const pairedItem = { item };
		if (single.ok) return single.records.map((record) => ({ ...record, pairedItem }));
		if (functions.continueOnFail()) return [errorItem(functions, single.problem, item, !mustNotRunAgain)];
		const { code, meaning, problem } = single;
		return [{ json: { errorCode: code, errorMeaning: meaning, errorText: problem.sentence }, pairedItem }];
	});
}
