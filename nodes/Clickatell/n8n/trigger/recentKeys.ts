/** Bytes of a key: enough that no two coincide. */
export const KEY_BYTES = 16;

/** Positions are numbers of two bytes, counted from 1. */
const MOST = 65_535;

/**
 * The last so many keys, the oldest forgotten first. They are one behind the other in one buffer, because as strings in
 * a Set each would take eight times as much: a n8n with a hundred triggers would hold more than a hundred megabytes.
 */
export class RecentKeys {
	private readonly keys: Buffer;
	/** Where the chain of the keys with a certain beginning starts; 0 where there is none. */
	private readonly heads: Uint16Array;
	/** The position that follows in the same chain; 0 at its end. */
	private readonly following: Uint16Array;
	private count = 0;
	/** Where the next key goes; when all places are taken, that is where the oldest one is. */
	private place = 1;

	constructor(private readonly most: number) {
		if (!Number.isInteger(most) || most < 1 || most > MOST) throw new RangeError(`not 1 to ${MOST}: ${most}`);
		this.keys = Buffer.alloc((most + 1) * KEY_BYTES);
		this.heads = new Uint16Array(2 ** Math.ceil(Math.log2(most + 1)));
		this.following = new Uint16Array(most + 1);
	}

	has(key: Buffer): boolean {
		let place = this.heads[this.chainOf(key)];
		while (place !== undefined && place !== 0) {
			if (this.keyAt(place).equals(key)) return true;
			place = this.following[place];
		}
		return false;
	}

	add(key: Buffer): void {
		if (this.has(key)) return;
		const { place } = this;
		if (this.count === this.most) this.unlink(place);
		else this.count += 1;
		key.copy(this.keys, place * KEY_BYTES, 0, KEY_BYTES);
		const chain = this.chainOf(key);
		this.following[place] = this.heads[chain] ?? 0;
		this.heads[chain] = place;
		this.place = place === this.most ? 1 : place + 1;
	}

	private unlink(place: number): void {
		const chain = this.chainOf(this.keyAt(place));
		const after = this.following[place] ?? 0;
		let before = this.heads[chain] ?? 0;
		if (before === place) {
			this.heads[chain] = after;
			return;
		}
		while (this.following[before] !== place) before = this.following[before] ?? 0;
		this.following[before] = after;
	}

	private keyAt(place: number): Buffer {
		return this.keys.subarray(place * KEY_BYTES, (place + 1) * KEY_BYTES);
	}

	/** Keys are digests, so that whatever they begin with is spread evenly. */
	private chainOf(key: Buffer): number {
		return key.readUInt32LE(0) % this.heads.length;
	}
}
