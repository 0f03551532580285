import type { Operation } from '../catalogue/types';
import type { Checked } from '../message/check';
import { SendPlan, type CallRoom, type PlannedCall } from '../message/plan';
import { contextIn, sparedOutcome } from '../message/rows';
import type { Api } from './api';
import type { CheckedItems } from './checkedItems';
import { holdToLimit, type Limited, type Withheld } from './creditLimit';
import type { Ports } from './ports';
import { mapInTurns, Turn } from './turns';
import { defined } from '../formats/defined';

/** The calls that the items come to, planned in turns with other executions. */
export async function planCalls(
	ports: Pick<Ports, 'hint' | 'now' | 'sleep'>,
	checked: CheckedItems,
	room: CallRoom,
): Promise<Limited> {
	const duplicates = checked.items.find((item) => item !== undefined)?.values['duplicateRecipients'];
	const plan = new SendPlan(duplicates === 'oncePerRun', room);
	const turn = new Turn(ports);
	await mapInTurns(checked.items, (item, index) => plan.add(item, index), turn);
	if (plan.repeated > 0 && duplicates !== 'everyTime') ports.hint(repeatedHint(plan.repeated));
	const calls = (await mapInTurns(plan.messages, (callsOf) => callsOf(), turn)).flat();
	return { calls, withheld: plan.spared.map((spared) => sparedOf(checked, spared)) };
}

function sparedOf({ items }: CheckedItems, { slot, to }: SendPlan['spared'][number]): Withheld {
	return { ...slot, outcome: sparedOutcome(to, contextIn(defined(items[slot.item]))) };
}

/** What a run sends and what it withholds, before anything is sent. */
export interface RunPlan extends Limited {
	/** The calls that it would make if it withheld nothing. */
	full(): Promise<readonly PlannedCall[]>;
}

export async function planRun<O extends Operation>(
	ports: Ports,
	api: Pick<Api<O>, 'call' | 'pricer' | 'describe' | 'room'>,
	checked: CheckedItems,
): Promise<RunPlan> {
	const { calls, withheld } = await planCalls(ports, checked, api.room);
	const limited = await holdToLimit(ports, api, checked, calls);
	const full = async () => {
		if (withheld.length === 0) return calls;
		const items = checked.items.map((item) => item && withNobodySpared(item));
		const quiet = {
			now: () => ports.now(),
			sleep: async (ms: number) => await ports.sleep(ms),
			hint: () => undefined,
		};
		return (await planCalls(quiet, { ...checked, items }, api.room)).calls;
	};
	return { calls: limited.calls, withheld: [...withheld, ...limited.withheld], full };
}

function withNobodySpared({ spared: _spared, ...others }: Checked): Checked {
	return others;
}

function repeatedHint(count: number): string {
	const were = count === 1 ? 'One message went' : `${count} messages went`;
	return `${were} to a number that an earlier item had sent the same message to. To send once, set 'Duplicate Recipients' under Advanced to Once for All Items`;
}
