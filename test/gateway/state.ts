import { EventEmitter } from 'node:events';

import type { HandsetRecord } from './callbacks/sender';
import { type Clock, Timers } from './clock';
import type { IdSource } from './ids';
import { MessageStore } from './messages';
import { BATCH_HOURS, SESSION_MINUTES } from './model';
import type { Account, Api, ApiKind, Batch, CallbackSettings, CallbackType, Session, Voucher } from './model';

/** Delays between a message's states, in milliseconds of the gateway's clock. */
export interface Pace {
	/** From accepted (008) to handed to the network (003), or to a failure that needs no handset. */
	toGateway: number;
	/** From 003 to received on the handset (004), or to the network's failure. */
	toHandset: number;
	/** How long a message stays queued (002) before it is tried again. */
	queued: number;
	/** From accepted until a query knows the message. */
	known: number;
}

export interface ApiSeed {
	apiId: string;
	callback?: CallbackSettings;
	inbound?: CallbackSettings;
	allowedAddresses?: string[];
	senders?: string[];
	dialPrefix?: string;
	kinds?: readonly ApiKind[];
}

export interface AccountSeed {
	user: string;
	password: string;
	/** Credits; default 1000. */
	credit?: number;
	frozen?: boolean;
	mtLimit?: { left: number; until: number };
	apis?: ApiSeed[];
}

/** What a fresh gateway holds. */
export interface Seed {
	accounts: AccountSeed[];
	/** Vouchers for token_pay, each good for one redemption. */
	vouchers?: Array<{ token: string; credit: number }>;
}

/** The account that the demo and most tests use. */
export const DEMO_SEED: Seed = {
	accounts: [{ user: 'demo', password: 'demo-password', credit: 1000, apis: [{ apiId: '424242' }] }],
	vouchers: [{ token: 'DEMO-VOUCHER-100', credit: 100 }],
};

/** A new API product and, where its user is not known yet, the account it belongs to. */
export interface NewApi {
	user: string;
	password?: string;
	/** Given a new number when absent. */
	apiId?: string;
	credit?: number;
	callbackUrl?: string;
	callbackType?: CallbackType;
	callbackUser?: string;
	callbackPassword?: string;
	allowedAddresses?: string[];
	dialPrefix?: string;
	kinds?: readonly ApiKind[];
}

/** Behaviour the sources leave open, or that differs between what is written and what was recorded. */
export interface Quirks {
	/** Answer of SOAP to an expired session: 003 as the document says, 001 as was recorded by HTTP. */
	expiredSession: '003' | '001';
	/** `ERR: 105, Invalid Destination Address`, or `ERR: 105` as the document's tables print it. */
	errorStyle: 'full' | 'bare';
}

/** Everything the gateway knows, in memory only. Emits `change` when something a person would see changes. */
export class GatewayState extends EventEmitter {
	readonly accounts = new Map<string, Account>();
	readonly apis = new Map<string, Api>();
	readonly sessions = new Map<string, Session>();
	readonly batches = new Map<string, Batch>();
	readonly vouchers = new Map<string, Voucher>();
	readonly messages: MessageStore;
	/** What handsets sent, oldest first. */
	readonly fromHandsets: HandsetRecord[] = [];
	/** How many of each direction the inbox no longer shows. */
	cleared = { sent: 0, received: 0 };
	readonly timers: Timers;
	private nextApiId = 500001;

	constructor(
		readonly clock: Clock,
		readonly ids: IdSource,
		readonly pace: Pace,
		readonly quirks: Quirks,
	) {
		super();
		this.setMaxListeners(0);
		this.timers = new Timers(clock);
		this.messages = new MessageStore(this);
	}

	/** Forgets everything and takes up `seed`. */
	reset(seed: Seed): void {
		this.timers.clear();
		for (const store of [this.accounts, this.apis, this.sessions, this.batches, this.vouchers]) store.clear();
		this.messages.clear();
		this.fromHandsets.length = 0;
		this.cleared = { sent: 0, received: 0 };
		this.seed(seed);
		this.emit('reset');
		this.changed();
	}

	/** Adds accounts and vouchers; a known user or API id is replaced. */
	seed(seed: Seed): void {
		for (const account of seed.accounts) {
			this.accounts.set(account.user, {
				user: account.user,
				password: account.password,
				milliCredits: toMilli(account.credit ?? 1000),
				frozen: account.frozen ?? false,
				...(account.mtLimit ? { mtLimit: { ...account.mtLimit } } : {}),
			});
			for (const { allowedAddresses, ...api } of account.apis ?? []) {
				this.apis.set(api.apiId, {
					...api,
					user: account.user,
					allowedAddresses: [...(allowedAddresses ?? [])],
				});
			}
		}
		for (const voucher of seed.vouchers ?? []) {
			this.vouchers.set(voucher.token, {
				token: voucher.token,
				milliCredits: toMilli(voucher.credit),
				redeemed: false,
			});
		}
	}

	/** Adds one API product, with its account when the user is new. */
	createApi(api: NewApi): Api {
		if (!this.accounts.has(api.user)) {
			this.seed({
				accounts: [{ user: api.user, password: api.password ?? '', credit: api.credit ?? 0 }],
			});
		}
		const created: Api = {
			apiId: api.apiId ?? String(this.nextApiId++),
			user: api.user,
			allowedAddresses: [...(api.allowedAddresses ?? [])],
			...(api.dialPrefix === undefined ? {} : { dialPrefix: api.dialPrefix }),
			...(api.kinds === undefined ? {} : { kinds: [...api.kinds] }),
		};
		if (api.callbackUrl !== undefined) {
			created.callback = {
				url: api.callbackUrl,
				type: api.callbackType ?? 'http-get',
				...(api.callbackUser === undefined ? {} : { user: api.callbackUser }),
				...(api.callbackPassword === undefined ? {} : { password: api.callbackPassword }),
			};
		}
		this.apis.set(created.apiId, created);
		return created;
	}

	accountOf(api: Api): Account {
		const account = this.accounts.get(api.user);
		if (account === undefined) throw new Error(`API ${api.apiId} belongs to no account`);
		return account;
	}

	openSession(api: Api): Session {
		const session = { id: this.ids(), apiId: api.apiId, lastUsed: this.clock.now() };
		this.sessions.set(session.id, session);
		return session;
	}

	/** A session by its id; using it gives it another fifteen minutes. */
	useSession(id: string): Session | 'unknown' | 'expired' {
		const session = this.sessions.get(id);
		if (session === undefined) return 'unknown';
		const now = this.clock.now();
		if (now - session.lastUsed >= SESSION_MINUTES * 60_000) return 'expired';
		session.lastUsed = now;
		return session;
	}

	/** A batch that may still take messages of this API product. */
	liveBatch(id: string, apiId: string): Batch | undefined {
		const batch = this.batches.get(id);
		if (batch === undefined || batch.apiId !== apiId || batch.ended) return undefined;
		return this.clock.now() - batch.startedAt < BATCH_HOURS * 3_600_000 ? batch : undefined;
	}

	/** Ends every session at once, as if fifteen minutes had passed. */
	expireSessions(): void {
		for (const session of this.sessions.values()) session.lastUsed = -Infinity;
	}

	/** Hides what the inbox shows now, or shows all of it again. Nothing else changes. */
	clearInbox(clear: boolean): void {
		const all = { sent: this.messages.size, received: this.fromHandsets.length };
		this.cleared = clear ? all : { sent: 0, received: 0 };
		this.changed();
	}

	changed(): void {
		this.emit('change');
	}
}

export function toMilli(credits: number): number {
	return Math.round(credits * 1000);
}
