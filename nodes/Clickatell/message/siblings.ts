import type { Operation } from '../catalogue/types';
import type { RawValues } from './checked';
import { codeValue, isBlank } from './values';

/** The values of an item that steer how others are read, such as an encoding. Each is coded once, also for items that are alike in them. */
export class Siblings {
	private readonly known = new Map<string, string | undefined>();

	constructor(
		private readonly record: Operation,
		private readonly raw: RawValues,
	) {}

	/** Undefined where it is not set, and where it has a fault, which is reported where it stands. */
	valueOf(name: string): string | undefined {
		if (isBlank(this.raw[name])) return undefined;
		if (!this.known.has(name)) this.known.set(name, this.code(name));
		return this.known.get(name);
	}

	/** It is set and has a fault: what it steers cannot be judged. */
	isFaulty(name: string): boolean {
		return !isBlank(this.raw[name]) && this.valueOf(name) === undefined;
	}

	private code(name: string): string | undefined {
		const parameter = this.record.parameters.find((each) => each.name === name);
		const coded = parameter && codeValue(this.raw[name], parameter.type);
		return coded?.ok ? coded.value : undefined;
	}
}
