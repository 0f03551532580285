import type { CallValues } from './callValues';
import type { Checked } from './check';
import type { Travel } from './compose';

/** Every server takes at most 300 recipients in one call (docs/protocol/soap.md#parameters). */
export const MOST_RECIPIENTS = 300;

/** Where a recipient of a call came from: which input item, and which of its recipients. */
export interface Slot {
	readonly item: number;
	readonly position: number;
}

/** One call: one message to at most 300 recipients, gathered from any number of items. */
export interface PlannedCall {
	/** But for the recipients. */
	readonly wire: CallValues;
	readonly to: readonly string[];
	/** For each of `to`, who waits for its result; several when duplicates are sent once. */
	readonly slots: readonly (readonly Slot[])[];
	readonly travel: Travel | undefined;
	/** Values by parameter name of the first item; what decides how a call is made is the same in all its items. */
	readonly values: Checked['values'];
}

interface Group {
	readonly first: Checked;
	readonly wire: Record<string, string | readonly string[]>;
	readonly to: string[];
	readonly slots: Slot[][];
	/** Who waits for the first message to a number; shared by all calls of the same message, however they are made. */
	readonly seen: Map<string, Slot[]>;
}

function withoutRecipients(wire: Checked['wire']): Record<string, string | readonly string[]> {
	const { to: _to, ...rest } = wire;
	return rest;
}

/**
 * What decides how a call is made, by parameter name: items that ask for it differently do not share a call. The pace
 * is not among them, since it is that of the whole run.
 */
const MAKING_OF_A_CALL = ['timeout', 'automaticClientMessageId', 'repeatOnInternalError'] as const;

/** Whether two items may share a call, as far as a quick look tells. */
function areAlike(one: Checked, other: Checked): boolean {
	const names = Object.keys(one.wire);
	return (
		names.length === Object.keys(other.wire).length &&
		names.every((name) => name === 'to' || one.wire[name] === other.wire[name]) &&
		MAKING_OF_A_CALL.every((name) => one.values[name] === other.values[name])
	);
}

/**
 * Combines items that carry the same message into calls of at most 300 recipients, in the order of their first item.
 * It takes them one by one, so that whoever gives it many can let others work in between.
 */
export class SendPlan {
	/** Recipients that stand in several items with the same message, and are sent to for each of them. */
	repeated = 0;
	private readonly groups = new Map<string, Group>();
	/** By message. */
	private readonly seen = new Map<string, Group['seen']>();
	private last: { readonly checked: Checked; readonly group: Group } | undefined;

	/** @param sendOnce whether a number that another item has with the same message is not sent to again */
	constructor(private readonly sendOnce: boolean) {}

	/** @param checked undefined where the item was refused by its checks */
	add(checked: Checked | undefined, item: number): void {
		if (!checked) return;
		// In a bulk send nearly every item carries the message of the one before.
		const group = this.last && areAlike(this.last.checked, checked) ? this.last.group : this.groupOf(checked);
		this.last = { checked, group };
		const recipients = checked.wire['to'] ?? [];
		(typeof recipients === 'string' ? [recipients] : recipients).forEach((msisdn, position) => {
			const known = group.seen.get(msisdn);
			if (known !== undefined && this.sendOnce) return void known.push({ item, position });
			const slots = [{ item, position }];
			if (known === undefined) group.seen.set(msisdn, slots);
			else if (known[0]!.item !== item) this.repeated++;
			group.to.push(msisdn);
			group.slots.push(slots);
		});
	}

	/** The calls, with those of one message together. */
	get messages(): ReadonlyArray<() => PlannedCall[]> {
		return [...this.groups.values()].map((group) => () => chunks(group));
	}

	private groupOf(checked: Checked): Group {
		const wire = withoutRecipients(checked.wire);
		const message = JSON.stringify(wire);
		const key = JSON.stringify([message, ...MAKING_OF_A_CALL.map((name) => checked.values[name])]);
		const known = this.groups.get(key);
		if (known) return known;
		const seen = this.seen.get(message) ?? new Map<string, Slot[]>();
		this.seen.set(message, seen);
		const group: Group = { first: checked, wire, to: [], slots: [], seen };
		this.groups.set(key, group);
		return group;
	}
}

/** Plans a few items at one go; see {@link SendPlan}. */
export function planSends(items: readonly (Checked | undefined)[], sendOnce: boolean): PlannedCall[] {
	const plan = new SendPlan(sendOnce);
	items.forEach((checked, item) => plan.add(checked, item));
	return plan.messages.flatMap((callsOf) => callsOf());
}

function chunks(group: Group): PlannedCall[] {
	const calls: PlannedCall[] = [];
	for (let start = 0; start < group.to.length; start += MOST_RECIPIENTS) {
		calls.push({
			wire: group.wire,
			to: group.to.slice(start, start + MOST_RECIPIENTS),
			slots: group.slots.slice(start, start + MOST_RECIPIENTS),
			travel: group.first.travel,
			values: group.first.values,
		});
	}
	return calls;
}
