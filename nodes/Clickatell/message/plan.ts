import type { CallValues } from './callValues';
import type { Checked } from './check';
import type { Travel } from './compose';
import { defined } from '../formats/defined';

/** How much one call of an API holds. */
export interface CallRoom {
	/** Recipients of one message. */
	readonly recipients: number;
	/** Whether a call carries a message of its own for each recipient. */
	readonly differentMessages: boolean;
	/** Whether a number may stand in a call twice. */
	readonly repeatedNumbers: boolean;
}

/** Where a recipient of a call came from: which input item, and which of its recipients. */
export interface Slot {
	readonly item: number;
	readonly position: number;
}

/** A message as it goes to one recipient. */
export interface OwnMessage {
	readonly wire: CallValues;
	readonly travel: Travel | undefined;
}

/** One call to as many recipients as it has room for, gathered from any number of items. */
export interface PlannedCall {
	/** But for the recipients; nothing where each of them has a message of their own. */
	readonly wire: CallValues;
	/** The message of each of `to`, where a call carries different ones. */
	readonly own?: readonly OwnMessage[];
	readonly to: readonly string[];
	/** For each of `to`, who waits for its result; several when duplicates are sent once. */
	readonly slots: readonly (readonly Slot[])[];
	readonly travel: Travel | undefined;
	/** Values by parameter name of the first item; what decides how a call is made is the same in all its items. */
	readonly values: Checked['values'];
}

/** A call to some of its recipients. */
export function partOf(call: PlannedCall, places: readonly number[]): PlannedCall {
	if (places.length === call.to.length) return call;
	const kept = <T>(list: readonly T[]) => places.map((place) => defined(list[place]));
	return {
		...call,
		to: kept(call.to),
		slots: kept(call.slots),
		...(call.own ? { own: kept(call.own) } : {}),
	};
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
const MAKING_OF_A_CALL = [
	'timeout',
	'automaticClientMessageId',
	'repeatOnInternalError',
	'idempotencyKey',
	'quietHours',
] as const;

/**
 * Whether each recipient is to get the same message once, however often it is asked for: each then has a call of their own,
 * and with it an ID to be asked by.
 */
export function isKeyed({ values }: Pick<Checked, 'values'>): boolean {
	return values['idempotencyKey'] !== undefined;
}

/** Whether two items may share a call, as far as a quick look tells. */
function areAlike(one: Checked, other: Checked): boolean {
	let count = 0;
	for (const name in one.wire) {
		count++;
		if (name !== 'to' && one.wire[name] !== other.wire[name]) return false;
	}
	for (const _ in other.wire) count--;
	return count === 0 && MAKING_OF_A_CALL.every((name) => one.values[name] === other.values[name]);
}

/**
 * Combines items that carry the same message into calls, in the order of their first item; where a call has room for
 * different messages, all that are made alike share calls.
 * It takes them one by one, so that whoever gives it many can let others work in between.
 */
export class SendPlan {
	/** Recipients that stand in several items with the same message, and are sent to for each of them. */
	repeated = 0;
	/** Recipients that are in 'Do Not Send To'. */
	readonly spared: { readonly slot: Slot; readonly to: string }[] = [];
	private readonly groups = new Map<string, Group>();
	/** By message. */
	private readonly seen = new Map<string, Group['seen']>();
	private last: { readonly checked: Checked; readonly groups: Map<string | undefined, Group> } | undefined;

	/** @param sendOnce whether a number that another item has with the same message is not sent to again */
	constructor(
		private readonly sendOnce: boolean,
		private readonly room: CallRoom,
	) {}

	/** @param checked undefined where the item was refused by its checks */
	add(checked: Checked | undefined, item: number): void {
		if (!checked) return;
		// In a bulk send nearly every item carries the message of the one before.
		const groups =
			this.last && areAlike(this.last.checked, checked)
				? this.last.groups
				: new Map<string | undefined, Group>();
		this.last = { checked, groups };
		const recipients = checked.wire['to'] ?? [];
		if (typeof recipients === 'string') this.addRecipient(checked, groups, recipients, { item, position: 0 });
		else
			recipients.forEach((msisdn, position) =>
				this.addRecipient(checked, groups, msisdn, { item, position }),
			);
	}

	private addRecipient(
		checked: Checked,
		groups: Map<string | undefined, Group>,
		msisdn: string,
		slot: Slot,
	): void {
		if (checked.spared?.has(msisdn)) return void this.spared.push({ slot, to: msisdn });
		const at = checked.later?.get(msisdn);
		let group = groups.get(at);
		if (!group) groups.set(at, (group = this.groupOf(checked, at)));
		const known = group.seen.get(msisdn);
		if (known !== undefined && (this.sendOnce || isKeyed(checked))) return void known.push(slot);
		const slots = [slot];
		if (known === undefined) group.seen.set(msisdn, slots);
		else if (defined(known[0]).item !== slot.item) this.repeated++;
		group.to.push(msisdn);
		group.slots.push(slots);
	}

	/** The calls, a few at a time: those of one message together, or one call of different messages. */
	get messages(): ReadonlyArray<() => PlannedCall[]> {
		if (this.room.differentMessages) return this.mixed();
		return [...this.groups.values()].map((group) => () => callsOf(group, this.room));
	}

	private mixed(): ReadonlyArray<() => PlannedCall[]> {
		const lanes = new Map<string, { readonly group: Group; readonly place: number }[]>();
		for (const group of this.groups.values()) {
			const making = makingOf(group.first);
			const lane = lanes.get(making) ?? [];
			lanes.set(making, lane);
			for (const place of group.to.keys()) lane.push({ group, place });
		}
		return [...lanes.values()].flatMap((lane) =>
			chunks(lane, this.room.recipients).map((entries) => () => [
				{
					wire: {},
					own: entries.map(({ group }) => ({ wire: group.wire, travel: group.first.travel })),
					to: entries.map(({ group, place }) => defined(group.to[place])),
					slots: entries.map(({ group, place }) => defined(group.slots[place])),
					travel: undefined,
					values: defined(entries[0]).group.first.values,
				},
			]),
		);
	}

	/** @param at when it is delivered, where that is another time than the item says: it is the same message all the same */
	private groupOf(checked: Checked, at: string | undefined): Group {
		const said = withoutRecipients(checked.wire);
		const message = JSON.stringify(said);
		const wire = at === undefined ? said : { ...said, scheduledTime: at };
		const key = message + makingOf(checked) + (at ?? '');
		const known = this.groups.get(key);
		if (known) return known;
		// Each key stands for an occasion of its own.
		const occasion = message + JSON.stringify(checked.values['idempotencyKey'] ?? null);
		const seen = this.seen.get(occasion) ?? new Map<string, Slot[]>();
		this.seen.set(occasion, seen);
		const group: Group = { first: checked, wire, to: [], slots: [], seen };
		this.groups.set(key, group);
		return group;
	}
}

/** What decides how the call of an item is made, as a text. */
function makingOf({ values }: Checked): string {
	return JSON.stringify(MAKING_OF_A_CALL.map((name) => values[name]));
}

/** Plans a few items at one go; see {@link SendPlan}. */
export function planSends(
	items: readonly (Checked | undefined)[],
	sendOnce: boolean,
	room: CallRoom,
): PlannedCall[] {
	const plan = new SendPlan(sendOnce, room);
	items.forEach((checked, item) => plan.add(checked, item));
	return plan.messages.flatMap((calls) => calls());
}

function chunks<T>(list: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
		list.slice(i * size, (i + 1) * size),
	);
}

/** The places of a group's recipients, in as many rounds as a number occurs most often. */
function roundsOf(to: readonly string[]): number[][] {
	const occurred = new Map<string, number>();
	const rounds: number[][] = [];
	to.forEach((msisdn, place) => {
		const nth = occurred.get(msisdn) ?? 0;
		occurred.set(msisdn, nth + 1);
		(rounds[nth] ??= []).push(place);
	});
	return rounds;
}

function callsOf(group: Group, room: CallRoom): PlannedCall[] {
	const rounds = room.repeatedNumbers ? [[...group.to.keys()]] : roundsOf(group.to);
	const most = isKeyed(group.first) ? 1 : room.recipients;
	return rounds
		.flatMap((places) => chunks(places, most))
		.map((places) => ({
			wire: group.wire,
			to: places.map((place) => defined(group.to[place])),
			slots: places.map((place) => defined(group.slots[place])),
			travel: group.first.travel,
			values: group.first.values,
		}));
}
