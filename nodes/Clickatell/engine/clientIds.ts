import { createHmac } from 'node:crypto';
import type { GatewayOperation, Operation } from '../catalogue/types';
import type { CallValues } from '../message/callValues';
import type { PlannedCall } from '../message/plan';
import type { Api } from './api';
import { defined } from '../formats/defined';
import type { Run } from './run';

/** As long as a client message ID may be (docs/protocol/soap.md#parameters). */
const LENGTH = 32;

/** What a message says, by names of parameters; who sends it and how is no part of it. */
const CONTENT = ['text', 'unicode', 'data', 'udh'] as const;

/** Letters and digits that say nothing of what they are made of. */
function digest(key: string, parts: readonly unknown[]): string {
	return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex').slice(0, LENGTH);
}

/** The client message ID that a message has by its Idempotency Key: the same in every execution. */
export function keyedId(idempotencyKey: string, to: string, content: CallValues): string {
	return digest(idempotencyKey, ['once', to, ...CONTENT.map((name) => content[name] ?? null)]);
}

/** Whether the node made the client message IDs of all messages of a call, which as planned had those of the user. */
export function isNamedByUs(call: PlannedCall, planned: PlannedCall): boolean {
	const idsOf = (one: PlannedCall) => (one.own ?? [one]).map(({ wire }) => wire['clientMessageId']);
	const before = idsOf(planned);
	return idsOf(call).every((id, i) => id !== before[i]);
}

/**
 * Client message IDs for the calls of one run, by which Clickatell is asked for a message whose answer was lost. They
 * are made of a key that an execution shares with its retry and of the recipients, so that both find the same message.
 * The text is no part: an expression such as `$now` comes to another one in the retry.
 */
export class ClientIds<O extends Operation = GatewayOperation> {
	/** The first ID that each list of recipients got in this run. */
	private readonly first = new Map<string, string>();
	/** The first ID of a call that each recipient is in. */
	private readonly callOf = new Map<string, string>();
	private readonly repeated = new Set<unknown>();

	constructor(
		private readonly api: Pick<Api<O>, 'carries'>,
		private readonly run: Pick<Run, 'key' | 'timesCome' | 'timesSoFar'>,
	) {}

	/**
	 * The call with an ID of its own, or each of its messages with one, unless the user gave one or wants none, or the
	 * command does not take any.
	 */
	give(operation: O, call: PlannedCall): PlannedCall {
		if (!this.api.carries(operation, 'clientMessageId') || call.values['automaticClientMessageId'] === '0')
			return call;
		if (call.own === undefined) {
			const wire = this.withId(call, call.wire, call.to);
			return wire === call.wire ? call : { ...call, wire };
		}
		const own = call.own.map((message, i) => ({
			...message,
			wire: this.withId(call, message.wire, [defined(call.to[i])]),
		}));
		return { ...call, own };
	}

	private withId({ values }: PlannedCall, wire: CallValues, to: readonly string[]): CallValues {
		const { idempotencyKey } = values;
		if (typeof idempotencyKey === 'string')
			return { ...wire, clientMessageId: keyedId(idempotencyKey, defined(to[0]), wire) };
		return wire['clientMessageId'] === undefined ? { ...wire, clientMessageId: this.next(to) } : wire;
	}

	private next(to: readonly string[]): string {
		const recipients = to.toSorted().join();
		const id = this.idOf(recipients, this.run.timesCome(recipients));
		if (!this.first.has(recipients)) this.first.set(recipients, id);
		for (const one of to) {
			const other = this.callOf.get(one);
			if (other === undefined) this.callOf.set(one, id);
			else if (other !== id) this.repeated.add(other).add(id);
		}
		return id;
	}

	/**
	 * Whether one of its recipients is in another call of this run, too. Which of them an ID stands for then follows from how the
	 * messages share calls and in which order, which must not change.
	 */
	isRepeated({ wire }: PlannedCall): boolean {
		return this.repeated.has(wire['clientMessageId']);
	}

	/** The ID that the first call of this run to one recipient alone has, or would have. */
	idAlone(to: string): string {
		return this.first.get(to) ?? this.idOf(to, this.run.timesSoFar(to));
	}

	private idOf(recipients: string, nth: number): string {
		return digest(this.run.key, [recipients, nth]);
	}
}
