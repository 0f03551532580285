import { describeStatus } from '../../message/statusMeaning';
import { withoutCharge, wordsOf, type Line } from './resultLines';

/** How the lines of an answer to one thing are read. */
export type ReplyGrammar =
	| 'session'
	| 'alive'
	| 'ended'
	| 'stopped'
	| 'status'
	| 'balance'
	| 'coverage'
	| 'charge'
	| 'voucher'
	| 'batchId';

/** By operation of the catalogue, but for those that send: each of their recipients has a line. */
export const GRAMMARS: Readonly<Record<string, ReplyGrammar>> = {
	'message.getStatus': 'status',
	'message.stop': 'stopped',
	'batch.start': 'batchId',
	'batch.end': 'ended',
	'account.getBalance': 'balance',
	'account.checkCoverage': 'coverage',
	'account.getMessageCharge': 'charge',
	'account.redeemVoucher': 'voucher',
	'account.openSession': 'session',
	'account.pingSession': 'alive',
};

/** What a command other than a send came to. */
export type Outcome =
	| { readonly kind: 'record'; readonly record: Record<string, unknown> }
	| { readonly kind: 'refused'; readonly code: string | null; readonly text: string }
	| { readonly kind: 'unreadable'; readonly reason: string };

const MINUTES_OF_A_SESSION = 15;
const CANCELLED = '006';
/** Of the gateway's words in a sentence, in characters. */
const MOST_WORDS = 120;

type Fields = Record<string, unknown>;

const withStatus = (line: Line): { id: string; status: string } | undefined =>
	line.kind === 'id' && line.status !== undefined ? { id: line.id, status: line.status } : undefined;

/** What a line says of a command; undefined where it cannot be understood. */
const READERS: Readonly<Record<ReplyGrammar, (line: Line, asked: Readonly<Fields>) => Fields | undefined>> = {
	session: (line) =>
		line.kind === 'ok' && line.text !== ''
			? { opened: true, expiresAfterMinutes: MINUTES_OF_A_SESSION }
			: undefined,
	alive: ({ kind }) => (kind === 'ok' ? { alive: true } : undefined),
	ended: ({ kind }) => (kind === 'ok' ? { ended: true } : undefined),
	stopped(line) {
		const of = withStatus(line);
		return of && { messageId: of.id, stopped: of.status === CANCELLED, ...describeStatus(of.status) };
	},
	status(line) {
		const of = withStatus(line);
		return of && { messageId: of.id, ...describeStatus(of.status) };
	},
	charge(line) {
		const of = withStatus(line);
		return of && line.kind === 'id' && line.charge !== undefined
			? { messageId: of.id, charge: line.charge, ...describeStatus(of.status) }
			: undefined;
	},
	balance: (line) => (line.kind === 'credit' ? { balance: line.amount } : undefined),
	coverage(line, { number }) {
		if (line.kind === 'refused') return { number, covered: false, charge: null, text: line.text };
		if (line.kind !== 'ok') return undefined;
		return { number, covered: true, charge: line.charge ?? null, text: withoutCharge(line.text) };
	},
	voucher: (line) =>
		line.kind === 'ok' ? { redeemed: true, code: /\d{3}/.exec(line.text)?.[0] ?? null } : undefined,
	batchId: (line) => (line.kind === 'id' ? { batchId: line.id } : undefined),
};

/**
 * Reads the answer of a command whose answer is one thing (docs/protocol/soap.md#results).
 *
 * @param asked what the call was about, to be repeated in the result
 */
export function readOutcome(
	grammar: ReplyGrammar,
	[line]: readonly Line[],
	asked: Readonly<Fields>,
): Outcome {
	if (!line) return { kind: 'unreadable', reason: 'The answer is empty' };
	// A refusal without a number says that there is no coverage.
	if (line.kind === 'refused' && !(grammar === 'coverage' && line.code === null))
		return { kind: 'refused', code: line.code, text: line.text };
	const record = READERS[grammar](line, asked);
	if (record !== undefined) return { kind: 'record', record };
	return {
		kind: 'unreadable',
		reason: `The answer could not be understood: ${wordsOf(line, MOST_WORDS)}`,
	};
}

/** The session ID in the answer to `auth`, or undefined. It goes into the credential and nowhere else. */
export function sessionOf(lines: readonly Line[]): string | undefined {
	const line = lines[0];
	return line?.kind === 'ok' ? /^\w+/.exec(line.text)?.[0] : undefined;
}
