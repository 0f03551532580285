/** What an integration was made for. */
export type IntegrationType = 'sms' | 'one-api';

export type Channel = 'sms' | 'whatsapp';

/** Where one kind of callback of an integration goes. User and password make a Basic header. */
export interface CallbackUrl {
	url: string;
	/** The SMS API lets the customer choose; One API always posts. */
	method: 'GET' | 'POST';
	user?: string;
	password?: string;
}

export interface PlatformAccount {
	name: string;
	/** Thousandths of the currency's unit, whole numbers, so that sums stay exact. */
	milliBalance: number;
	currency: string;
	active: boolean;
}

/** One integration of the portal, with the key that belongs to it. */
export interface Integration {
	id: string;
	name: string;
	key: string;
	account: string;
	type: IntegrationType;
	active: boolean;
	channels: Channel[];
	/** Numbers of a two-way integration; empty for a one-way one. */
	twoWayNumbers: string[];
	/** Phones that a sandbox may send to; absent in production. */
	testPhones?: string[];
	/** The trial is over. */
	demoEnded: boolean;
	/** Addresses the account is locked to; empty means open to all. */
	allowedAddresses: string[];
	/** Parts a text may have. */
	maxParts: number;
	/** Calls that may be made in so many seconds; absent means any number. */
	rate?: { calls: number; seconds: number };
	suspendedNumbers: string[];
	optedOut: string[];
	status?: CallbackUrl;
	inbound?: CallbackUrl;
}

export interface PlatformMessage {
	id: string;
	integrationId: string;
	channel: Channel;
	/** Digits only. */
	to: string;
	from: string;
	/** What a person would read; of a template, media, location or contacts a line that says what it is. */
	text: string;
	/** As it was sent. */
	sent: Readonly<Record<string, unknown>>;
	clientMessageId: string;
	parts: number;
	milliCharge: number;
	/** Number of One API's table. */
	status: number;
	history: Array<{ status: number; at: number }>;
	acceptedAt: number;
	/** Milliseconds of the gateway's clock after which it is no longer delivered. */
	expiresAt: number;
}

/** A message that a person sent to a number of an integration. */
export interface PlatformInbound {
	id: string;
	integrationId: string;
	channel: Channel;
	from: string;
	to: string;
	at: number;
	/** The message that is answered, if any. */
	related?: PlatformMessage;
	text?: string;
	media?: { fileId: string; caption: string; inline: boolean };
	location?: { longitude: number; latitude: number; name: string; address: string };
	read: boolean;
}

export interface MediaFile {
	fileId: string;
	fileName: string;
	contentType: string;
	bytes: Buffer;
	sha256: string;
	/** The only number it may be sent to; '' for any. */
	to: string;
	broadcastAllowed: boolean;
	/** Milliseconds of the gateway's clock. */
	expiresAt: number;
}

/** What is charged, in thousandths: for a part of an SMS, and for a message by WhatsApp. */
export const PRICE: Readonly<Record<Channel, number>> = { sms: 250, whatsapp: 100 };
export const MAX_SMS_RECIPIENTS = 200;
export const MAX_MESSAGES = 100;
/** Characters of a text by WhatsApp. */
export const MAX_WHATSAPP = 4096;
export const MAX_MEDIA_BYTES = 30 * 1024 * 1024;
export const MEDIA_DAYS = 30;
/** Hours after a person's message in which anything may be answered by WhatsApp. */
export const WINDOW_HOURS = 24;
/** Minutes an SMS stays valid unless told otherwise. */
export const VALIDITY_MINUTES = 1440;
