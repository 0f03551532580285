import type { Account } from '../gateway/server';
import { writeParts } from './writeParts';
import type { Part, SoapServer, SoapType } from './wire';
import { defined } from '../../formats/defined';

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

interface Slot {
	readonly server: SoapServer;
	readonly parts: readonly Part[];
	readonly takesSession: boolean;
}

/** By their text. There are no more of them than there are signatures, unless somebody makes them up. */
const slots = new Map<string, Slot>();
const MOST_SLOTS = 100;

function slotOf([whole, server, signature]: RegExpExecArray): Slot {
	const known = slots.get(whole);
	if (known) return known;
	const parts = defined(signature)
		.split(' ')
		.map((part): Part => {
			const [name, type] = part.split(':');
			return [defined(name), type as SoapType];
		});
	const slot = {
		server: server as SoapServer,
		parts,
		takesSession: parts.some(([name]) => name === 'session_id'),
	};
	if (slots.size < MOST_SLOTS) slots.set(whole, slot);
	return slot;
}

/**
 * Fills the slot with the session where there is one and the command takes it, else with API ID, user and password
 * (docs/protocol/soap.md#login-and-session). An envelope without a slot comes back as it is.
 */
export function fillAccountSlot(envelope: string, account: Account): string {
	const found = SLOT.exec(envelope);
	if (!found) return envelope;
	const { server, parts, takesSession } = slotOf(found);
	const values: Record<string, string> =
		takesSession && account.session
			? { session_id: account.session }
			: { api_id: account.apiId, user: account.user, password: account.password };
	const written = writeParts(server, parts, values);
	return envelope.slice(0, found.index) + written + envelope.slice(found.index + found[0].length);
}
