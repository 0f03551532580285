import { ONE_API_ERRORS } from './codes';

/** What can be made to go wrong with a call to the Platform. */
export const PLATFORM_FAULT_KINDS = {
	error: 'answers the error in `code`, of the request or of the recipient `to`, and does nothing',
	reply: 'answers HTTP `status` with `body` unchanged, the call not carried out',
	slow: 'carries the call out and answers after `delayMs`',
	hang: 'never answers, the call not carried out',
	'hang-after': 'carries the call out and never answers',
	drop: 'closes the connection, the call not carried out',
	'drop-after': 'carries the call out, then closes the connection',
	'cut-body': 'carries the call out and closes the connection in the middle of the reply',
	truncated: 'carries the call out and answers JSON that ends in the middle',
	empty: 'carries the call out and answers HTTP 202 with an empty body',
	html: 'answers HTTP 200 with an HTML page, the call not carried out',
	'http-502': 'answers HTTP 502 with an HTML page, the call not carried out',
	'http-429': 'answers HTTP 429 with an empty body, the call not carried out',
	odd: 'carries the call out and answers entries that differ from it as `oddity` says',
} as const;
export type PlatformFaultKind = keyof typeof PLATFORM_FAULT_KINDS;

type Entries = ReadonlyArray<Record<string, unknown>>;

/** Ways in which the entries of an answer can differ from what was done. */
export const PLATFORM_ODDITIES = {
	'in another order': (entries: Entries) => [...entries].reverse(),
	'every entry twice': (entries: Entries) => entries.flatMap((entry) => [entry, entry]),
	'the first entry left out': (entries: Entries) => entries.slice(1),
	'no client message IDs': (entries: Entries) => entries.map(({ clientMessageId: _, ...entry }) => entry),
	'no numbers': (entries: Entries) => entries.map(({ to: _, ...entry }) => entry),
	'numbers with a plus': (entries: Entries) =>
		entries.map((entry) => ({ ...entry, to: `+${String(entry.to)}` })),
	'no keys for errors': (entries: Entries) =>
		entries.map(({ error: _, errorCode: _c, errorDescription: _d, ...entry }) => entry),
	'a stranger more': (entries: Entries) => [
		...entries,
		{ apiMessageId: 'f'.repeat(32), accepted: true, to: '27555000001' },
	],
	'accepted without an ID': (entries: Entries) => entries.map((entry) => ({ ...entry, apiMessageId: null })),
	'no entries': (_: Entries) => [],
};
export type PlatformOddity = keyof typeof PLATFORM_ODDITIES;

export interface PlatformFault {
	kind: PlatformFaultKind;
	/** Only this operation of the contract; absent means any. */
	operation?: string;
	/** Only calls with the key of the integration of this name. */
	integration?: string;
	/** Only calls whose body holds this. */
	text?: string;
	/** First of the calls to fail, from 1; default 1. */
	nth?: number;
	/** How many calls fail from there on; default 1. */
	times?: number;
	/** Number of One API's table; the SMS API gives its own for the same, or none. */
	code?: number;
	/** Refuses only this recipient and carries the call out for the others. */
	to?: string;
	status?: number;
	body?: string;
	/** The call is carried out behind an answer of `reply`, `html`, `http-502` or `http-429`. */
	carriedOut?: boolean;
	/** Milliseconds of real time for `slow`; default 1000. */
	delayMs?: number;
	oddity?: PlatformOddity;
}

const CARRIED_OUT: ReadonlySet<PlatformFaultKind> = new Set<PlatformFaultKind>([
	'slow',
	'hang-after',
	'drop-after',
	'cut-body',
	'truncated',
	'empty',
	'odd',
]);

export function isPlatformCarriedOut(fault: PlatformFault): boolean {
	if (fault.kind === 'error') return fault.to !== undefined;
	return fault.carriedOut === true || CARRIED_OUT.has(fault.kind);
}

/** A scripted fault with its story so far. */
export type PlatformScript = PlatformFault & {
	/** Calls it is about. */
	seen: number;
	/** Calls that met it. */
	met: number;
};

/** What of a call decides whether a fault is about it. */
export interface Meeting {
	operation: string;
	integration: string;
	body: Buffer;
}

/** Faults waiting for their calls, first scripted first served. */
export class PlatformFaults {
	private scripts: PlatformScript[] = [];

	/** Throws RangeError for a kind, number or oddity there is not. */
	add(fault: PlatformFault): PlatformScript {
		if (!Object.hasOwn(PLATFORM_FAULT_KINDS, fault.kind)) {
			throw new RangeError(
				`unknown fault ${fault.kind}; there are: ${Object.keys(PLATFORM_FAULT_KINDS).join(', ')}`,
			);
		}
		if (fault.kind === 'error' && !Object.hasOwn(ONE_API_ERRORS, fault.code ?? 0)) {
			throw new RangeError(`unknown error code ${fault.code ?? '(none)'}`);
		}
		if (fault.kind === 'odd' && !Object.hasOwn(PLATFORM_ODDITIES, fault.oddity ?? '')) {
			throw new RangeError(`unknown oddity ${fault.oddity ?? '(none)'}`);
		}
		const script: PlatformScript = { ...fault, seen: 0, met: 0 };
		this.scripts.push(script);
		return script;
	}

	/** The fault this call meets, if any. Every script that matches counts the call. */
	meet({ operation, integration, body }: Meeting): PlatformFault | undefined {
		let met: PlatformScript | undefined;
		for (const fault of this.scripts) {
			if (fault.operation !== undefined && fault.operation !== operation) continue;
			if (fault.integration !== undefined && fault.integration !== integration) continue;
			if (fault.text !== undefined && !body.includes(fault.text)) continue;
			fault.seen += 1;
			const first = fault.nth ?? 1;
			if (fault.seen >= first && fault.seen < first + (fault.times ?? 1)) met ??= fault;
		}
		if (met !== undefined) met.met += 1;
		return met;
	}

	remove(script: PlatformScript): void {
		this.scripts = this.scripts.filter((each) => each !== script);
	}

	clear(): void {
		this.scripts = [];
	}
}
