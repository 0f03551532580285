import type {
	IAllExecuteFunctions,
	ICredentialsDecrypted,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { ConnectOperation } from '../operations/types';
import type { Checked } from '../protocol/check';
import { CONNECT_ADDRESS_SLOT, connectAddress } from '../protocol/connect/address';
import { CONNECT_REPLY_LIMITS, readConnectReply, type ConnectReply } from '../protocol/connect/reply';
import { encodeForm, FORM_CONTENT_TYPE, writeConnectRequest } from '../protocol/connect/request';
import { describeTransportFault, transportCode } from '../protocol/transportFaults';
import { contentTypeOf } from './http';
import { readBody } from './replyBody';

export const CONNECT_CREDENTIAL = 'clickatellConnectApi';

/** What came of one Connect call. */
export type ConnectAnswer =
	| Exclude<ConnectReply, { kind: 'unreadable' }>
	/** The call certainly did not arrive. */
	| { readonly kind: 'notSent'; readonly sentence: string; readonly advice: string }
	/** Nobody knows: the call may have been carried out. */
	| { readonly kind: 'doubtful'; readonly sentence: string; readonly advice: string };

const READ_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 250;

const ADVICE = "Check 'Base URL' in the credential and the connection of n8n.";

/**
 * Makes one call of the Connect API. A `read` is repeated on doubt. A call that carries a login never is: two failed
 * logins lock a user, ten lock this n8n's address (Connect User Guide, captcha and lock-out).
 */
export async function callConnect(
	functions: IExecuteFunctions | ILoadOptionsFunctions,
	operation: ConnectOperation,
	values: Checked['values'],
	timeoutMs: number,
): Promise<ConnectAnswer> {
	const access = await accessOf(functions);
	if (!access.ok) {
		return {
			kind: 'notSent',
			sentence: `The credential needs attention: ${access.reason}`,
			advice: 'Nothing was sent.',
		};
	}
	let pause = FIRST_PAUSE_MS;
	for (let tries = 1; ; tries++, pause *= 4) {
		const answer = await post(functions, access, operation, values, timeoutMs);
		const clear = answer.kind === 'records' || answer.kind === 'refused';
		if (clear || operation.effect !== 'read' || tries === READ_ATTEMPTS) return answer;
		await sleep(pause);
	}
}

/** Where calls go and with what credential; the credential puts the address into each request at the last moment. */
type Access =
	| { readonly ok: true; readonly host: string; readonly credentialsDecrypted: ICredentialsDecrypted }
	| { readonly ok: false; readonly reason: string };

async function accessOf(functions: IExecuteFunctions | ILoadOptionsFunctions): Promise<Access> {
	const stored = await functions.getCredentials(CONNECT_CREDENTIAL);
	const address = connectAddress(stored['baseUrl'], stored['token']);
	if (!address.ok) return address;
	const { id, name } = functions.getNode().credentials?.[CONNECT_CREDENTIAL] ?? {};
	return {
		ok: true,
		host: new URL(address.url).host,
		credentialsDecrypted: {
			id: id ?? '',
			name: name ?? '',
			type: CONNECT_CREDENTIAL,
			// An empty probe is what makes n8n prove the token first, which only the credential's test is to do.
			data: { ...stored, probe: 'none' },
		},
	};
}

async function post(
	functions: IExecuteFunctions | ILoadOptionsFunctions,
	{ host, credentialsDecrypted }: Extract<Access, { ok: true }>,
	operation: ConnectOperation,
	values: Checked['values'],
	timeoutMs: number,
): Promise<ConnectAnswer> {
	const request: IHttpRequestOptions = {
		method: 'POST',
		url: CONNECT_ADDRESS_SLOT,
		headers: { 'Content-Type': FORM_CONTENT_TYPE, Accept: 'text/xml' },
		body: encodeForm(writeConnectRequest(operation, values)),
		encoding: 'stream',
		returnFullResponse: true,
		// n8n must not repeat a call after a 401 by itself.
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: timeoutMs,
	};
	return await functions.helpers.httpRequestWithAuthentication
		.call(functions as IAllExecuteFunctions, CONNECT_CREDENTIAL, request, { credentialsDecrypted })
		.then(async (reply: IN8nHttpFullResponse) => {
			const bytes = await readBody(reply.body, CONNECT_REPLY_LIMITS.maxBytes, timeoutMs);
			return understand(host, operation, reply, bytes);
		})
		.catch((error: unknown) => lost(host, error));
}

function lost(host: string, error: unknown): ConnectAnswer {
	const code = transportCode(error);
	const fault = describeTransportFault(code);
	return {
		kind: fault.neverSent ? 'notSent' : 'doubtful',
		sentence: `${host} ${fault.what}`,
		advice: ADVICE,
	};
}

function understand(
	host: string,
	operation: ConnectOperation,
	reply: IN8nHttpFullResponse,
	bytes: Buffer,
): ConnectAnswer {
	const answer = readConnectReply(operation, bytes, contentTypeOf(reply.headers));
	if (answer.kind !== 'unreadable') return answer;
	const { statusCode: status } = reply;
	if (status >= 300 && status < 500 && status !== 408) {
		const what = status < 400 ? 'redirects to another address' : `answered with HTTP status ${status}`;
		return { kind: 'notSent', sentence: `${host} ${what}`, advice: ADVICE };
	}
	return {
		kind: 'doubtful',
		sentence: `${host} answered with HTTP status ${status} and something that could not be understood: ${answer.reason.replace(/\.$/, '')}`,
		advice: ADVICE,
	};
}
