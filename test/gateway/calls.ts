import type { ServerName } from './model';
import type { ReadValue } from './parameters';

/** One call as it was received, by SOAP or by HTTP/S. */
export interface CallRecord {
	/** Counts from 1. */
	id: number;
	server: ServerName;
	path: string;
	/** The operation as the WSDL names it, in lower case by HTTP; '' when the request could not be read. */
	command: string;
	/** As sent, the password and the session id made unrecognisable. */
	parameters: Record<string, ReadValue>;
	/** Milliseconds of the gateway's clock. */
	at: number;
	/** Milliseconds of the machine's monotonic clock: request begun, and reply ended or connection gone. */
	startedAt: number;
	endedAt?: number;
	/** Calls in progress when this one began, itself among them. */
	inFlight: number;
	/** Departures from the contract; none in a sound request. */
	violations: string[];
	/** What the command answered; undefined when it was not carried out. */
	returns?: string[];
	/** Recipients accepted by this call. */
	accepted: number;
	/** Kind of the fault it met. */
	fault?: string;
	httpStatus?: number;
	requestBytes: number;
}

/** The record of calls. Old ones are let go beyond a bound; the counts go on. */
export class CallLog {
	private records: CallRecord[] = [];
	private nextId = 1;
	private inFlight = 0;
	private most = 0;
	private readonly counts = new Map<string, number>();

	constructor(private readonly bound = 50_000) {}

	begin(fields: Pick<CallRecord, 'server' | 'path' | 'at' | 'startedAt'>): CallRecord {
		this.inFlight += 1;
		this.most = Math.max(this.most, this.inFlight);
		const record: CallRecord = {
			...fields,
			id: this.nextId++,
			command: '',
			parameters: {},
			violations: [],
			requestBytes: 0,
			accepted: 0,
			inFlight: this.inFlight,
		};
		this.records.push(record);
		if (this.records.length > this.bound * 1.5) this.records = this.records.slice(-this.bound);
		return record;
	}

	read(record: CallRecord, command: string, parameters: Readonly<Record<string, ReadValue>>): void {
		record.command = command;
		record.parameters = masked(parameters);
		this.counts.set(command, (this.counts.get(command) ?? 0) + 1);
	}

	end(record: CallRecord): void {
		if (record.endedAt !== undefined) return;
		record.endedAt = performance.now();
		this.inFlight -= 1;
	}

	list(): readonly CallRecord[] {
		return this.records;
	}

	/** Totals since the last reset. */
	stats(): { calls: number; inFlight: number; mostInFlight: number; byCommand: Record<string, number> } {
		return {
			calls: this.nextId - 1,
			inFlight: this.inFlight,
			mostInFlight: this.most,
			byCommand: Object.fromEntries(this.counts),
		};
	}

	clear(): void {
		this.records = [];
		this.nextId = 1;
		this.most = this.inFlight;
		this.counts.clear();
	}
}

function masked(parameters: Readonly<Record<string, ReadValue>>): Record<string, ReadValue> {
	const shown: Record<string, ReadValue> = { ...parameters };
	if (typeof shown.password === 'string') shown.password = '***';
	if (typeof shown.session_id === 'string' && shown.session_id !== '') {
		shown.session_id = `${shown.session_id.slice(0, 4)}***`;
	}
	return shown;
}
