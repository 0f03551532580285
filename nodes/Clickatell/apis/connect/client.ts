import type { ConnectOperation } from '../../catalogue/types';
import type { Checked } from '../../message/check';
import { secretsOfValue } from '../../message/secrets';
import { CONNECT_ADDRESS_SLOT, connectAddress } from './address';
import { CONNECT_REPLY_LIMITS, readConnectReply, type ConnectReply } from './reply';
import { encodeForm, FORM_CONTENT_TYPE, writeConnectRequest } from './request';
import { redactor, type Redactor } from '../../formats/redact';
import { describeTurnedAway } from '../../engine/transportFaults';
import { logOwnFault, logUnknownFailure } from '../../engine/faultLog';
import type { HttpReply } from '../../engine/httpCall';
import type { CredentialData, Ports } from '../../engine/ports';
import { retry } from '../../engine/retry';

export const CONNECT_CREDENTIAL = 'clickatellConnectApi';

/** What came of one Connect call. */
export type ConnectAnswer =
	| Exclude<ConnectReply, { kind: 'unreadable' }>
	/** The call certainly did not arrive. */
	| { readonly kind: 'notSent'; readonly sentence: string; readonly advice: string }
	/** Nobody knows: the call may have been carried out. */
	| { readonly kind: 'doubtful'; readonly sentence: string; readonly advice: string };

const ADVICE = "Check 'Base URL' in the credential and the connection of n8n.";

/** For a fault of the node's own: it must not take the results of other calls with it. */
const FAILED: ConnectAnswer = {
	kind: 'doubtful',
	sentence: 'The node could not work out the answer to a call',
	advice: 'Look into the Clickatell account before repeating it, and report this fault of the package.',
};

type Values = Checked['values'];

/** Makes calls of the Connect API for one execution of a node, or for one list of its panel. */
export class ConnectClient {
	private constructor(
		private readonly ports: Ports,
		private readonly host: string,
		private readonly token: string,
		private readonly data: CredentialData,
	) {}

	/** A client, or what is wrong with the credential. */
	static async open(
		ports: Ports,
	): Promise<
		{ readonly ok: true; readonly client: ConnectClient } | { readonly ok: false; readonly fault: string }
	> {
		const stored = await ports.credential();
		const address = connectAddress(stored['baseUrl'], stored['token']);
		if (!address.ok) return { ok: false, fault: address.reason };
		// An empty probe is what makes n8n prove the token first, which only the credential's test is to do.
		const data = { ...stored, probe: 'none' };
		const { host } = new URL(address.url);
		return { ok: true, client: new ConnectClient(ports, host, address.token, data) };
	}

	/**
	 * Makes one call. A `read` is repeated on doubt. A call that carries a login never is: two failed logins lock a user,
	 * ten lock this n8n's address (docs/protocol/connect.md#captcha-and-lock-out). Never rejects.
	 */
	async call(operation: ConnectOperation, values: Values, timeoutMs: number): Promise<ConnectAnswer> {
		const secrets = this.secretsOf(operation, values);
		const attempt = async () => await this.post(operation, values, timeoutMs, secrets);
		const made =
			operation.effect === 'read'
				? retry(this.ports, attempt, ({ kind }) => kind === 'doubtful' || kind === 'notSent')
				: attempt();
		return await made.catch((error: unknown) => {
			logOwnFault(this.ports, error, secrets);
			return FAILED;
		});
	}

	private async post(
		operation: ConnectOperation,
		values: Values,
		timeoutMs: number,
		secrets: Redactor,
	): Promise<ConnectAnswer> {
		const result = await this.ports.http(
			{
				url: CONNECT_ADDRESS_SLOT,
				headers: { 'Content-Type': FORM_CONTENT_TYPE, Accept: 'text/xml' },
				body: encodeForm(writeConnectRequest(operation, values)),
				timeoutMs,
				maxBytes: CONNECT_REPLY_LIMITS.maxBytes,
			},
			this.data,
		);
		if (result.ok) return this.understand(operation, result, secrets);
		logUnknownFailure(this.ports, this.host, result, secrets);
		return {
			kind: result.neverSent ? 'notSent' : 'doubtful',
			sentence: `${this.host} ${result.what}`,
			advice: ADVICE,
		};
	}

	private understand(
		operation: ConnectOperation,
		{ status, bytes, contentType }: HttpReply,
		secrets: Redactor,
	): ConnectAnswer {
		const answer = readConnectReply(operation, secrets, bytes, contentType);
		if (answer.kind !== 'unreadable') return answer;
		const turnedAway = describeTurnedAway(status);
		if (turnedAway !== undefined) {
			return { kind: 'notSent', sentence: `${this.host} ${turnedAway}`, advice: ADVICE };
		}
		return {
			kind: 'doubtful',
			sentence: `${this.host} answered with HTTP status ${status} and something that could not be understood: ${answer.reason.replace(/\.$/, '')}`,
			advice: ADVICE,
		};
	}

	private secretsOf(operation: ConnectOperation, values: Values): Redactor {
		const own = operation.parameters.flatMap((parameter) =>
			secretsOfValue(parameter, values[parameter.name]),
		);
		return redactor([this.token, ...own]);
	}
}
