import type { Operation } from '../catalogue/types';
import type { Answer } from './answer';
import type { Api } from './api';
import { LostAnswers } from './lostAnswers';
import { runPool, type PoolLimits } from './pool';
import type { Ports } from './ports';
import { defined } from '../formats/defined';

/** Networks take some seconds: who asks at once only asks once more. */
const FIRST_PAUSE_MS = 2_000;
const GROWTH = 1.5;
const LONGEST_PAUSE_MS = 30_000;
/** A cancelled execution does not wait longer. */
const NAP_MS = 1_000;
/** What is lost is asked again in the next round, and holds the rows back no longer. */
const LONGEST_CALL_MS = 10_000;
/** A refusal that comes so often in a row does not pass. */
const MOST_REFUSALS = 3;
/**
 * Unknown message ID (docs/protocol/soap.md#error-numbers; of the Platform, docs/protocol/platform.md): of what was accepted,
 * the report is late. 104 is for client message IDs, which nobody asks by here, and as harmless to ask again after.
 */
const UNKNOWN_ID: ReadonlySet<string | null> = new Set(['103', '104', '41']);

const NOT_ASKED = 'Clickatell was not asked in time';

/** A message whose status is asked for. */
export class Awaited {
	/** As Clickatell said last, by the names of the result of 'Get Status'. */
	record: Readonly<Record<string, unknown>> | undefined;
	/** Why it did not say so when it was asked last, without a period at its end. */
	error: string | null = NOT_ASKED;
	/** Nothing more will be learnt of it. */
	isOver = false;
	private refusals = 0;

	constructor(readonly messageId: string) {}

	heard(answer: Answer, describe: Api['describe']): void {
		if (answer.kind === 'record') {
			this.record = answer.record;
			this.error = null;
			this.refusals = 0;
			this.isOver = answer.record['final'] === true;
			return;
		}
		this.error = reasonOf(answer, describe);
		// A login that was refused stays so for the run.
		const isRefused =
			(answer.kind === 'refused' && !UNKNOWN_ID.has(answer.code)) ||
			(answer.kind === 'notSent' && answer.code !== undefined);
		this.refusals = isRefused ? this.refusals + 1 : 0;
		this.isOver = this.refusals === MOST_REFUSALS;
	}
}

function reasonOf(answer: Exclude<Answer, { kind: 'record' }>, describe: Api['describe']): string {
	switch (answer.kind) {
		case 'refused':
			return describe(answer.code, answer.text).sentence;
		case 'unreadable':
			return answer.reason;
		case 'recipients':
			throw new Error('A status is asked of one message');
		default:
			return answer.sentence;
	}
}

/** How the calls of the rounds are made. */
export interface Rounds {
	readonly seconds: number;
	readonly timeoutMs: number;
	readonly limits: PoolLimits;
}

/**
 * Asks for the status of each message at growing intervals, and once more when the time is up, until all are final or the
 * execution is cancelled. A lost answer takes some seconds more than that.
 */
export async function askUntilFinal<O extends Operation>(
	ports: Ports,
	api: Pick<Api<O>, 'call' | 'describe'>,
	teller: O,
	awaited: readonly Awaited[],
	{ seconds, timeoutMs, limits }: Rounds,
): Promise<void> {
	const end = ports.now() + seconds * 1000;
	let open = awaited;
	for (let pause = FIRST_PAUSE_MS; open.length > 0; pause = Math.min(pause * GROWTH, LONGEST_PAUSE_MS)) {
		await nap(ports, Math.min(pause, end - ports.now()));
		const isLast = ports.now() >= end;
		await askEach(ports, open, limits, Math.max(end, ports.now()) + LONGEST_CALL_MS, async (one) => {
			const answer = await api.call(
				teller,
				{ messageId: one.messageId },
				{
					timeoutMs: Math.min(timeoutMs, LONGEST_CALL_MS),
					repeatOnInternalError: false,
					patienceMs: Math.max(0, end - ports.now()),
				},
			);
			one.heard(answer, (code, text) => api.describe(code, text));
			return answer.kind === 'doubtful';
		});
		if (isLast || ports.cancelled()) return;
		open = open.filter(({ isOver }) => !isOver);
	}
}

/** @param ask says whether the answer was lost: after many in a row, the others of the round are not asked for */
async function askEach(
	ports: Ports,
	open: readonly Awaited[],
	limits: PoolLimits,
	until: number,
	ask: (one: Awaited) => Promise<boolean>,
): Promise<void> {
	const lost = new LostAnswers(limits.concurrency);
	await runPool<boolean>(
		ports,
		open.length,
		limits,
		async (index) => {
			const isLost = await ask(defined(open[index]));
			lost.heard(isLost);
			return isLost;
		},
		() => (ports.cancelled() || ports.now() > until || lost.tooMany() !== undefined ? true : undefined),
	);
}

async function nap(ports: Ports, ms: number): Promise<void> {
	const end = ports.now() + ms;
	for (let left = ms; left > 0 && !ports.cancelled(); left = end - ports.now())
		await ports.sleep(Math.min(left, NAP_MS));
}
