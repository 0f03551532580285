import type { GatewayState } from '../state';
import { type CallbackForm } from './callbackForms';
import { PlatformCallbacks } from './callbackSender';
import { carryOut } from './carryOut';
import { PLATFORM, type Seen } from './contract';
import { type PlatformFault, PlatformFaults, type PlatformScript } from './faults';
import { RateLimit } from './limits';
import { MediaStore } from './media';
import { PlatformMessages } from './messages';
import type { CallbackUrl, Integration, MediaFile, PlatformInbound } from './model';
import { Portal, PLATFORM_SEED, type PlatformSeed } from './portal';
import type { PlatformQuirks, PlatformReply, PlatformWorld } from './world';

/** One call as it was received. */
export interface PlatformCall {
	/** The contract's operation; '' for what is not in it. */
	operation: string;
	integration: string;
	/** Of the machine's monotonic clock, milliseconds: begun. */
	startedAt: number;
	/** Departures from the contract; none in a sound request. */
	violations: string[];
	/** HTTP status of the answer; absent when there was none. */
	status?: number;
	accepted: number;
	fault?: string;
	at: number;
}

/** A request as it came in. */
export interface Incoming extends Seen {
	query: Record<string, string>;
	headers: Record<string, string>;
	bytes: Buffer;
	sourceAddress: string;
	startedAt: number;
}

/** What a person writes. */
export interface Written {
	/** Name of the integration. */
	integration: string;
	channel?: 'sms' | 'whatsapp';
	from: string;
	to?: string;
	text?: string;
	media?: { bytes: Buffer; contentType: string; fileName: string; caption?: string; inline?: boolean };
	location?: { longitude: number; latitude: number; name?: string; address?: string };
	/** ID of the message that is answered, null for none; the last one to this person unless named. */
	answers?: string | null;
	/** Called once, instead of the integration's URL. */
	url?: CallbackUrl;
}

const FRESH: PlatformQuirks = { smsRefusalStatus: 200, smsErrors: 'full', order: 'as asked' };

/** The Platform's side of the gateway: portal, SMS API, One API, media, and the callbacks of both. */
export class PlatformApi {
	readonly portal: Portal;
	readonly messages: PlatformMessages;
	readonly media: MediaStore;
	readonly callbacks: PlatformCallbacks;
	readonly faults = new PlatformFaults();
	readonly calls: PlatformCall[] = [];
	readonly inbound: PlatformInbound[] = [];
	/** How many of each direction the inbox no longer shows. */
	cleared = { sent: 0, received: 0 };
	quirks: PlatformQuirks = { ...FRESH };
	private readonly rates: RateLimit;

	/** @param baseUrl the gateway's own address, known once it listens */
	constructor(
		readonly state: GatewayState,
		private readonly baseUrl: () => string,
	) {
		this.portal = new Portal(state.ids);
		this.media = new MediaStore(state);
		this.rates = new RateLimit(state.clock);
		this.callbacks = new PlatformCallbacks(state, this.media, () => this.url);
		this.messages = new PlatformMessages(state, (message) => {
			const integration = this.portal.integrations.get(message.integrationId);
			if (integration !== undefined) this.callbacks.status(integration, message);
		});
		this.portal.seed(PLATFORM_SEED);
		state.on('reset', () => this.reset());
	}

	/** Base URL of the credential, in place of `https://platform.clickatell.com`. */
	get url(): string {
		return `${this.baseUrl()}/platform`;
	}

	/** Scripts a fault; see `faults.ts` for the kinds. */
	fail(fault: PlatformFault): PlatformScript {
		return this.faults.add(fault);
	}

	/** Every departure from the contract in the calls so far, and in the callbacks. */
	violations(): string[] {
		return [
			...this.calls.flatMap(({ operation, violations }) =>
				violations.map((found) => `${operation}: ${found}`),
			),
			...this.callbacks.departures,
		];
	}

	/** Sets where callbacks of an integration go, or takes the URL away. Throws RangeError for an unknown name. */
	setCallback(integration: string, kind: 'status' | 'inbound', url: CallbackUrl | null): void {
		const found = this.portal.byName(integration);
		if (url === null) delete found[kind];
		else found[kind] = { ...url };
		this.state.changed();
	}

	/** A message from a person's phone, told to the integration's URL. */
	write({ integration: name, from, ...written }: Written, form?: CallbackForm): PlatformInbound {
		const integration = this.portal.byName(name);
		this.callbacks.inboundUrl(integration, written.url);
		const { channel = 'sms', to = integration.twoWayNumbers[0] ?? '' } = written;
		const related = this.answered(integration, from, written.answers);
		const file = written.media && this.media.add(written.media);
		const message: PlatformInbound = {
			id: this.state.ids(),
			integrationId: integration.id,
			channel,
			from,
			to,
			at: this.state.clock.now(),
			read: false,
			...(related === undefined ? {} : { related }),
			...(written.text === undefined ? {} : { text: written.text }),
			...mediaOf(written, file),
			...(written.location === undefined ? {} : { location: { name: '', address: '', ...written.location } }),
		};
		this.inbound.push(message);
		this.callbacks.inbound(integration, message, form, written.url);
		this.state.changed();
		return message;
	}

	/** The message that a person answers. Throws RangeError for an ID that no message has. */
	private answered({ id }: Integration, from: string, answers: string | null | undefined) {
		if (answers === undefined) return this.messages.lastTo(id, from);
		const message = answers === null ? undefined : this.messages.get(answers);
		if (answers !== null && message === undefined) throw new RangeError(`no message ${answers}`);
		return message;
	}

	/** What becomes of a request: its reply, and the fault to send it with. */
	answer(incoming: Incoming): { reply: PlatformReply; fault?: PlatformFault } {
		const operation = PLATFORM.operationOf(incoming.method, incoming.path) ?? '';
		const fromQuery = operation === 'sendSmsByGet';
		const key = fromQuery ? incoming.query.apiKey : incoming.headers.authorization;
		const integration = this.portal.byKey(key);
		const call: PlatformCall = {
			operation,
			integration: integration?.name ?? '',
			startedAt: incoming.startedAt,
			violations: [...PLATFORM.departures(incoming), ...headerDepartures(incoming, fromQuery)],
			accepted: 0,
			at: this.state.clock.now(),
		};
		this.calls.push(call);
		const fault = this.faults.meet({ operation, integration: call.integration, body: incoming.bytes });
		if (fault !== undefined) call.fault = fault.kind;
		const reply = carryOut(this.world(), incoming, operation, integration, fault, (one) =>
			this.rates.exceeded(one),
		);
		call.status = reply.status;
		call.accepted = reply.accepted ?? 0;
		if (operation !== '' && reply.bytes === undefined && !['reply', 'odd'].includes(fault?.kind ?? '')) {
			const wrong = PLATFORM.replyDepartures(operation, reply.status, reply.body);
			// A reply of ours that its contract does not have is a fault of the gateway's own.
			if (wrong.length > 0) throw new Error(`${operation} ${reply.status}: ${wrong.join('; ')}`);
		}
		return { reply, ...(fault === undefined ? {} : { fault }) };
	}

	/** Hides what the inbox shows now, or shows all of it again. Nothing else changes. */
	clearInbox(clear: boolean): void {
		const all = { sent: this.messages.size, received: this.inbound.length };
		this.cleared = clear ? all : { sent: 0, received: 0 };
	}

	/** Back to the demo's portal. */
	reset(seed: PlatformSeed = PLATFORM_SEED): void {
		for (const store of [this.portal, this.messages, this.media, this.callbacks, this.faults, this.rates]) {
			store.clear();
		}
		this.calls.length = 0;
		this.inbound.length = 0;
		this.cleared = { sent: 0, received: 0 };
		this.quirks = { ...FRESH };
		this.portal.seed(seed);
	}

	private world(): PlatformWorld {
		const { state, portal, messages, media, inbound, quirks } = this;
		const lastWrote = (integration: Integration, from: string) =>
			inbound.findLast(
				(message) =>
					message.integrationId === integration.id && message.from === from && message.channel === 'whatsapp',
			)?.at;
		return { state, portal, messages, media, inbound, quirks, lastWrote };
	}
}

function mediaOf({ media }: Pick<Written, 'media'>, file: MediaFile | undefined) {
	if (media === undefined || file === undefined) return {};
	return { media: { fileId: file.fileId, caption: media.caption ?? '', inline: media.inline ?? false } };
}

/** What a contract in OpenAPI does not see: how the key is written, and the types that are asked for. */
function headerDepartures({ headers, method, path }: Incoming, keyInQuery: boolean): string[] {
	const found: string[] = [];
	const { authorization, accept = '', 'content-type': type = '' } = headers;
	if (!keyInQuery && authorization === undefined) found.push('there is no Authorization header');
	if (/\s/.test(authorization ?? '')) found.push('Authorization is more than the key');
	if (path === '/v1/media') return found;
	if (!accept.includes('application/json')) found.push('Accept is not application/json');
	if (method === 'POST' && !type.startsWith('application/json')) {
		found.push('Content-Type is not application/json');
	}
	return found;
}
