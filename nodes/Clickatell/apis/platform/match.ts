import { defined } from '../../formats/defined';

/** One message or recipient that was asked for. */
export interface Asked {
	readonly to: string;
	readonly clientMessageId?: string;
}

/** How an entry of an answer names whom it is about. */
export interface Named {
	readonly to: string | null;
	readonly clientMessageId: string | null;
}

export interface Matched<E> {
	/** For each that was asked, in its order, the entries that are about it and possibly others of the same number. */
	readonly entries: ReadonlyArray<readonly E[]>;
	/** How many that were asked share these entries; 1 where they are this one's alone. */
	readonly sharedBy: readonly number[];
	/** Entries that are about nobody who was asked. */
	readonly strangers: readonly E[];
}

const DIGITS = /^[0-9]*$/;

/** Replies have a number without its plus, whatever was sent (docs/protocol/platform.md#requests). */
function digits(to: string): string {
	return DIGITS.test(to) ? to : to.replace(/\D+/g, '');
}

/** Whether each entry names the one in its place, and nobody else can be meant: no number was asked for twice. */
function standInPlace(asked: readonly Asked[], entries: readonly Named[]): boolean {
	if (asked.length !== entries.length) return false;
	const numbers = new Set<string>();
	for (let i = 0; i < asked.length; i++) {
		const { to, clientMessageId } = defined(asked[i]);
		const entry = defined(entries[i]);
		const number = digits(to);
		if (number === '' || entry.to === null || digits(entry.to) !== number) return false;
		if (entry.clientMessageId !== null && entry.clientMessageId !== clientMessageId) return false;
		numbers.add(number);
	}
	return numbers.size === asked.length;
}

/**
 * Gives each entry to whom it is about: by client message ID, otherwise by the digits of the number, never by order,
 * which is not promised (docs/protocol/platform.md#one-api). Where several have a client message ID, the number says
 * which of them it is, and those that have both in common share their entries. An entry whose client message ID is
 * another's is not taken for the owner of its number. The work grows with the sum of both lists.
 */
export function matchEntries<E extends Named>(asked: readonly Asked[], entries: readonly E[]): Matched<E> {
	// As in nearly every answer.
	if (standInPlace(asked, entries))
		return { entries: entries.map((entry) => [entry]), sharedBy: asked.map(() => 1), strangers: [] };
	return matchNamed(asked, entries);
}

/** The same, wherever the entries stand. */
export function matchNamed<E extends Named>(asked: readonly Asked[], entries: readonly E[]): Matched<E> {
	const byClientId = indexBy(asked, ({ clientMessageId }) => clientMessageId);
	// Few calls have any, and their keys take time.
	const hasTwins = [...byClientId.values()].some(({ length }) => length > 1);
	const twins = indexBy(hasTwins ? asked : [], twinKeyOf);
	const numbers = asked.map(({ to }) => digits(to));
	const askedNumbers = new Set(numbers);
	const own: E[][] = asked.map(() => []);
	for (const [first, ...others] of twins.values())
		for (const place of others) own[place] = defined(own[defined(first)]);
	const shared = new Map<string, E[]>();
	const strangers: E[] = [];
	for (const entry of entries) {
		const places = entry.clientMessageId === null ? undefined : byClientId.get(entry.clientMessageId);
		const number = entry.to === null ? '' : digits(entry.to);
		if (places !== undefined) {
			const [place] = places.length === 1 ? places : (twins.get(defined(twinKeyOf(entry))) ?? []);
			if (place === undefined) strangers.push(entry);
			else defined(own[place]).push(entry);
		} else if (number !== '' && askedNumbers.has(number)) {
			const list = shared.get(number);
			if (list === undefined) shared.set(number, [entry]);
			else list.push(entry);
		} else if (entry.to === null && entry.clientMessageId === null && asked.length === 1) {
			defined(own[0]).push(entry);
		} else strangers.push(entry);
	}
	// What was named by its client message ID has its answer; the entries of a number are for those that are left.
	const left = new Map<string, number>();
	numbers.forEach((number, i) => {
		if (defined(own[i]).length === 0) left.set(number, (left.get(number) ?? 0) + 1);
	});
	for (const [number, list] of shared) if (!left.has(number)) strangers.push(...list);
	return {
		entries: own.map((list, i) => (list.length > 0 ? list : (shared.get(defined(numbers[i])) ?? []))),
		sharedBy: own.map((list, i) =>
			list.length > 0
				? hasTwins
					? (twins.get(twinKeyOf(defined(asked[i])) ?? '')?.length ?? 1)
					: 1
				: (left.get(defined(numbers[i])) ?? 1),
		),
		strangers,
	};
}

/** The same for those that nothing in an answer tells apart. */
function twinKeyOf({ clientMessageId, to }: Asked | Named): string | undefined {
	return clientMessageId ? `${digits(to ?? '')} ${clientMessageId}` : undefined;
}

function indexBy(
	asked: readonly Asked[],
	keyOf: (one: Asked) => string | undefined,
): ReadonlyMap<string, number[]> {
	const index = new Map<string, number[]>();
	asked.forEach((one, i) => {
		const key = keyOf(one);
		if (!key) return;
		const places = index.get(key);
		if (places === undefined) index.set(key, [i]);
		else places.push(i);
	});
	return index;
}
