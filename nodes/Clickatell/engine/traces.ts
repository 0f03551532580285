import type { GatewayOperation, Operation } from '../catalogue/types';
import type { CallValues } from '../message/callValues';
import type { PlannedCall } from '../message/plan';
import type { Api } from './api';
import type { Ports } from './ports';

/** As long as a client message ID may be (docs/protocol/soap.md). */
const LENGTH = 32;
const ITEM_DIGITS = 8;
const CALL_DIGITS = 4;

/**
 * Client message IDs for the calls of one run that the user gave none, by which a message can be found whose answer
 * was lost. An ID is made of a part that the run has alone and of where the call begins: one line in the log, written
 * before the first call, then names all of them, whatever becomes of the process.
 */
export class Traces<O extends Operation = GatewayOperation> {
	private readonly run: string;
	/** How many calls, or messages of their own, begin with an item: it may have many recipients. */
	private readonly begun = new Map<number, number>();

	constructor(
		private readonly api: Pick<Api<O>, 'carries'>,
		{ newId }: Pick<Ports, 'newId'>,
	) {
		this.run = newId().slice(0, LENGTH - ITEM_DIGITS - CALL_DIGITS);
	}

	/**
	 * The call with an ID of its own, or each of its messages with one, unless the user gave one or wants none, or the
	 * command does not take any.
	 */
	trace(operation: O, call: PlannedCall): PlannedCall {
		if (!this.api.carries(operation, 'clientMessageId') || call.values['automaticClientMessageId'] === '0')
			return call;
		if (call.own === undefined) {
			const wire = this.traced(call.wire, call.slots[0]![0]!.item);
			return wire === call.wire ? call : { ...call, wire };
		}
		const own = call.own.map((message, i) => ({
			...message,
			wire: this.traced(message.wire, call.slots[i]![0]!.item),
		}));
		return { ...call, own };
	}

	private traced(wire: CallValues, item: number): CallValues {
		return wire['clientMessageId'] === undefined ? { ...wire, clientMessageId: this.next(item) } : wire;
	}

	private next(item: number): string {
		const nth = this.begun.get(item) ?? 0;
		this.begun.set(item, nth + 1);
		const place = String(item).padStart(ITEM_DIGITS, '0') + String(nth).padStart(CALL_DIGITS, '0');
		return `${this.run}${place}`.slice(-LENGTH);
	}

	/** How the IDs are made, for the log; undefined where no call was given any. */
	describe(): string | undefined {
		if (this.begun.size === 0) return undefined;
		return `the client message ID of a call is ${this.run}, the item it begins with in ${ITEM_DIGITS} digits, and ${'0'.repeat(CALL_DIGITS)} (0001 and so on for more calls of one item)`;
	}
}
