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

/** Who waits for the first message to each number. Where each has a message of their own, it holds one alone. */
class Waiting {
	private first: string | undefined;
	private own: Slot[] | undefined;
	private others: Map<string, Slot[]> | undefined;

	of(msisdn: string): Slot[] | undefined {
		return msisdn === this.first ? this.own : this.others?.get(msisdn);
	}

	set(msisdn: string, slots: Slot[]): void {
		if (this.first === undefined) [this.first, this.own] = [msisdn, slots];
		else (this.others ??= new Map<string, Slot[]>()).set(msisdn, slots);
	}
}

/** The groups of items that are alike: those who get it when it is sent, and the others by when they get it. */
interface Alike {
	readonly checked: Checked;
	now?: Group;
	later?: Map<string, Group>;
}

interface Group {
	readonly first: Checked;
	readonly wire: CallValues;
	to: string[];
	slots: Slot[][];
	/** Shared by all calls of the same message, however they are made. */
	readonly seen: Waiting;
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
	if (one.wire === other.wire && one.values === other.values) return true;
	let count = 0;
	for (const name in one.wire) {
		count++;
		if (one.wire[name] !== other.wire[name]) return false;
	}
	for (const _ in other.wire) count--;
	return count === 0 && MAKING_OF_A_CALL.every((name) => one.values[name] === other.values[name]);
}

const NOTHING: never[] = [];

/** A list that grows from nothing takes the room of many, and most groups of different messages have one recipient. */
function withOne<T>(list: T[], one: T): T[] {
	if (list === NOTHING) return [one];
	list.push(one);
	return list;
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
	private readonly groups: Group[] = [];
	/** By how their calls are made, then by message and time. */
	private readonly lanes = new Map<string, Map<string, Group>>();
	/** By message, and by Idempotency Key where there is one. */
	private readonly seen = new Map<string, Waiting>();
	private last: Alike | undefined;

	/** @param sendOnce whether a number that another item has with the same message is not sent to again */
	constructor(
		private readonly sendOnce: boolean,
		private readonly room: CallRoom,
	) {}

	/** @param checked undefined where the item was refused by its checks */
	add(checked: Checked | undefined, item: number): void {
		if (!checked) return;
		// In a bulk send nearly every item carries the message of the one before.
		if (!this.last || !areAlike(this.last.checked, checked)) this.last = { checked };
		const { to = [] } = checked;
		for (let position = 0; position < to.length; position++)
			this.addRecipient(checked, this.last, defined(to[position]), { item, position });
	}

	private addRecipient(checked: Checked, alike: Alike, msisdn: string, slot: Slot): void {
		if (checked.spared?.has(msisdn)) return void this.spared.push({ slot, to: msisdn });
		const group = this.groupAt(checked, alike, checked.later?.get(msisdn));
		const known = group.seen.of(msisdn);
		if (known !== undefined && (this.sendOnce || isKeyed(checked))) return void known.push(slot);
		const slots = [slot];
		if (known === undefined) group.seen.set(msisdn, slots);
		else if (defined(known[0]).item !== slot.item) this.repeated++;
		group.to = withOne(group.to, msisdn);
		group.slots = withOne(group.slots, slots);
	}

	private groupAt(checked: Checked, alike: Alike, at: string | undefined): Group {
		if (at === undefined) return (alike.now ??= this.groupOf(checked, at));
		const later = (alike.later ??= new Map<string, Group>());
		const group = later.get(at) ?? this.groupOf(checked, at);
		later.set(at, group);
		return group;
	}

	/** The calls, a few at a time: those of one message together, or one call of different messages. */
	get messages(): ReadonlyArray<() => PlannedCall[]> {
		if (this.room.differentMessages) return this.mixed();
		return this.groups.map((group) => () => callsOf(group, this.room));
	}

	private mixed(): ReadonlyArray<() => PlannedCall[]> {
		return [...this.lanes.values()].flatMap((groups) => {
			const places: { readonly group: Group; readonly place: number }[] = [];
			for (const group of groups.values())
				for (let place = 0; place < group.to.length; place++) places.push({ group, place });
			return chunks(places, this.room.recipients).map((entries) => () => [
				{
					wire: {},
					own: entries.map(({ group }) => ({ wire: group.wire, travel: group.first.travel })),
					to: entries.map(({ group, place }) => defined(group.to[place])),
					slots: entries.map(({ group, place }) => defined(group.slots[place])),
					travel: undefined,
					values: defined(entries[0]).group.first.values,
				},
			]);
		});
	}

	/** @param at when it is delivered, where that is another time than the item says: it is the same message all the same */
	private groupOf(checked: Checked, at: string | undefined): Group {
		const said = checked.wire;
		const message = JSON.stringify(said);
		const wire = at === undefined ? said : { ...said, scheduledTime: at };
		const making = makingOf(checked);
		const lane = this.lanes.get(making) ?? new Map<string, Group>();
		this.lanes.set(making, lane);
		const messageAt = at === undefined ? message : message + at;
		const known = lane.get(messageAt);
		if (known) return known;
		const { idempotencyKey } = checked.values;
		// Each key stands for an occasion of its own.
		const occasion = idempotencyKey === undefined ? message : message + JSON.stringify(idempotencyKey);
		const seen = this.seen.get(occasion) ?? new Waiting();
		this.seen.set(occasion, seen);
		const group: Group = { first: checked, wire, to: NOTHING, slots: NOTHING, seen };
		lane.set(messageAt, group);
		this.groups.push(group);
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

/** The recipients of a group, in as many rounds as a number occurs most often. */
function roundsOf({ to, slots }: Group): Pick<Group, 'to' | 'slots'>[] {
	const occurred = new Map<string, number>();
	const rounds: Pick<Group, 'to' | 'slots'>[] = [];
	to.forEach((msisdn, place) => {
		const nth = occurred.get(msisdn) ?? 0;
		occurred.set(msisdn, nth + 1);
		const round = (rounds[nth] ??= { to: [], slots: [] });
		round.to.push(msisdn);
		round.slots.push(defined(slots[place]));
	});
	return rounds;
}

function callsOf(group: Group, room: CallRoom): PlannedCall[] {
	const { wire, first } = group;
	const rounds = room.repeatedNumbers ? [group] : roundsOf(group);
	const most = isKeyed(first) ? 1 : room.recipients;
	return rounds.flatMap(({ to, slots }) => {
		const places = chunks(slots, most);
		return chunks(to, most).map((own, i) => ({
			wire,
			to: own,
			slots: defined(places[i]),
			travel: first.travel,
			values: first.values,
		}));
	});
}
