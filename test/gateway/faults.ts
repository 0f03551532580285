import { ERROR_TEXT } from './codes';
import type { ServerName } from './model';
import { ODDITIES, type OddityName } from './oddities';

/** What can be made to go wrong with a call. */
export const FAULT_KINDS = {
	error: 'answers ERR with `code` and does nothing',
	returns: 'answers the strings in `returns` and does nothing',
	slow: 'carries the call out and answers after `delayMs`',
	hang: 'never answers, the call not carried out',
	'hang-after': 'carries the call out and never answers',
	drop: 'closes the connection, the call not carried out',
	'drop-after': 'carries the call out, then closes the connection',
	'cut-body': 'carries the call out and closes the connection in the middle of the reply',
	truncated: 'carries the call out and answers a body that ends in the middle',
	'soap-fault': 'answers HTTP 500 with a SOAP Fault, by HTTP/S with a page; the call not carried out',
	'http-502': 'answers HTTP 502 with an HTML page, the call not carried out',
	'http-503': 'answers HTTP 503 with an empty body, the call not carried out',
	page: 'answers HTTP `status` (403 unless it is set) with an HTML page, the call not carried out',
	html: 'answers HTTP 200 with an HTML page, the call not carried out',
	empty: 'carries the call out and answers HTTP 200 with an empty body',
	'latin-1': 'carries the call out and answers in ISO-8859-1, accents among the bytes',
	gzip: 'carries the call out and answers compressed, whatever the client asked for',
	odd: 'carries the call out and answers lines that differ from it as `oddity` says',
} as const;
export type FaultKind = keyof typeof FAULT_KINDS;

const CARRIED_OUT: ReadonlySet<FaultKind> = new Set<FaultKind>([
	'slow',
	'hang-after',
	'drop-after',
	'cut-body',
	'truncated',
	'empty',
	'latin-1',
	'gzip',
	'odd',
]);

/** One fault to come. Every condition that is given must hold for a call to be counted. */
export interface FaultScript {
	kind: FaultKind;
	/** Operation, in any case of letters; absent means any. */
	command?: string;
	server?: ServerName;
	/** A recipient the call must name. With `kind: 'error'` only this recipient is refused, not the call. */
	to?: string;
	/** A text (or part of it) the call's text, template or fields must hold. */
	text?: string;
	/** First of the counted calls to fail, from 1; default 1. */
	nth?: number;
	/** How many calls fail from there on; default 1. */
	times?: number;
	/** Code for `error`. */
	code?: string;
	/** With `kind: 'error'`: a refusal for each recipient, with its number, instead of one for the call. */
	named?: boolean;
	/** With `kind: 'error'`: the number alone, without words. */
	bare?: boolean;
	/** What the refusal's text ends with, such as the epoch seconds after 130. */
	detail?: string;
	/** HTTP status for `page`. */
	status?: number;
	/** For `odd`: one of `ODDITIES`. */
	oddity?: OddityName;
	/** Strings for `returns`. */
	returns?: string[];
	/** Milliseconds of real time for `slow`; default 1000. */
	delayMs?: number;
	/** Overrides whether the call is carried out. */
	carriedOut?: boolean;
}

export interface Fault extends FaultScript {
	id: number;
	/** Calls counted so far, and those that failed. */
	seen: number;
	used: number;
}

/** The view of a call that a script is held against. */
export interface FaultSubject {
	command: string;
	server: ServerName;
	recipients: readonly string[];
	texts: readonly string[];
}

/** Faults waiting for their calls, first scripted first served. */
export class Faults {
	private scripts: Fault[] = [];
	private nextId = 1;

	add(script: FaultScript): Fault {
		if (!Object.hasOwn(FAULT_KINDS, script.kind)) {
			throw new RangeError(`unknown fault ${script.kind}; there are: ${Object.keys(FAULT_KINDS).join(', ')}`);
		}
		if (script.kind === 'error' && !Object.hasOwn(ERROR_TEXT, script.code ?? '')) {
			throw new RangeError(`unknown error code ${script.code ?? '(none)'}`);
		}
		if (script.kind === 'odd' && !Object.hasOwn(ODDITIES, script.oddity ?? '')) {
			throw new RangeError(`unknown oddity ${script.oddity ?? '(none)'}`);
		}
		const fault = { ...script, id: this.nextId++, seen: 0, used: 0 };
		this.scripts.push(fault);
		return fault;
	}

	remove(id: number): boolean {
		const before = this.scripts.length;
		this.scripts = this.scripts.filter((fault) => fault.id !== id);
		return this.scripts.length < before;
	}

	list(): readonly Fault[] {
		return this.scripts;
	}

	clear(): void {
		this.scripts = [];
	}

	/** The fault this call meets, if any. Every script that matches counts the call. */
	meet(subject: FaultSubject): Fault | undefined {
		let met: Fault | undefined;
		for (const fault of this.scripts) {
			if (!matches(fault, subject)) continue;
			fault.seen += 1;
			const first = fault.nth ?? 1;
			const due = fault.seen >= first && fault.seen < first + (fault.times ?? 1);
			if (!due || met !== undefined) continue;
			fault.used += 1;
			met = fault;
		}
		return met;
	}
}

/** Whether a call that meets this fault is carried out all the same. */
export function isCarriedOut(fault: FaultScript): boolean {
	return fault.carriedOut ?? CARRIED_OUT.has(fault.kind);
}

function matches(fault: FaultScript, subject: FaultSubject): boolean {
	const { command, server, to, text } = fault;
	if (command !== undefined && command.toLowerCase() !== subject.command.toLowerCase()) return false;
	if (server !== undefined && server !== subject.server) return false;
	if (to !== undefined && !subject.recipients.includes(to)) return false;
	return text === undefined || subject.texts.some((candidate) => candidate.includes(text));
}
