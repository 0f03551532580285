import { DEFAULT_DIAL_PREFIX, DO_NOT_SEND_TO } from '../catalogue/messageParameters';
import type { Operation } from '../catalogue/types';
import type { Turn } from '../engine/turns';
import type { RawValues } from '../message/check';
import { readSpared, type Spared } from '../message/spared';
import { codeValue, isUnset } from '../message/values';
import { defined } from '../formats/defined';

/** Reads what the items have in 'Do Not Send To'; a list that several items share, once. */
export class SparedLists {
	private readonly has: boolean;
	private last: { readonly given: unknown; readonly prefix: unknown; readonly read: Spared } | undefined;

	constructor(
		{ parameters }: Operation,
		private readonly turn: Turn,
	) {
		this.has = parameters.includes(DO_NOT_SEND_TO);
	}

	/** Undefined for an item without such a list, as nearly all are. */
	of(raw: RawValues): Promise<Spared> | Spared | undefined {
		if (!this.has || !(DO_NOT_SEND_TO.name in raw)) return undefined;
		const given = raw[DO_NOT_SEND_TO.name];
		const prefix = raw[DEFAULT_DIAL_PREFIX.name];
		const { last } = this;
		return last?.given === given && last?.prefix === prefix ? defined(last).read : this.read(given, prefix);
	}

	private async read(given: unknown, prefix: unknown): Promise<Spared> {
		const coded = isUnset(prefix) ? undefined : codeValue(prefix, DEFAULT_DIAL_PREFIX.type);
		// What is wrong with the prefix is said of itself.
		const reading = readSpared(given, coded?.ok ? coded.value : undefined);
		for (;;) {
			const step = reading.next();
			if (this.turn.isOver()) await this.turn.rest();
			if (!step.done) continue;
			this.last = { given, prefix, read: step.value };
			return step.value;
		}
	}
}
