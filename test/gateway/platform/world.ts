import type { GatewayState } from '../state';
import type { MediaStore } from './media';
import type { PlatformMessages } from './messages';
import type { Integration, PlatformInbound } from './model';
import type { Portal } from './portal';

/** How the Platform answers where the facts are silent, or where sources differ. */
export interface PlatformQuirks {
	/** HTTP status of a whole request that the SMS API refuses: 200 was recorded, others expect 400. */
	smsRefusalStatus: 200 | 202 | 400;
	/** `bare`: an error is words alone, as before 2019. */
	smsErrors: 'full' | 'bare';
	/** In which order a reply names the recipients; no order is promised. */
	order: 'as asked' | 'reversed';
}

/** What the calls of the Platform work on. */
export interface PlatformWorld {
	readonly state: GatewayState;
	readonly portal: Portal;
	readonly messages: PlatformMessages;
	readonly media: MediaStore;
	readonly inbound: PlatformInbound[];
	readonly quirks: PlatformQuirks;
	/** When a person last wrote to an integration, milliseconds of the gateway's clock. */
	lastWrote(integration: Integration, from: string): number | undefined;
}

/** A call that has come through the door: its contract's operation and what it carries. */
export interface PlatformRequest {
	operation: string;
	integration: Integration;
	query: Readonly<Record<string, string>>;
	pathValues: Readonly<Record<string, string>>;
	/** The JSON of the body, undefined where it is none. */
	body: unknown;
	bytes: Buffer;
	contentType: string;
}

export interface PlatformReply {
	status: number;
	/** JSON, or bytes of their own type. */
	body: unknown;
	bytes?: { type: string; content: Buffer };
	/** Messages that were accepted. */
	accepted?: number;
}

/** A JSON object's own value, undefined for anything else. */
export function valueOf(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
	return (value as Record<string, unknown>)[name];
}

/** The digits of a number with country code, `+` allowed; undefined when it is none. */
export function digitsOf(to: unknown): string | undefined {
	return typeof to === 'string' && /^\+?[1-9]\d{6,14}$/.test(to) ? to.replace('+', '') : undefined;
}

/** Milliseconds of `2017-02-27T14:30:00+0200`; NaN for anything else. */
export function readSchedule(value: unknown): number {
	const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([+-]\d\d)(\d\d)$/.exec(String(value));
	return match === null ? NaN : Date.parse(`${match[1]}${match[2]}:${match[3]}`);
}

/** A value of a request in words. */
export function shown(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
