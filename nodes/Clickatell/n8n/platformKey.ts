import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { readPlatformCredential } from '../apis/platform/credential';
import { describeError } from '../apis/platform/platformErrors';
import { readBalance } from '../apis/platform/platformRead';
import { describePlatformRefusal } from '../apis/platform/platformRefusal';
import { writeBalanceQuery } from '../apis/platform/platformWrite';
import { PLATFORM_REPLY_LIMIT } from '../apis/platform/types';
import { redactor } from '../formats/redact';
import { readSafely } from './credentialLog';
import { probe } from './credentialProbe';

const { method, path, headers } = writeBalanceQuery();

/** The call that shows whether a key is right: it spends nothing. */
export const KEY_PROBE = {
	method,
	baseURL: '={{$credentials.baseUrl}}',
	url: path,
	headers: { ...headers },
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
} as const satisfies Partial<IHttpRequestOptions>;

/**
 * Proves the key of a credential by asking for the balance.
 *
 * @throws Error a plain sentence that tells a wrong key from a host that does not answer
 */
export async function proveKey(
	functions: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<void> {
	const read = readPlatformCredential(credentials);
	if (!read.ok) throw new Error(read.fault);
	const { key, api, baseUrl } = read.credential;
	const { host } = new URL(baseUrl);
	const secrets = redactor([key]);
	const request = { method, url: baseUrl + path, headers: { ...headers, Authorization: key } };
	const answer = await probe(functions, { ...request, maxBytes: PLATFORM_REPLY_LIMIT }, secrets);
	const { status, bytes } = answer;
	const balance = readSafely(() => readBalance(api, { status, body: bytes }, secrets), secrets);
	if (balance.kind === 'read') return;
	if (balance.kind === 'refused') {
		// Both APIs ask here, and whose numbers the answer has is not known.
		const other = api === 'oneApi' ? 'smsApi' : 'oneApi';
		const known = balance.error.known ?? describeError(other, balance.error.code);
		const { sentence, advice } = describePlatformRefusal({ ...balance.error, known });
		throw new Error(`${sentence}. ${advice}`);
	}
	throw new Error(
		`${host} answered with HTTP status ${status}, but not as the Clickatell Platform does; check 'Base URL'. ${balance.reason}`,
	);
}
