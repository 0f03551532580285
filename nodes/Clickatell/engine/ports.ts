import type { HttpRequest, HttpResult } from './httpCall';

/** A credential as its fields are filled in, with what is kept beside them. */
export type CredentialData = Record<string, unknown>;

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
