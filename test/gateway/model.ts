/** The two SOAP servers. */
export type SoapServerName = 'documentLiteral' | 'rpcEncoded';

/** Which server took a call: one of the two, or that of the HTTP/S API. */
export type ServerName = SoapServerName | 'http';

/** What an API product was made for. */
export type ApiKind = 'soap' | 'http';

export function kindOf(server: ServerName): ApiKind {
	return server === 'http' ? 'http' : 'soap';
}

/** How a callback is written and sent; the numbers are those of the Connect API's list. */
export const CALLBACK_TYPES = {
	'http-get': 0,
	'http-post': 1,
	'xml-post': 2,
	'xml-get': 3,
	'soap-get': 5,
	'soap-post': 6,
} as const;
export type CallbackType = keyof typeof CALLBACK_TYPES;

/** Where an API product's callbacks go. User and password make a Basic header; they are the customer's own. */
export interface CallbackSettings {
	url: string;
	type: CallbackType;
	user?: string;
	password?: string;
}

export interface Account {
	user: string;
	password: string;
	/** Thousandths of a credit, whole numbers, so that sums stay exact. */
	milliCredits: number;
	frozen: boolean;
	/** Messages this account may still send, and until when (UNIX seconds) it may send no more. */
	mtLimit?: { left: number; until: number };
}

/** One API product of an account. */
export interface Api {
	apiId: string;
	user: string;
	/** Status callbacks (MT). */
	callback?: CallbackSettings;
	/** Messages from handsets (MO). */
	inbound?: CallbackSettings;
	/** Addresses the product is locked to; empty means open to all. */
	allowedAddresses: string[];
	/** Registered sender IDs; absent means any well-formed one is taken. */
	senders?: string[];
	/** Replaces a leading zero of a destination. */
	dialPrefix?: string;
	/** The servers that know its ID; absent means all, so that one ID will do for a trial. */
	kinds?: readonly ApiKind[];
}

export interface Session {
	id: string;
	apiId: string;
	/** Milliseconds of the gateway's clock. */
	lastUsed: number;
}

export type Encoding = 'gsm' | 'unicode' | 'binary';

/** Options of sendmsg that startbatch shares; absent means the call did not set it. */
export interface SendOptions {
	from: string;
	climsgid: string;
	concat: number;
	msgCallback: number;
	delivTime: number;
	/** Minutes. */
	validity: number;
	/** Credits a message may cost; absent means the profile's own limit. */
	maxCredits?: number;
	unicode: boolean;
	/** The content is binary, also where no header says so. */
	binary: boolean;
	udh: string;
	/** Any other option of the call, as it was sent, for tests to look at. */
	others: Record<string, string>;
}

export interface Message {
	apiMsgId: string;
	climsgid: string;
	apiId: string;
	to: string;
	from: string;
	/** What a person would read; for a binary message its hex. */
	text: string;
	udh: string;
	encoding: Encoding;
	parts: number;
	milliCharge: number;
	status: string;
	history: Array<{ status: string; at: number }>;
	acceptedAt: number;
	/** Validity in minutes. */
	validity: number;
	msgCallback: number;
	command: string;
	server: ServerName;
	batchId: string;
	options: Record<string, string>;
}

export interface Batch {
	id: string;
	apiId: string;
	template: string;
	data: string;
	options: SendOptions;
	startedAt: number;
	ended: boolean;
}

export interface Voucher {
	token: string;
	milliCredits: number;
	redeemed: boolean;
}

/** Minutes a session lives without use (SOAP spec 5.1). */
export const SESSION_MINUTES = 15;
/** Hours a batch lives (SOAP spec 8). */
export const BATCH_HOURS = 24;
/** Days querymsg finds a message, and days getmsgcharge does. */
export const QUERY_DAYS = 6;
export const CHARGE_DAYS = 15;
/** Recipients one call may name, by SOAP or by an HTTP POST, and by an HTTP GET. */
export const MAX_RECIPIENTS = 300;
export const MAX_GET_RECIPIENTS = 100;
/** Sender of a message that named none. */
export const GATEWAY_NUMBER = '27999100000';
