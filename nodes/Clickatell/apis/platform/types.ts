/** A call to the Platform without its key, which the credential adds (docs/protocol/platform.md#requests). */
export interface PlatformRequest {
	readonly method: 'GET' | 'POST';
	/** Behind the base URL, with the query where there is one. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	/** JSON as text, or the bytes of a file. */
	readonly body?: string | Uint8Array;
}

/** What came back: the body counts, whatever the status (docs/protocol/platform.md#requests). */
export interface PlatformReply {
	readonly status: number;
	readonly body: string | Uint8Array;
}

/** Which of the two a key is for. */
export type PlatformApiName = 'oneApi' | 'smsApi';

/** A longer answer that is no file is not read. */
export const PLATFORM_REPLY_LIMIT = 256 * 1024;

/** The largest file that a person can send (docs/protocol/platform.md#other-calls). */
export const MAX_DOWNLOAD = 100 * 1024 * 1024;

/** Recipients of one call to the SMS API, and messages of one to One API (docs/protocol/platform.md). */
export const MAX_RECIPIENTS = 200;
export const MAX_MESSAGES = 100;

/** What an SMS has besides its text, whichever of the two carries it. */
export interface SmsOptions {
	/** A number of a two-way integration; any other integration refuses it, so it is written only when given. */
	readonly from?: string;
	readonly clientMessageId?: string;
	/** `2017-02-27T14:30:00+0200`, as `readZonedTime` gives it. */
	readonly schedule?: string;
	/** Minutes. */
	readonly validity?: number;
	/** Hexadecimal. */
	readonly udh?: string;
	readonly binary?: boolean;
	readonly charset?: string;
}

/** One text to many numbers, for the SMS API. */
export interface SmsSend extends SmsOptions {
	readonly text: string;
	/** At most 200, each once. */
	readonly to: readonly string[];
}

export type WhatsAppContent =
	| { readonly type: 'text'; readonly text: string; readonly linkPreview?: boolean }
	| {
			readonly type: 'template';
			readonly name: string;
			readonly header?: { readonly text: string } | { readonly fileId: string };
			/** By name, `1` for the first. */
			readonly parameters: Readonly<Record<string, string>>;
	  }
	| {
			readonly type: 'media';
			readonly fileId: string;
			readonly contentType?: string;
			readonly caption?: string;
			readonly sha256Hash?: string;
	  }
	| {
			readonly type: 'location';
			/** Degrees. */
			readonly longitude: number;
			readonly latitude: number;
			readonly name?: string;
			readonly address?: string;
	  }
	| { readonly type: 'contacts'; readonly contacts: readonly object[] };

/** One message of One API, whole in itself. */
export type OneApiMessage =
	| ({ readonly channel: 'sms'; readonly to: string; readonly text: string } & SmsOptions)
	| {
			readonly channel: 'whatsapp';
			readonly to: string;
			readonly clientMessageId?: string;
			/** The message that is answered. */
			readonly relatedMessageId?: string;
			readonly content: WhatsAppContent;
	  };
