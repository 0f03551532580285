import { cleanBaseUrl } from '../../formats/baseUrl';
import type { PlatformApiName } from './types';

/** The type of the credential. Persisted in saved workflows: never rename. */
export const PLATFORM_CREDENTIAL = 'clickatellPlatformApi';

export const PLATFORM_BASE_URL = 'https://platform.clickatell.com';

/** The credential as the user filled it in, cleaned. */
export interface PlatformCredential {
	readonly key: string;
	readonly api: PlatformApiName;
	/** Without a slash at its end. */
	readonly baseUrl: string;
}

export type PlatformCredentialResult =
	| { readonly ok: true; readonly credential: PlatformCredential }
	/** One sentence that names the field and the way out, without the key. */
	| { readonly ok: false; readonly fault: string };

function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** Keys are about 24 characters of base64. A number is the API ID of the other product. */
const API_ID = /^\d{1,12}$/;

/** Checks the credential before its first use. */
export function readPlatformCredential(raw: Readonly<Record<string, unknown>>): PlatformCredentialResult {
	const bad = (fault: string): PlatformCredentialResult => ({ ok: false, fault });
	const key = text(raw['apiKey']);
	const api = raw['api'];
	const baseUrl = cleanBaseUrl(text(raw['baseUrl']));
	if (key === '') return bad("'API Key' is empty; copy it from your integration in the Clickatell portal");
	if (API_ID.test(key)) {
		return bad(
			"'API Key' holds a number, which is the API ID of an SMS Gateway account: use the credential Clickatell Gateway API for it. An API key of the Clickatell Platform has about 24 letters and other characters",
		);
	}
	if (!/^[\x21-\x7e]+$/.test(key))
		return bad("'API Key' holds a blank or another character that no key has; copy it again");
	if (key.length > 500)
		return bad("'API Key' has more than 500 characters, which is not a key; copy it again");
	if (api !== 'oneApi' && api !== 'smsApi')
		return bad("'API' must be One API or SMS API; choose one of them");
	if (baseUrl === undefined)
		return bad(
			`'Base URL' must begin with https:// (or http://) and name a host, such as ${PLATFORM_BASE_URL}`,
		);
	return { ok: true, credential: { key, api, baseUrl } };
}

/** A stored credential for a call: with a filled probe n8n does not prove the key first, which only its test is to do. */
export function unproved(stored: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return { ...stored, probe: '1' };
}
