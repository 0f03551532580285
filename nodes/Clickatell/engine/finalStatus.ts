import { findOperation } from '../catalogue';
import type { Operation } from '../catalogue/types';
import { redactor } from '../formats/redact';
import { secondsAwaited } from '../message/awaited';
import type { SentRow } from '../message/rows';
import type { Api } from './api';
import { callOptions, poolLimits } from './callOptions';
import type { CheckedItems } from './checkedItems';
import { logOwnFault } from './faultLog';
import type { Ports } from './ports';
import type { SendResults } from './sends';
import { askUntilFinal, Awaited } from './statusRounds';
import { mapInTurns, Turn } from './turns';
import { defined } from '../formats/defined';

const NO_ID = 'Clickatell gave no message ID to ask by';

/**
 * Waits until it is decided what becomes of the messages that were accepted, or the time is up, or the execution is
 * cancelled. It begins when everything has been sent, and only reads: whatever comes of it, a row keeps what it says.
 *
 * @param operation the send that the outcomes are of
 * @returns the outcomes with the status of each message; as they are, where no item is to be waited for
 */
export async function withFinalStatus<O extends Operation>(
	ports: Ports,
	api: Pick<Api<O>, 'call' | 'describe'>,
	operation: O,
	{ items }: Pick<CheckedItems, 'items'>,
	outcomes: SendResults,
): Promise<SendResults> {
	const seconds = items.reduce((longest, item) => Math.max(longest, secondsAwaited(item)), 0);
	if (seconds === 0) return outcomes;
	const isAwaited = (item: number) => secondsAwaited(items[item]) > 0;
	const end = ports.time() + seconds * 1000;
	const isLater = ({ scheduledFor }: SentRow) =>
		typeof scheduledFor === 'string' && Date.parse(scheduledFor) > end;
	const awaited = new Map<string, Awaited>();
	const add = (own: SendResults[number], item: number) => {
		if (!isAwaited(item)) return;
		// Only what was accepted has an ID, and items whose messages went as one share it.
		for (const { row } of own)
			if (row.messageId !== null && !isLater(row)) awaited.set(row.messageId, new Awaited(row.messageId));
	};
	await mapInTurns(outcomes, add, new Turn(ports));
	const teller = findOperation(operation.resource, 'getStatus') as O;
	await waitFor(ports, api, teller, items, [...awaited.values()], seconds);

	const fields = teller.result.map(({ name }) => name).filter((name) => name !== 'messageId');
	const statusOf = (row: SentRow, item: number): Partial<SentRow> => {
		const { accepted, messageId, scheduledFor } = row;
		const nothing = Object.fromEntries(fields.map((name) => [name, null]));
		if (accepted !== true || !isAwaited(item)) return { ...nothing, statusError: null };
		if (messageId === null) return { ...nothing, final: false, statusError: NO_ID };
		if (isLater(row))
			return {
				...nothing,
				final: false,
				statusError: `Clickatell keeps the message until ${scheduledFor}`,
			};
		const { record = { final: false }, error } = defined(awaited.get(messageId));
		return {
			...Object.fromEntries(fields.map((name) => [name, record[name] ?? null])),
			statusError: error,
		};
	};
	const told = (own: SendResults[number], item: number) =>
		own.map((outcome) => ({ ...outcome, row: { ...outcome.row, ...statusOf(outcome.row, item) } }));
	return await mapInTurns(outcomes, told, new Turn(ports));
}

async function waitFor<O extends Operation>(
	ports: Ports,
	api: Pick<Api<O>, 'call' | 'describe'>,
	teller: O,
	items: CheckedItems['items'],
	awaited: readonly Awaited[],
	seconds: number,
): Promise<void> {
	if (awaited.length === 0) return;
	const messages = awaited.length === 1 ? 'message' : 'messages';
	ports.log('info', `Waiting up to ${seconds} seconds for the final status of ${awaited.length} ${messages}`);
	const first = defined(items.find((item) => item !== undefined));
	const { timeoutMs } = callOptions(first.values);
	const rounds = { seconds, timeoutMs, limits: poolLimits(first) };
	// The messages are paid for: no fault of what only asks may take their rows away.
	await askUntilFinal(ports, api, teller, awaited, rounds).catch((error: unknown) =>
		logOwnFault(ports, error, redactor([])),
	);
	const final = awaited.filter(({ record }) => record?.['final'] === true).length;
	ports.log(
		'info',
		`${final} of ${awaited.length} ${messages} ${final === 1 ? 'has' : 'have'} a final status`,
	);
	const unknown = awaited.filter(({ error }) => error !== null).length;
	if (unknown > 0 && !ports.cancelled())
		ports.hint(
			`Clickatell accepted ${awaited.length} ${messages}, but could not say what has become of ${unknown}: 'statusError' says why`,
		);
}
