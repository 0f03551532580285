import { MOST_AWAITED, WAIT_FOR_FINAL_STATUS } from '../catalogue/messageParameters';
import type { Checked } from './checked';

/** For how many seconds an item is to be waited for; 0 where it is not. */
export function secondsAwaited(item: Checked | undefined): number {
	return Number(item?.values[WAIT_FOR_FINAL_STATUS.name] ?? 0);
}

/** To how many recipients of an item something is sent. */
function recipientsOf({ to = [], spared }: Checked): number {
	return spared ? to.filter((number) => !spared.has(number)).length : to.length;
}

/** What is wrong with the items that are waited for, by item: nothing where there are not too many messages. */
export function awaitedFaults(items: readonly (Checked | undefined)[]): Map<number, string> {
	const faults = new Map<number, string>();
	const { label } = WAIT_FOR_FINAL_STATUS;
	const awaited: number[] = [];
	let count = 0;
	for (let index = 0; index < items.length; index++) {
		const item = items[index];
		if (item === undefined || secondsAwaited(item) === 0) continue;
		awaited.push(index);
		count += recipientsOf(item);
	}
	if (count <= MOST_AWAITED) return faults;
	const fault = `'${label}' is set for ${count} messages; at most ${MOST_AWAITED} in a run can be waited for. Leave it out, and let the Clickatell Trigger receive the delivery reports, or run the node for fewer items at a time`;
	for (const index of awaited) faults.set(index, fault);
	return faults;
}
