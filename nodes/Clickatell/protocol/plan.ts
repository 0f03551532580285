import type { Checked } from './check';
import type { Travel } from './messageText';

/** SOAP takes at most 300 recipients in one call (docs/protocol/soap.md#parameters). */
export const MOST_RECIPIENTS = 300;

/** Where a recipient of a call came from: which input item, and which of its recipients. */
export interface Slot {
	readonly item: number;
	readonly position: number;
}

/** One call: one message to at most 300 recipients, gathered from any number of items. */
export interface PlannedCall {
	readonly wire: Readonly<Record<string, string | readonly string[]>>;
	readonly to: readonly string[];
	/** For each of `to`, who waits for its result; several when duplicates are sent once. */
	readonly slots: readonly (readonly Slot[])[];
	readonly travel: Travel | undefined;
	/** Values by parameter name of the first item, for how the call is made. */
	readonly values: Checked['values'];
}

interface Group {
	readonly first: Checked;
	readonly wire: Record<string, string | readonly string[]>;
	readonly to: string[];
	readonly slots: Slot[][];
	/** Where a number stands in `to`, when it is to be sent once. */
	readonly seen: Map<string, number>;
}

function withoutRecipients(wire: Checked['wire']): Record<string, string | readonly string[]> {
	const { to: _to, ...rest } = wire;
	return rest;
}

/** Whether two items carry the same message, as far as a quick look tells. */
function areAlike(one: Checked['wire'], other: Checked['wire']): boolean {
	const names = Object.keys(one);
	return (
		names.length === Object.keys(other).length &&
		names.every((name) => name === 'to' || one[name] === other[name])
	);
}

/**
 * Combines items that carry the same message into calls of at most 300 recipients, in the order of their first item.
 *
 * @param items by input index; undefined where an item was refused by its checks
 * @param sendOnce whether a number that occurs again with the same message is not sent again
 */
export function planSends(items: readonly (Checked | undefined)[], sendOnce: boolean): PlannedCall[] {
	const groups = new Map<string, Group>();
	const groupOf = (checked: Checked): Group => {
		const wire = withoutRecipients(checked.wire);
		const key = JSON.stringify(wire);
		const known = groups.get(key);
		if (known) return known;
		const group: Group = { first: checked, wire, to: [], slots: [], seen: new Map() };
		groups.set(key, group);
		return group;
	};
	let last: { readonly wire: Checked['wire']; readonly group: Group } | undefined;
	items.forEach((checked, item) => {
		if (!checked) return;
		const { wire } = checked;
		// In a bulk send nearly every item carries the message of the one before.
		const group = last && areAlike(last.wire, wire) ? last.group : groupOf(checked);
		last = { wire, group };
		const recipients = checked.wire['to'] ?? [];
		(typeof recipients === 'string' ? [recipients] : recipients).forEach((msisdn, position) => {
			const known = sendOnce ? group.seen.get(msisdn) : undefined;
			if (known !== undefined) return void group.slots[known]!.push({ item, position });
			if (sendOnce) group.seen.set(msisdn, group.to.length);
			group.to.push(msisdn);
			group.slots.push([{ item, position }]);
		});
	});
	return [...groups.values()].flatMap(chunks);
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
