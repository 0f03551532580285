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

function record(fields: Record<string, unknown>): Outcome {
	return { kind: 'record', record: fields };
}

/**
 * Reads the answer of a command whose answer is one thing (docs/protocol/soap.md#results).
 *
 * @param asked what the call was about, to be repeated in the result
 */
export function readOutcome(
	grammar: ReplyGrammar,
	lines: readonly Line[],
	asked: Readonly<Record<string, unknown>>,
): Outcome {
	const line = lines[0];
	const unreadable: Outcome = {
		kind: 'unreadable',
		reason: line ? `The answer could not be understood: ${wordsOf(line, MOST_WORDS)}` : 'The answer is empty',
	};
	if (!line) return unreadable;
	if (line.kind === 'refused' && !(grammar === 'coverage' && line.code === null)) {
		return { kind: 'refused', code: line.code, text: line.text };
	}
	switch (grammar) {
		case 'session':
			return line.kind === 'ok' && line.text !== ''
				? record({ opened: true, expiresAfterMinutes: MINUTES_OF_A_SESSION })
				: unreadable;
		case 'alive':
			return line.kind === 'ok' ? record({ alive: true }) : unreadable;
		case 'ended':
			return line.kind === 'ok' ? record({ ended: true }) : unreadable;
		case 'stopped':
			return line.kind === 'id' && line.status !== undefined
				? record({ messageId: line.id, stopped: line.status === CANCELLED, ...describeStatus(line.status) })
				: unreadable;
		case 'status':
			return line.kind === 'id' && line.status !== undefined
				? record({ messageId: line.id, ...describeStatus(line.status) })
				: unreadable;
		case 'charge':
			return line.kind === 'id' && line.status !== undefined && line.charge !== undefined
				? record({ messageId: line.id, charge: line.charge, ...describeStatus(line.status) })
				: unreadable;
		case 'balance':
			return line.kind === 'credit' ? record({ balance: line.amount }) : unreadable;
		case 'coverage':
			if (line.kind === 'ok') {
				const text = withoutCharge(line.text);
				return record({ number: asked['number'], covered: true, charge: line.charge ?? null, text });
			}
			return line.kind === 'refused'
				? record({ number: asked['number'], covered: false, charge: null, text: line.text })
				: unreadable;
		case 'voucher':
			return line.kind === 'ok'
				? record({ redeemed: true, code: /\d{3}/.exec(line.text)?.[0] ?? null })
				: unreadable;
		case 'batchId':
			return line.kind === 'id' ? record({ batchId: line.id }) : unreadable;
		default:
			return grammar satisfies never;
	}
}

/** The session ID in the answer to `auth`, or undefined. It goes into the credential and nowhere else. */
export function sessionOf(lines: readonly Line[]): string | undefined {
	const line = lines[0];
	return line?.kind === 'ok' ? /^\w+/.exec(line.text)?.[0] : undefined;
}
