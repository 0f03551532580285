/** Why one recipient or item came to nothing. */
export interface Failure {
	readonly item: number;
	/** The recipient, where it was a message. */
	readonly to?: string | null;
	readonly text: string;
	readonly code: string | null;
	readonly meaning: string;
	readonly advice: string;
}

/** All that came to nothing in the same words, for the details of an error. */
export interface SameFailure {
	readonly errorText: string;
	readonly errorCode: string | null;
	readonly errorMeaning: string;
	/** Input items; the one at the same place as each of `to`. */
	readonly items: number[];
	readonly to?: (string | null)[];
}

/** A gateway may answer every recipient with another number. */
const MOST_REASONS = 8;
/** What a person reads through; the details name all. */
const MOST_NAMED = 20;

interface Reason {
	count: number;
	readonly named: string[];
	readonly advice: string;
}

/** Counts failures by their reason, such as `invalid destination (105)`, and keeps all that they say. */
export class Reasons {
	count = 0;
	first: Failure | undefined;
	private readonly reasons = new Map<string, Reason>();
	private readonly same = new Map<string, SameFailure>();

	add(failure: Failure): void {
		const { item, to, text, code, meaning, advice } = failure;
		this.count++;
		this.first ??= failure;
		const label = code === null ? meaning : `${meaning} (${code})`;
		const reason = this.reasons.get(label) ?? { count: 0, named: [], advice };
		this.reasons.set(label, reason);
		reason.count++;
		if (reason.named.length < MOST_NAMED) reason.named.push(to ?? `item ${item}`);

		const key = `${label}\n${text}`;
		const known = this.same.get(key);
		const same = known ?? {
			errorText: text,
			errorCode: code,
			errorMeaning: meaning,
			items: [],
			...(to === undefined ? {} : { to: [] }),
		};
		if (!known) this.same.set(key, same);
		same.items.push(item);
		same.to?.push(to ?? null);
	}

	/** The most frequent first. */
	private sorted(): Array<[label: string, reason: Reason]> {
		return [...this.reasons].sort(([, a], [, b]) => b.count - a.count);
	}

	/** `2 invalid destination (105), 1 not sent` */
	breakdown(): string {
		const sorted = this.sorted();
		const others = sorted.slice(MOST_REASONS).reduce((sum, [, { count }]) => sum + count, 0);
		const named = sorted.slice(0, MOST_REASONS).map(([label, { count }]) => `${count} ${label}`);
		return [...named, ...(others > 0 ? [`${others} for other reasons`] : [])].join(', ');
	}

	/** Each reason with those it hit and the way out, for below an error. */
	advice(): string {
		return this.sorted()
			.slice(0, MOST_REASONS)
			.map(([label, { count, named, advice }]) => {
				const others = count > named.length ? ` and ${count - named.length} more` : '';
				return `${label}: ${named.join(', ')}${others}. ${advice}`.trimEnd();
			})
			.join(' ');
	}

	/** Nothing left out: an error that stands for items must be as complete as they would have been. */
	details(): SameFailure[] {
		return [...this.same.values()];
	}
}
