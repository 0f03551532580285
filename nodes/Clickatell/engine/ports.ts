import type { HttpRequest, HttpResult } from './httpCall';

/** A credential as its fields are filled in, with what is kept beside them. */
export type CredentialData = Record<string, unknown>;

/** A file of an input item. */
export type InputFile =
	| {
			readonly ok: true;
			readonly bytes: Uint8Array;
			/** Undefined where the item gives none. */
			readonly fileName: string | undefined;
			readonly contentType: string | undefined;
	  }
	/** A sentence without a period at its end, which names the field and the way out. */
	| { readonly ok: false; readonly fault: string };

/** The files of the input items. */
export interface Files {
	/** Reads the file that an item has in one of its binary fields. Never rejects. */
	file(item: number, field: string): Promise<InputFile>;
}

/** All that making calls asks of the host and of the machine. A test answers in its place. */
export interface Ports {
	/**
	 * Makes one call with a credential, filled in at the last moment. Where it has no session, the host logs in first and
	 * puts the session into `data`. Never rejects.
	 */
	http(request: HttpRequest, data: CredentialData): Promise<HttpResult>;
	/** The credential as the host keeps it by now. */
	credential(): Promise<CredentialData>;
	sleep(ms: number): Promise<void>;
	/** Milliseconds by a clock that never jumps. */
	now(): number;
	/** UNIX time in milliseconds, for what names a day. */
	time(): number;
	/** 32 letters and digits that nobody else has. */
	newId(): string;
	cancelled(): boolean;
	/** Writes to the host's log, with the name of the node and the execution. */
	log(level: 'info' | 'warn' | 'error', message: string): void;
	/** Shows a warning above what the node puts out. */
	hint(message: string): void;
}
