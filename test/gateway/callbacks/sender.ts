import { CALLBACK_STATUSES, FINAL_STATUSES } from '../codes';
import type { Timer } from '../clock';
import type { CallbackSettings, Message } from '../model';
import type { GatewayState } from '../state';
import {
	type CallbackRequest,
	type CallbackVariant,
	type InboundFields,
	inboundRequest,
	probeRequest,
	type StatusFields,
	statusRequest,
} from './formats';
import { type Attempt, Wire } from './wire';

/** Minutes between tries of a status callback: eight more after the first, the last after three days. */
export const STATUS_RETRY_MINUTES = [2, 4, 8, 16, 32, 64, 128, 3 * 24 * 60];
/** Minutes between tries of an inbound message. */
export const INBOUND_RETRY_MINUTES = [2, 4, 8, 16, 25];

/** Callbacks on the wire at the same time. */
const AT_ONCE = 20;
/** Callback records kept. */
const RECORDS = 50_000;

/** One callback and its tries. */
export interface CallbackRecord {
	id: number;
	kind: 'status' | 'inbound';
	/** apiMsgId or moMsgId. */
	messageId: string;
	status: string;
	type: CallbackSettings['type'];
	url: string;
	tries: Array<Attempt & { at: number }>;
	state: 'waiting' | 'delivered' | 'given up';
}

/** An SMS that a handset sent, and the callbacks it became: one for each part. */
export interface HandsetRecord {
	/** Of its first part. */
	moMsgId: string;
	apiId: string;
	from: string;
	to: string;
	text: string;
	acceptedAt: number;
	callbacks: CallbackRecord[];
}

/** How all callbacks are made worse than they need be, until told otherwise. */
export interface CallbackWeather {
	/** Milliseconds every callback comes late. */
	lateMs: number;
	/** How often each is sent; 1 is once. */
	copies: number;
	/** A message's callbacks are held until its last status and then sent last first. */
	reversed: boolean;
	/** Oddities of form. */
	variant: CallbackVariant;
}

export const FAIR_WEATHER: CallbackWeather = { lateMs: 0, copies: 1, reversed: false, variant: {} };

interface Job {
	record: CallbackRecord;
	request: CallbackRequest;
	retryMinutes: readonly number[];
	/** The sender's generation when the job was made; a reset begins a new one. */
	generation: number;
}

/**
 * Sends status callbacks as messages change, and inbound messages when asked, and tries again on its schedule
 * until the receiver answers HTTP 200 (SOAP spec 6.2.5).
 */
export class CallbackSender {
	weather: CallbackWeather = { ...FAIR_WEATHER };
	private readonly wire = new Wire();
	private records: CallbackRecord[] = [];
	private readonly waiting: Array<() => void> = [];
	private readonly held = new Map<string, Job[]>();
	private onWire = 0;
	private nextId = 1;
	private generation = 0;

	constructor(private readonly state: GatewayState) {
		state.on('status', (message: Message, status: string) => this.onStatus(message, status));
		state.on('reset', () => this.reset());
	}

	list(): readonly CallbackRecord[] {
		return this.records;
	}

	/** Tries a callback URL with an empty request, as Clickatell does before it saves one. */
	async probe(settings: CallbackSettings): Promise<Attempt> {
		if (!/^https?:\/\//i.test(settings.url)) return { problem: 'it must begin with http:// or https://' };
		return await this.wire.send(probeRequest(settings));
	}

	/** Sends one status callback now, with one's own fields and oddities if wanted, and says what came of it. */
	async pushStatus(
		settings: CallbackSettings,
		fields: StatusFields,
		variant: CallbackVariant = {},
		retry = false,
	): Promise<CallbackRecord> {
		const job = this.statusJob(settings, fields, variant, retry ? STATUS_RETRY_MINUTES : []);
		await this.attempt(job);
		return job.record;
	}

	/** Sends an inbound message now; with `retry` it is tried again on its schedule. */
	async pushInbound(
		settings: CallbackSettings,
		fields: InboundFields,
		variant: CallbackVariant = {},
		retry = true,
	): Promise<CallbackRecord> {
		const record = this.record('inbound', fields.moMsgId, '', settings);
		const request = inboundRequest(settings, fields, variant);
		const retryMinutes = retry ? INBOUND_RETRY_MINUTES : [];
		await this.attempt({ record, request, retryMinutes, generation: this.generation });
		return record;
	}

	/** The fields of a message's status callback as of now. */
	statusFields(message: Message, status: string): StatusFields {
		return {
			apiId: message.apiId,
			apiMsgId: message.apiMsgId,
			cliMsgId: message.climsgid,
			to: message.to,
			from: message.from,
			timestamp: String(Math.floor(this.state.clock.now() / 1000)),
			status,
			charge: (message.milliCharge / 1000).toFixed(6),
		};
	}

	close(): void {
		this.letGo();
		this.wire.close();
	}

	/** Those that wait for their turn go on, and find that their time is over. */
	private letGo(): void {
		this.generation += 1;
		for (const go of this.waiting.splice(0)) go();
	}

	private reset(): void {
		this.letGo();
		this.records = [];
		this.held.clear();
		this.weather = { ...FAIR_WEATHER };
	}

	private onStatus(message: Message, status: string): void {
		const settings = this.state.apis.get(message.apiId)?.callback;
		if (settings === undefined) return;
		const jobs: Job[] = [];
		if (CALLBACK_STATUSES[message.msgCallback]?.has(status)) {
			const fields = this.statusFields(message, status);
			for (let copy = 0; copy < this.weather.copies; copy += 1) {
				jobs.push(this.statusJob(settings, fields, this.weather.variant, STATUS_RETRY_MINUTES));
			}
		}
		if (!this.weather.reversed) {
			for (const job of jobs) this.start(job);
			return;
		}
		const held = [...(this.held.get(message.apiMsgId) ?? []), ...jobs];
		if (!FINAL_STATUSES.has(status)) {
			this.held.set(message.apiMsgId, held);
			return;
		}
		this.held.delete(message.apiMsgId);
		const lastFirst = async () => {
			for (const job of held.reverse()) await this.attempt(job);
		};
		this.later(() => this.track(lastFirst()));
	}

	private start(job: Job): void {
		this.later(() => this.track(this.attempt(job)));
	}

	private later(run: () => void): void {
		if (this.weather.lateMs > 0) this.state.timers.after(this.weather.lateMs, run);
		else run();
	}

	private track(work: Promise<unknown>): void {
		this.state.clock.track?.(work);
	}

	private statusJob(
		settings: CallbackSettings,
		fields: StatusFields,
		variant: CallbackVariant,
		retryMinutes: readonly number[],
	): Job {
		const record = this.record('status', fields.apiMsgId, fields.status, settings);
		const request = statusRequest(settings, fields, variant);
		return { record, request, retryMinutes, generation: this.generation };
	}

	private record(
		kind: CallbackRecord['kind'],
		messageId: string,
		status: string,
		settings: CallbackSettings,
	): CallbackRecord {
		const record: CallbackRecord = {
			id: this.nextId++,
			kind,
			messageId,
			status,
			type: settings.type,
			url: settings.url,
			tries: [],
			state: 'waiting',
		};
		this.records.push(record);
		if (this.records.length > RECORDS * 1.5) this.records = this.records.slice(-RECORDS);
		return record;
	}

	private async attempt(job: Job): Promise<void> {
		const { record, request, retryMinutes } = job;
		if (this.onWire >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
		if (job.generation !== this.generation) return;
		this.onWire += 1;
		const attempt = await this.wire.send(request);
		this.onWire -= 1;
		this.waiting.shift()?.();
		if (job.generation !== this.generation) return;
		record.tries.push({ ...attempt, at: this.state.clock.now() });
		if ('httpStatus' in attempt && attempt.httpStatus === 200) {
			record.state = 'delivered';
		} else {
			const wait = retryMinutes[record.tries.length - 1];
			if (wait === undefined) record.state = 'given up';
			else this.retry(job, wait);
		}
		this.state.changed();
	}

	private retry(job: Job, minutes: number): Timer {
		return this.state.timers.after(minutes * 60_000, () => this.track(this.attempt(job)));
	}
}
