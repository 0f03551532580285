import { createHmac } from 'node:crypto';

/** What a session was opened with. A session must not be used after one of these has changed. */
export interface SessionOwner {
	readonly baseUrl: string;
	readonly server: { readonly name: string };
	readonly apiId: string;
	readonly user: string;
	readonly password: string;
}

/** Keyed by the password, so that the fingerprint tells nothing to someone who does not have it. */
function fingerprint(owner: SessionOwner): string {
	const facts = JSON.stringify([owner.baseUrl, owner.server.name, owner.apiId, owner.user]);
	return createHmac('sha256', owner.password).update(facts).digest('hex').slice(0, 32);
}

/** Would a session of the one also be good for the other? */
export function isSameOwner(one: SessionOwner, other: SessionOwner): boolean {
	return fingerprint(one) === fingerprint(other);
}

/** A session as it is kept in the credential: bound to what it was opened with. */
export function sealSession(owner: SessionOwner, session: string): string {
	return `${fingerprint(owner)}.${session}`;
}

/** The kept session, or undefined when there is none or the credential has been edited since. */
export function unsealSession(owner: SessionOwner, sealed: unknown): string | undefined {
	if (typeof sealed !== 'string') return undefined;
	const [mark, session] = sealed.split('.');
	return session && mark === fingerprint(owner) ? session : undefined;
}
