import type { Answer } from './answer';
import { forgetOldest } from './forgetOldest';
import { isTooSoon } from './lookUps';
import type { Ports } from './ports';

/** What is kept of messages that were sent, so that another execution need not rely on what Clickatell knows by then. */
const MOST_KEPT = 50_000;

interface Made {
	readonly answer: Promise<Answer>;
	/** When it ended, where nobody knows whether it was carried out. */
	doubtfulSince?: number;
}

const made = new Map<string, Made>();

/**
 * Makes a call that sends one message, unless another execution of this process makes it or has made it: two retries of one
 * execution at once look messages up at the same time, and Clickatell knows none of them yet.
 *
 * @param key names the account and the message
 * @param isToBeKept whether another execution may make the call when it has ended; it may always while it is under way
 */
export async function onceInProcess(
	ports: Pick<Ports, 'now'>,
	key: string,
	make: () => Promise<Answer>,
	isToBeKept: () => boolean,
): Promise<Answer> {
	// Of several that wait for a call which is refused then, one makes the next call, and the others wait for that one.
	for (let before = made.get(key); before !== undefined; before = made.get(key)) {
		const answer = again(await before.answer);
		if (answer) return answer;
		if (made.get(key) === before) made.delete(key);
	}
	if (made.size >= MOST_KEPT) forgetOldest(made);
	const making: Made = { answer: make() };
	made.set(key, making);
	const answer = await making.answer;
	const later = again(answer);
	if ((later === undefined || !isToBeKept()) && made.get(key) === making) made.delete(key);
	if (later?.found === false) making.doubtfulSince = ports.now();
	return answer;
}

/**
 * Clickatell was asked for the message at that time and did not know it: a call of which nobody knew is no longer in the way of
 * another one, where it had ended long enough before.
 */
export function forgetDoubt(key: string, askedAt: number): void {
	const since = made.get(key)?.doubtfulSince;
	if (since !== undefined && !isTooSoon(askedAt, since)) made.delete(key);
}

/** The answer for whoever comes later; undefined where nothing was accepted, so that the call may be made again. */
function again(answer: Answer): Extract<Answer, { kind: 'earlier' }> | undefined {
	if (answer.kind === 'doubtful')
		return { ...answer, kind: 'earlier', messageId: null, found: false, accepted: false };
	if (answer.kind !== 'recipients') return undefined;
	const [fate] = answer.fates;
	if (answer.fates.length === 1 && fate?.kind === 'id')
		return {
			kind: 'earlier',
			messageId: fate.id,
			found: true,
			accepted: true,
			sentence: '',
			advice: '',
		};
	const { fates } = answer;
	if (fates.every(({ kind }) => kind === 'refused')) return undefined;
	const isAccepted = ({ kind }: (typeof fates)[number]) => kind === 'id' || kind === 'accepted';
	return {
		kind: 'earlier',
		messageId: null,
		found: fates.some(isAccepted),
		accepted: fates.every(isAccepted),
		sentence: 'Another execution made this call, and its output says whom Clickatell accepted',
		advice: 'Look into the output of that execution.',
	};
}
