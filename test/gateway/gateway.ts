import { CallLog, type CallRecord } from './calls';
import { type CallbackVariant, type StatusFields } from './callbacks/formats';
import { type HandsetMessage, inboundFields } from './callbacks/inbound';
import { type CallbackRecord, CallbackSender, type CallbackWeather } from './callbacks/sender';
import type { Attempt } from './callbacks/wire';
import { type Clock, realClock } from './clock';
import { ConnectApi } from './connect/api';
import { type Fault, Faults, type FaultScript } from './faults';
import type { Route } from './http/exchange';
import { type HttpServer } from './http/server';
import { PlatformApi } from './platform/api';
import { type IdSource, randomIds } from './ids';
import type { Api, CallbackSettings, Message, ServerName, SoapServerName } from './model';
import { SOAP_SERVERS } from './soap/reader';
import { DEMO_SEED, GatewayState, type NewApi, type Pace, type Quirks, type Seed } from './state';
import { defined } from './defined';

export interface GatewayOptions {
	/** Default 0, a free port. */
	port?: number;
	/** Loopback only. */
	host?: '127.0.0.1' | '::1';
	clock?: Clock;
	ids?: IdSource;
	pace?: Partial<Pace>;
	/** What it holds at the start and after each reset; default the demo account. */
	seed?: Seed;
	quirks?: Partial<Quirks>;
	/** Milliseconds of real time every SOAP reply takes; default 0. */
	latencyMs?: number;
	/** Routes asked before the gateway's own. */
	routes?: Route[];
}

/** Which callbacks of an API product: of its messages' statuses, or of messages from handsets. */
export type CallbackKind = 'status' | 'inbound';

/**
 * The embedded gateway: a stateful stand-in for Clickatell. It keeps everything in memory, sends no SMS and
 * reaches nobody but the callback URLs it is given. Made by `startGateway`.
 */
export class Gateway {
	readonly state: GatewayState;
	readonly callLog = new CallLog();
	readonly faultList = new Faults();
	readonly callbacks: CallbackSender;
	/** Milliseconds of real time every SOAP reply takes, as over a distance; may be changed at any time. */
	latencyMs: number;
	readonly connect: ConnectApi;
	readonly platform: PlatformApi;
	private readonly initialSeed: Seed;
	private server: HttpServer | undefined;
	private readonly host: string;

	constructor(options: GatewayOptions = {}) {
		this.initialSeed = structuredClone(options.seed ?? DEMO_SEED);
		this.host = options.host ?? '127.0.0.1';
		this.state = new GatewayState(
			options.clock ?? realClock(),
			options.ids ?? randomIds(),
			{ toGateway: 1000, toHandset: 2000, queued: 10_000, known: 0, ...options.pace },
			{ expiredSession: '003', errorStyle: 'full', ...options.quirks },
		);
		this.callbacks = new CallbackSender(this.state);
		this.latencyMs = options.latencyMs ?? 0;
		this.connect = new ConnectApi(this.state, () => this.url);
		this.platform = new PlatformApi(this.state, () => this.url);
		this.state.seed(this.initialSeed);
	}

	attach(server: HttpServer): void {
		this.server = server;
	}

	get port(): number {
		if (this.server === undefined) throw new Error('the gateway does not listen yet');
		return this.server.port;
	}

	/** Base URL, to be put in place of `https://api.clickatell.com`. */
	get url(): string {
		return `http://${this.host.includes(':') ? `[${this.host}]` : this.host}:${this.port}`;
	}

	/** Address of a SOAP server. */
	soapUrl(server: SoapServerName): string {
		return this.url + SOAP_SERVERS[server].paths[0];
	}

	get clock(): Clock {
		return this.state.clock;
	}

	/** Adds a route, asked before those that are there already. */
	mount(route: Route): void {
		this.server?.routes.unshift(route);
	}

	/** Back to the state at the start: messages, sessions, calls, faults and callbacks are forgotten. */
	reset(seed: Seed = this.initialSeed): void {
		this.faultList.clear();
		this.callLog.clear();
		this.state.reset(structuredClone(seed));
	}

	/** Adds accounts, API products and vouchers. */
	seed(seed: Seed): void {
		this.state.seed(structuredClone(seed));
		this.state.changed();
	}

	/** Adds one API product with its callback settings, and its account when the user is new. */
	createApi(api: NewApi): Api {
		return this.state.createApi(api);
	}

	/** Hides what the inbox shows now, or shows all of it again. Nothing else changes. */
	clearInbox(clear: boolean): void {
		this.platform.clearInbox(clear);
		this.state.clearInbox(clear);
	}

	/** Credits left to a user. */
	credit(user = 'demo'): number {
		const account = this.state.accounts.get(user);
		if (account === undefined) throw new Error(`no account ${user}`);
		return account.milliCredits / 1000;
	}

	messages(filter: Partial<Message> = {}): Message[] {
		const wanted = Object.entries(filter);
		return this.state.messages
			.all()
			.filter((message) => wanted.every(([name, value]) => message[name as keyof Message] === value));
	}

	message(apiMsgId: string): Message | undefined {
		return this.state.messages.get(apiMsgId);
	}

	/** The calls received, oldest first; `command` in any case of letters. */
	calls(filter: { command?: string; server?: ServerName } = {}): CallRecord[] {
		const command = filter.command?.toLowerCase();
		return this.callLog
			.list()
			.filter(
				(call) =>
					(command === undefined || call.command.toLowerCase() === command) &&
					(filter.server === undefined || call.server === filter.server),
			);
	}

	/** Every departure from the contracts in the calls so far, with the call it was in. */
	violations(): string[] {
		return this.calls().flatMap((call) => call.violations.map((found) => `${call.command}: ${found}`));
	}

	/** Scripts a fault; see `faults.ts` for the kinds. Throws RangeError for one there is not. */
	fail(script: FaultScript): Fault {
		return this.faultList.add(script);
	}

	/** How often each text was accepted for each recipient, over all calls since the last reset. */
	recipientCounts(): Array<{ to: string; text: string; count: number }> {
		return this.state.messages.recipientCounts();
	}

	/** Recipients that were sent the same text more than once: empty when no money was spent twice. */
	doubled(): Array<{ to: string; text: string; count: number }> {
		return this.recipientCounts().filter(({ count }) => count > 1);
	}

	/**
	 * Sets where an API product's callbacks go, after trying the URL with an empty request. When that is not
	 * answered with 200 nothing is set, unless `probe` is false.
	 */
	async setCallback(
		apiId: string,
		settings: CallbackSettings | null,
		{ kind = 'status', probe = true } = {},
	): Promise<Attempt> {
		const api = this.state.apis.get(apiId);
		if (api === undefined) throw new RangeError(`no API ${apiId}`);
		const name = kind === 'status' ? 'callback' : 'inbound';
		if (settings === null) {
			delete api[name];
			this.state.changed();
			return { httpStatus: 200 };
		}
		const attempt = probe ? await this.callbacks.probe(settings) : { httpStatus: 200 };
		if ('httpStatus' in attempt && attempt.httpStatus === 200) api[name] = { ...settings };
		this.state.changed();
		return attempt;
	}

	/** Sends one status callback now: of a message of ours, or with fields all one's own. */
	async pushStatus(
		what: Partial<StatusFields> & { apiMsgId: string },
		options: { settings?: CallbackSettings; variant?: CallbackVariant; retry?: boolean } = {},
	): Promise<CallbackRecord> {
		const message = this.message(what.apiMsgId);
		const apiId = what.apiId ?? message?.apiId ?? this.anyApi().apiId;
		const settings = options.settings ?? this.state.apis.get(apiId)?.callback;
		if (settings === undefined) throw new RangeError(`API ${apiId} has no status callback`);
		const fields: StatusFields = {
			...(message === undefined
				? {
						apiId,
						apiMsgId: what.apiMsgId,
						cliMsgId: '',
						to: '27999100001',
						from: '27999100000',
						timestamp: String(Math.floor(this.clock.now() / 1000)),
						status: '004',
						charge: '0.330000',
					}
				: this.callbacks.statusFields(message, message.status)),
			...what,
		};
		return await this.callbacks.pushStatus(settings, fields, options.variant, options.retry);
	}

	/** Sends a message as a handset would, to the inbound callback; a long text comes in parts. */
	async pushInbound(
		message: HandsetMessage & { apiId?: string },
		options: { settings?: CallbackSettings; variant?: CallbackVariant; retry?: boolean } = {},
	): Promise<CallbackRecord[]> {
		const api =
			message.apiId === undefined
				? ([...this.state.apis.values()].find(({ inbound }) => inbound !== undefined) ?? this.anyApi())
				: this.state.apis.get(message.apiId);
		const settings = options.settings ?? api?.inbound;
		if (settings === undefined) {
			throw new RangeError(
				message.apiId === undefined
					? 'No API has an inbound callback URL.'
					: `API ${message.apiId} has no inbound callback URL.`,
			);
		}
		const apiId = api?.apiId ?? message.apiId ?? '';
		const parts = inboundFields(message, apiId, this.clock.now(), this.state.ids);
		const { from, to, text } = message;
		const callbacks: CallbackRecord[] = [];
		const acceptedAt = this.clock.now();
		this.state.fromHandsets.push({
			moMsgId: defined(parts[0]).moMsgId,
			apiId,
			from,
			to,
			text,
			acceptedAt,
			callbacks,
		});
		this.state.changed();
		for (const part of parts) {
			callbacks.push(await this.callbacks.pushInbound(settings, part, options.variant, options.retry));
			this.state.changed();
		}
		return callbacks;
	}

	/** Makes all callbacks late, repeated, reversed or odd; what is not named stays as it is. */
	setWeather(weather: Partial<CallbackWeather>): void {
		this.callbacks.weather = { ...this.callbacks.weather, ...weather };
	}

	/** Resolves when `holds` is true, looked at after every change; rejects after `timeoutMs` of real time. */
	async waitFor(holds: (gateway: this) => boolean, timeoutMs = 20_000): Promise<void> {
		const deadline = performance.now() + timeoutMs;
		while (!holds(this)) {
			const left = deadline - performance.now();
			if (left <= 0) throw new Error(`the gateway did not come to the state waited for in ${timeoutMs} ms`);
			await new Promise((resolve) => setTimeout(resolve, Math.min(left, 10)));
		}
	}

	async close(): Promise<void> {
		this.state.timers.clear();
		this.callbacks.close();
		this.platform.callbacks.close();
		this.state.removeAllListeners('change');
		await this.server?.close();
	}

	private anyApi(): Api {
		const api = this.state.apis.values().next().value;
		if (api === undefined) throw new RangeError('The gateway has no API.');
		return api;
	}
}
