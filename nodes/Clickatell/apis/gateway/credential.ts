import { codeValue, isUnset } from '../../message/values';
import { cleanBaseUrl } from '../../formats/baseUrl';
import { either } from '../../formats/either';
import { illegalCharacter } from '../../formats/xml/write';
import type { GatewayServer } from './server';
import { findServer, SERVERS } from './servers';
import type { SessionOwner } from './session';
import { defined } from '../../formats/defined';

/** The credential as the user filled it in, cleaned. */
export interface GatewayCredential extends SessionOwner {
	readonly server: GatewayServer;
	/** For messages that name no sender, coded. */
	readonly defaultSender?: string;
}

export type CredentialResult =
	| { readonly ok: true; readonly credential: GatewayCredential }
	/** One sentence that names the field and the way out, without its value where that is secret. */
	| { readonly ok: false; readonly fault: string };

function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** An API ID is a number. What is longer and has letters is a key of the other product, or its like. */
function isApiKey(apiId: string): boolean {
	return /^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(apiId) && /[^\d]/.test(apiId);
}

function senderOf(raw: unknown): { readonly sender?: string; readonly fault?: string } {
	if (isUnset(raw) || text(raw) === '') return {};
	const coded = codeValue(raw, { kind: 'senderId' });
	return coded.ok ? { sender: coded.value } : { fault: coded.fault };
}

/** Checks the credential before its first use. */
export function readCredential(raw: Readonly<Record<string, unknown>>): CredentialResult {
	const bad = (fault: string): CredentialResult => ({ ok: false, fault });
	const apiId = text(raw['apiId']);
	const user = text(raw['user']);
	const password = typeof raw['password'] === 'string' ? raw['password'] : '';
	const baseUrl = cleanBaseUrl(text(raw['baseUrl']));
	const server = findServer(raw['server']);
	if (isApiKey(apiId)) {
		return bad(
			"'API ID' holds an API key, which an account of the Clickatell Platform has: use the credential Clickatell Platform API for it. This credential is for SMS Gateway accounts, whose API ID is a number such as 3407892",
		);
	}
	if (!/^\d{1,10}$/.test(apiId) || Number(apiId) > 2_147_483_647) {
		return bad(
			"'API ID' must be the number of your API, such as 3407892; find it in the Clickatell account under APIs",
		);
	}
	if (user === '') return bad("'User' is empty; fill in the user name of the Clickatell account");
	if (password === '') return bad("'Password' is empty; fill in the password of the Clickatell account");
	if (illegalCharacter(user))
		return bad("'User' holds a character that cannot be sent; type the user name again");
	if (illegalCharacter(password))
		return bad("'Password' holds a character that cannot be sent; type the password again");
	if (baseUrl === undefined)
		return bad(
			"'Base URL' must begin with https:// (or http://) and name a host, such as https://api.clickatell.com",
		);
	if (!server) {
		const titles = SERVERS.map(({ title }) => title);
		return bad(`'Server' must be ${either(titles)}; choose one of them`);
	}
	const unsent = [
		['User', user],
		['Password', password],
	].find(([, value]) => !server.carriesLogin(defined(value)));
	if (unsent)
		return bad(
			`'${unsent[0]}' holds a character that the ${server.label} server cannot take; choose another server, or change it in the Clickatell account`,
		);
	const { sender: defaultSender, fault } = senderOf(raw['defaultSender']);
	if (fault !== undefined) return bad(`'Default Sender ID' ${fault}`);
	return {
		ok: true,
		credential: {
			apiId,
			user,
			password,
			baseUrl,
			server,
			...(defaultSender === undefined ? {} : { defaultSender }),
		},
	};
}
