import type { Conversation } from '../../../message/conversation';
import type { StatusMeaning } from '../platformStatuses';

/** How a call came: of the SMS API by either method, or of One API. */
export type PlatformFormat = 'smsApiGet' | 'smsApiPost' | 'oneApi';

/** Of which channel a message is; those that are not known yet pass as they are. */
export type Channel = 'sms' | 'whatsapp' | (string & {});

/** What every event has. Every key is always there, `null` where the call says nothing. */
interface Common {
	readonly channel: Channel | null;
	readonly messageId: string | null;
	readonly from: string | null;
	readonly to: string | null;
	/** ISO 8601 in UTC; `null` where the call has no valid time. */
	readonly timestamp: string | null;
	readonly integrationId: string | null;
	readonly integrationName: string | null;
	readonly format: PlatformFormat;
	/** The same for every repetition of this event. */
	readonly dedupeKey: string;
}

/** A change of a sent message's status. */
export interface PlatformStatusEvent extends Common, StatusMeaning {
	readonly kind: 'status';
	readonly clientMessageId: string | null;
	/** By name, as the call has it. */
	readonly status: string;
	/** As the call has it: 4 is handed over in One API, and received in the SMS API. */
	readonly statusCode: number | null;
	readonly statusDescription: string | null;
}

/** A file of an inbound message: by its ID, to be downloaded with the key, or with its bytes. */
export interface InboundFile {
	readonly contentType: string | null;
	readonly fileName: string | null;
	/** Bytes. */
	readonly size: number | null;
	readonly fileId: string | null;
	readonly sha256Hash: string | null;
	/** Base64, where the bytes came along. */
	readonly content: string | null;
}

/** A message that a person sent to a number of the account. */
export interface PlatformInboundEvent extends Common, Conversation {
	readonly kind: 'inbound';
	readonly type: 'text' | 'media' | 'location';
	/** The message, decoded; the caption of a file; `null` where there is none. */
	readonly text: string | null;
	/** As the call named it. */
	readonly charset: string | null;
	/** Hexadecimal. */
	readonly udh: string | null;
	/** Which parts of one long message belong together; read from the UDH. */
	readonly partReference: number | null;
	/** 1 for the first part. */
	readonly partNumber: number | null;
	readonly partTotal: number | null;
	/** The message that is answered. */
	readonly relatedMessageId: string | null;
	readonly relatedClientMessageId: string | null;
	readonly files: readonly InboundFile[];
	/** Degrees. */
	readonly longitude: number | null;
	readonly latitude: number | null;
	readonly locationName: string | null;
	readonly locationAddress: string | null;
	readonly profileName: string | null;
	readonly network: string | null;
	readonly keyword: string | null;
}

/** An event of One API of a kind that is not known yet: as it came, without secrets. */
export interface PlatformOtherEvent extends Common {
	readonly kind: 'other';
	/** The name of its list. */
	readonly name: string;
	readonly raw: Readonly<Record<string, unknown>>;
}

export type PlatformEvent = PlatformStatusEvent | PlatformInboundEvent | PlatformOtherEvent;

export type DecodedPlatformCallback =
	/** It carries nothing that the Platform sends. */
	| { readonly kind: 'foreign' }
	/** At least one. */
	| { readonly kind: 'events'; readonly events: readonly PlatformEvent[] }
	/** `reason` is one sentence for whoever reads the answer. */
	| { readonly kind: 'unreadable'; readonly reason: string };
