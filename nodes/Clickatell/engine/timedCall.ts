import type { CallValues } from '../message/callValues';
import { onTime, type Scheduling } from '../message/openHours';
import { partOf, type PlannedCall } from '../message/plan';

/** Gives a call to some of its recipients as it is to be made now; undefined where no time suits them all. */
export type AsOfNow = (places: readonly number[]) => PlannedCall | undefined;

/**
 * A call whose time of delivery is worked out each time when it leaves. An API may wait before it makes a call, for its turn or for a
 * session, and before it makes one again: quiet hours may have begun meanwhile, and a time of delivery may have come.
 */
export class TimedCall {
	/** What each recipient's message said when it left last. */
	private readonly wires: (CallValues | undefined)[];

	/** @param time UNIX time in milliseconds */
	constructor(
		private readonly planned: PlannedCall,
		private readonly scheduling: Scheduling,
		private readonly time: () => number,
	) {
		this.wires = planned.to.map(() => undefined);
	}

	readonly now: AsOfNow = (places) => {
		const call = onTime(partOf(this.planned, places), this.scheduling, this.time());
		if (call !== undefined)
			places.forEach((place, i) => (this.wires[place] = call.own?.[i]?.wire ?? call.wire));
		return call;
	};

	/** The call as it left last, by which its rows say when it is delivered. */
	get asMade(): PlannedCall {
		const { planned, wires } = this;
		const [first] = wires;
		if (planned.own === undefined && first !== undefined && wires.every((wire) => wire === first))
			return { ...planned, wire: first };
		if (planned.own?.every(({ wire }, place) => wires[place] === undefined || wires[place] === wire))
			return planned;
		const own = planned.to.map((_, place) => {
			const { wire, travel } = planned.own?.[place] ?? planned;
			return { wire: wires[place] ?? wire, travel };
		});
		return { ...planned, own };
	}
}

/** All recipients of a call. */
export function placesOf({ to }: PlannedCall): number[] {
	return to.map((_, place) => place);
}

/** For a call whose time of delivery does not matter. */
export function asPlanned(call: PlannedCall): AsOfNow {
	return (places) => partOf(call, places);
}
