import type { Part, SoapServer, SoapType } from '../../operations/types';
import { writeParts } from './parts';

/**
 * Who makes a call. The envelope that the node writes holds a slot instead of these values, so that no request it
 * builds, logs or reports contains a secret; the credential fills the slot at the last moment.
 */
export interface Account {
	readonly apiId: string;
	readonly user: string;
	readonly password: string;
	/** Wins over the other three where the command takes a session. */
	readonly session?: string | undefined;
}

const ACCOUNT_PARTS = new Set(['session_id', 'api_id', 'user', 'password']);

/** A comment cannot come from a value: writing a value escapes its `<`. */
const SLOT = /<!--account (\w+) ([\w: ]+)-->/;

export function isAccountPart(part: Part): boolean {
	return ACCOUNT_PARTS.has(part[0]);
}

/** The place in an envelope where the account's parts belong. */
export function accountSlot(server: SoapServer, parts: readonly Part[]): string {
	return `<!--account ${server} ${parts.map(([name, type]) => `${name}:${type}`).join(' ')}-->`;
}

/**
 * Fills the slot with the session where there is one and the command takes it, else with API ID, user and password
 * (SOAP spec 7, note). An envelope without a slot comes back as it is.
 */
export function fillAccountSlot(envelope: string, account: Account): string {
	const slot = SLOT.exec(envelope);
	if (!slot) return envelope;
	const [whole, server, signature] = slot;
	const parts = signature!.split(' ').map((part): Part => {
		const [name, type] = part.split(':');
		return [name!, type as SoapType];
	});
	const takesSession = parts.some(([name]) => name === 'session_id');
	const values: Record<string, string> =
		takesSession && account.session
			? { session_id: account.session }
			: { api_id: account.apiId, user: account.user, password: account.password };
	const written = writeParts(server as SoapServer, parts, values);
	return envelope.slice(0, slot.index) + written + envelope.slice(slot.index + whole.length);
}
