import type { CallbackRequest } from '../callbacks/formats';
import { type Attempt, Wire } from '../callbacks/wire';
import type { GatewayState } from '../state';
import {
	type CallbackForm,
	envelope,
	flatRequest,
	inboundEvent,
	jsonRequest,
	type OneApiEvent,
	smsReplyFields,
	smsStatusFields,
	statusEvent,
} from './callbackForms';
import { isFinal } from './codes';
import { CALLBACKS } from './contract';
import type { MediaStore } from './media';
import type { CallbackUrl, Integration, PlatformInbound, PlatformMessage } from './model';

/** Minutes between tries. How often and how fast the Platform tries is not published. */
export const RETRY_MINUTES = [1, 2, 5, 10, 30, 60];

export interface PlatformCallback {
	id: number;
	kind: 'status' | 'inbound';
	/** IDs of the messages it tells of. */
	messageIds: string[];
	/** Numbers of One API's table, of a status. */
	statuses: number[];
	tries: Array<Attempt & { at: number }>;
	state: 'waiting' | 'delivered' | 'given up';
}

/** How callbacks are made worse than they need be, until told otherwise. */
export interface PlatformWeather {
	/** How often each is sent. */
	copies: number;
	/** Callbacks are held back until so many are there, then sent last first; 0 holds none back. */
	reversed: number;
	/** One API: so many events in one call; the last ones wait no longer than their message's last status. */
	together: number;
	form: CallbackForm;
}

export const FAIR: PlatformWeather = { copies: 1, reversed: 0, together: 1, form: {} };

interface Job {
	record: PlatformCallback;
	request: CallbackRequest;
	/** Not tried again. */
	once: boolean;
}

/** Sends the callbacks of the Platform and repeats them until any 2xx is the answer; a redirect ends it too. */
export class PlatformCallbacks {
	weather: PlatformWeather = { ...FAIR };
	/** Departures of callbacks from their contract; always empty, unless the form is an odd one. */
	readonly departures: string[] = [];
	private readonly wire = new Wire();
	private readonly records: PlatformCallback[] = [];
	private readonly held: Job[] = [];
	private readonly underway = new Map<PlatformCallback, Promise<void>>();
	private readonly gathered = new Map<string, { events: OneApiEvent[]; statuses: number[] }>();
	private generation = 0;

	constructor(
		private readonly state: GatewayState,
		private readonly media: MediaStore,
		private readonly baseUrl: () => string,
	) {}

	list(): readonly PlatformCallback[] {
		return this.records;
	}

	clear(): void {
		this.generation += 1;
		this.records.length = 0;
		this.held.length = 0;
		this.departures.length = 0;
		this.gathered.clear();
		this.weather = { ...FAIR };
	}

	close(): void {
		this.clear();
		this.wire.close();
	}

	/** Tells the status that a message has now. */
	status(integration: Integration, message: PlatformMessage): void {
		const url = integration.status;
		if (url === undefined) return;
		const { form, together } = this.weather;
		if (integration.type === 'sms') {
			const fields = smsStatusFields(integration, message, form);
			this.check(url.method === 'GET' ? 'GET' : 'POST', '/sms/status', fields);
			this.send('status', [message.id], [message.status], flatRequest(url, fields, form));
			return;
		}
		const waiting = this.gathered.get(integration.id) ?? { events: [], statuses: [] };
		waiting.events.push(statusEvent(message, form));
		waiting.statuses.push(message.status);
		this.gathered.set(integration.id, waiting);
		if (waiting.events.length < together && !(together > 1 && isFinal(message.status))) return;
		this.gathered.delete(integration.id);
		this.envelope('status', integration, url, waiting.events, waiting.statuses);
	}

	/**
	 * Tells what a person wrote. `trial` is called once instead of the integration's URL. Throws RangeError where
	 * there is neither.
	 */
	inbound(
		integration: Integration,
		message: PlatformInbound,
		form = this.weather.form,
		trial?: CallbackUrl,
	): void {
		const url = this.inboundUrl(integration, trial);
		const once = trial !== undefined;
		if (integration.type === 'sms') {
			const fields = smsReplyFields(integration, message, form);
			this.check(url.method === 'GET' ? 'GET' : 'POST', '/sms/reply', fields);
			this.send('inbound', [message.id], [], flatRequest(url, fields, form), once);
			return;
		}
		const file = message.media === undefined ? undefined : this.media.get(message.media.fileId);
		const event = inboundEvent(message, file, this.baseUrl(), form);
		this.envelope('inbound', integration, url, [event], [], form, once);
	}

	/** Where a person's message is told. Throws RangeError where nowhere. */
	inboundUrl({ name, inbound }: Integration, trial?: CallbackUrl): CallbackUrl {
		const url = trial ?? inbound;
		if (url === undefined) throw new RangeError(`Integration ${name} has no URL for replies.`);
		return url;
	}

	/** The callbacks that tell of a message, those under way when they have been tried. */
	async of(messageId: string): Promise<PlatformCallback[]> {
		const records = this.records.filter(({ messageIds }) => messageIds.includes(messageId));
		await Promise.all(records.flatMap((record) => this.underway.get(record) ?? []));
		return records;
	}

	/** Sends what stands in the way of nothing any more: held back, or gathered for one call. */
	flush(): void {
		for (const job of this.held.splice(0).reverse()) this.start(job);
	}

	private envelope(
		kind: PlatformCallback['kind'],
		integration: Integration,
		url: CallbackUrl,
		events: readonly OneApiEvent[],
		statuses: number[],
		form = this.weather.form,
		once = false,
	): void {
		const body = envelope(integration, events, form);
		this.check('POST', '/one-api', body);
		const ids = events.map(({ fields }) => String(fields.messageId));
		this.send(kind, ids, statuses, jsonRequest(url, body), once);
	}

	private check(method: 'GET' | 'POST', path: string, fields: Record<string, unknown>): void {
		const query = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
		this.departures.push(
			...CALLBACKS.departures(method === 'GET' ? { method, path, query } : { method, path, body: fields }),
		);
	}

	private send(
		kind: PlatformCallback['kind'],
		messageIds: string[],
		statuses: number[],
		request: CallbackRequest,
		once = false,
	): void {
		for (let copy = 0; copy < this.weather.copies; copy += 1) {
			const id = this.records.length + 1;
			const record: PlatformCallback = { id, kind, messageIds, statuses, tries: [], state: 'waiting' };
			this.records.push(record);
			const job = { record, request, once };
			if (this.weather.reversed === 0) this.start(job);
			else this.held.push(job);
		}
		if (this.held.length >= this.weather.reversed && this.held.length > 0) this.track(this.lastFirst());
	}

	private async lastFirst(): Promise<void> {
		for (const job of this.held.splice(0).reverse()) await this.attempt(job);
	}

	private start(job: Job): void {
		const work = this.attempt(job).finally(() => this.underway.delete(job.record));
		this.underway.set(job.record, work);
		this.track(work);
	}

	private track(work: Promise<void>): void {
		this.state.clock.track?.(work);
	}

	private async attempt(job: Job): Promise<void> {
		const { record, request, once } = job;
		const { generation } = this;
		const attempt = await this.wire.send(request);
		if (generation !== this.generation) return;
		record.tries.push({ ...attempt, at: this.state.clock.now() });
		const status = 'httpStatus' in attempt ? attempt.httpStatus : 0;
		const wait = RETRY_MINUTES[record.tries.length - 1];
		if (status >= 200 && status < 300) record.state = 'delivered';
		else if ((status >= 300 && status < 400) || wait === undefined || once) record.state = 'given up';
		else {
			this.state.timers.after(wait * 60_000, () => this.start(job));
		}
		this.state.changed();
	}
}
