import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { findOperation } from '../../catalogue';
import type { SoapOperation } from '../../catalogue/types';
import { asksForNewSession, describeRefusal, findErrorCode } from './refusals';
import { endpointOf, readCredential, type SoapCredential } from './credential';
import { secretsOfValue } from '../../message/secrets';
import { redactors, type Redactor } from '../../formats/redact';
import { DOUBT_ADVICE, understand, type Answer, type Understood } from './answer';
import { writeEnvelope } from '../soap/envelope';
import type { PartValues } from '../soap/parts';
import { tellsOfDeadSession } from './refusedCall';
import { requestHeaders } from '../soap/servers';
import { isSameOwner, sealSession, unsealSession } from './session';
import { REPLY_LIMITS } from '../../formats/xml/read';
import { logFailure, logOwnFault, logUnknownFailure } from '../../engine/faultLog';
import type { HttpResult } from '../../n8n/http';
import { loginErrorOf } from '../../n8n/gatewayLogin';
import type { Ports } from '../../engine/ports';
import { retry } from '../../engine/retry';
import { singleFlight } from '../../engine/singleFlight';

export const SOAP_CREDENTIAL = 'clickatellSoapApi';

const UNREACHABLE_ADVICE = "Check 'Base URL' in the credential and the connection of n8n.";

/** For a fault of the node's own: it must not take the results of other calls with it. */
const FAILED: Answer = {
	kind: 'doubtful',
	sentence: 'The node could not work out the answer to a call',
	advice: 'Look into the Clickatell account before repeating it, and report this fault of the package.',
};

const LOGIN_TIMEOUT_MS = 30_000;
/** A new session can be gone before it is used: many are lost at once where the gateway starts again. */
const LOGINS_IN_A_ROW = 2;

const PING = findOperation('account', 'pingSession') as SoapOperation;

/** Spelt as n8n does: by this word it knows a canceled execution from a failed one. */
export const CANCELLED: Answer = {
	kind: 'notSent',
	sentence: 'The execution was canceled',
	advice: 'Run the workflow again for the recipients that were not reached.',
};

/** There is a session. */
const OPEN: Answer = { kind: 'lines', lines: [] };

const CREDENTIAL_CHANGED: Answer = {
	kind: 'notSent',
	sentence: 'The credential was changed while the workflow ran',
	advice: 'Run the workflow again for what was not sent.',
	code: null,
};

const CREDENTIAL_UNREADABLE: Answer = {
	kind: 'notSent',
	sentence: 'n8n could not read the credential',
	advice: "Look into n8n's log for the reason, then run the workflow again for what was not sent.",
};

type StoredCredential = ICredentialDataDecryptedObject & { sessionToken?: string };

/**
 * Makes SOAP calls for one execution of a node with one credential. The session is opened once, kept by n8n in the
 * credential for every other execution and process, shared by concurrent calls and renewed once when refused.
 */
export class SoapClient {
	private readonly redactorOf = redactors();

	/** Why no session could be opened; thousands of items must not knock again at a door that stays closed. */
	private closed: Answer | undefined;

	constructor(
		private readonly ports: Ports,
		private readonly credential: SoapCredential,
		private stored: StoredCredential,
	) {}

	/**
	 * Makes one call. A `read` is repeated after doubt; a `spend` only after an answer which proves that it was
	 * refused (session gone; 901 when the user allows it). Never rejects.
	 *
	 * @param values by part name in lower case
	 * @param options `patienceMs`: after so long a read is not tried again
	 */
	async call(
		operation: SoapOperation,
		values: PartValues,
		options: { timeoutMs: number; repeatOnInternalError: boolean; patienceMs?: number },
	): Promise<Answer> {
		const attempt = async () => await this.callInSession(operation, values, options.timeoutMs);
		const repeats = (answer: Answer) =>
			options.repeatOnInternalError &&
			answer.kind === 'refused' &&
			findErrorCode(answer.code)?.retry === 'now';
		const made = async (): Promise<Answer> => {
			if (operation.authentication === 'login') return await this.openSession(operation);
			if (operation.effect === 'read') return await this.untilClear(attempt, options.patienceMs);
			const answer = await attempt();
			return repeats(answer) ? await attempt() : answer;
		};
		return await made().catch((error: unknown) => {
			logOwnFault(this.ports, error, this.secretsOf(operation, values, this.stored));
			return FAILED;
		});
	}

	private async untilClear(attempt: () => Promise<Answer>, patienceMs?: number): Promise<Answer> {
		return await retry(
			this.ports,
			attempt,
			(answer) =>
				answer.kind === 'doubtful' ||
				(answer.kind === 'notSent' && answer.code === undefined) ||
				(answer.kind === 'refused' && findErrorCode(answer.code)?.retry === 'now'),
			patienceMs,
		);
	}

	private async callInSession(
		operation: SoapOperation,
		values: PartValues,
		timeoutMs: number,
	): Promise<Answer> {
		const opened = this.session() === undefined ? await this.renewSession(undefined) : undefined;
		if (opened) {
			if (opened.kind !== 'lines') return opened;
			if (this.ports.cancelled()) return CANCELLED;
		}

		const used = this.stored.sessionToken;
		const answer = await this.post(operation, values, timeoutMs);
		// What follows needs a session, also where this call must not be made again.
		if (answer.kind === 'lines' && tellsOfDeadSession(answer.lines)) await this.renewSession(used);
		if (answer.kind !== 'refused' || !asksForNewSession(answer.code, this.session() !== undefined))
			return answer;

		const renewed = await this.renewSession(used);
		if (renewed.kind !== 'lines') return renewed;
		return this.ports.cancelled() ? CANCELLED : await this.post(operation, values, timeoutMs);
	}

	private session(): string | undefined {
		return unsealSession(this.credential, this.stored.sessionToken);
	}

	private async openSession(operation: SoapOperation): Promise<Answer> {
		const answer = await this.renewSession(this.stored.sessionToken);
		return answer.kind === 'lines' && operation.reply === 'session'
			? { kind: 'lines', lines: [{ kind: 'ok', text: 'session' }] }
			: answer;
	}

	/** Opens a session unless another call, execution or process has done so since `refused` was current. */
	private async renewSession(refused: string | undefined): Promise<Answer> {
		if (this.closed) return this.closed;
		// The seal names everything that the session would be bound to.
		const key = sealSession(this.credential, SOAP_CREDENTIAL);
		const answer = await this.untilClear(async () => {
			if (this.stored.sessionToken !== refused && this.session() !== undefined) return OPEN;
			const opened = await singleFlight(key, async () => await this.takeOrOpenSession(refused));
			if (opened.result.kind === 'lines' && opened.sessionToken)
				this.stored = { ...this.stored, sessionToken: opened.sessionToken };
			return opened.result.kind === 'doubtful' ? { ...opened.result, kind: 'notSent' } : opened.result;
		});
		if (answer.kind === 'lines') return answer;
		// Whatever became of the login, the call it was for has not been made.
		return (this.closed = answer.kind === 'refused' ? loginRefused(answer) : answer);
	}

	/**
	 * Takes the session that the credential holds by now, or opens one. A ping opens it: n8n logs in because the
	 * credential comes without session, stores the new one, and the ping proves it without spending.
	 */
	private async takeOrOpenSession(
		refused: string | undefined,
	): Promise<{ result: Answer; sessionToken: string | undefined }> {
		const kept: StoredCredential | undefined = await this.ports.credential().catch((error: unknown) => {
			const secrets = this.secretsOf(PING, {}, this.stored);
			logFailure(this.ports, 'n8n could not read the credential', error, secrets);
			return undefined;
		});
		if (!kept) return { result: CREDENTIAL_UNREADABLE, sessionToken: undefined };
		const read = readCredential(kept);
		// n8n stores the session together with all that the login was made with: it must not undo an edit.
		if (!read.ok || !isSameOwner(read.credential, this.credential))
			return { result: CREDENTIAL_CHANGED, sessionToken: undefined };
		if (kept.sessionToken !== refused && unsealSession(this.credential, kept.sessionToken) !== undefined)
			return { result: OPEN, sessionToken: kept.sessionToken };
		for (let logins = 1; ; logins++) {
			const fresh: StoredCredential = { ...kept, sessionToken: '' };
			const result = await this.post(PING, {}, LOGIN_TIMEOUT_MS, fresh);
			const isGone = result.kind === 'refused' && asksForNewSession(result.code, true);
			if (!isGone || logins === LOGINS_IN_A_ROW || this.ports.cancelled())
				return { result, sessionToken: fresh.sessionToken };
		}
	}

	private async post(
		operation: SoapOperation,
		values: PartValues,
		timeoutMs: number,
		data: StoredCredential = this.stored,
	): Promise<Answer> {
		const signature = operation.servers[this.credential.server];
		const result = await this.ports.http(
			{
				url: endpointOf(this.credential),
				headers: requestHeaders(this.credential.server, signature),
				body: writeEnvelope(this.credential.server, signature, values),
				timeoutMs,
				maxBytes: REPLY_LIMITS.maxBytes,
			},
			data,
		);
		const secrets = this.secretsOf(operation, values, data);
		if (!result.ok) return this.lost(result, secrets);
		const to = operation.reply === 'accepted' ? recipientsOf(values) : undefined;
		return this.judge(operation, understand(result, { host: this.host, to, secrets }).answer);
	}

	/**
	 * A page in place of an answer comes from a wrong address, or hides one. What spends is called with a session alone,
	 * and a session is bound to the address that issued it, which therefore is no wrong one.
	 */
	private judge(operation: SoapOperation, answer: Understood['answer']): Answer {
		if (answer.kind !== 'page') return answer;
		const { sentence } = answer;
		return operation.effect === 'spend'
			? { kind: 'doubtful', sentence, advice: DOUBT_ADVICE }
			: { kind: 'notSent', sentence, advice: UNREACHABLE_ADVICE };
	}

	private get host(): string {
		return new URL(this.credential.baseUrl).host;
	}

	private lost(failure: Extract<HttpResult, { ok: false }>, secrets: Redactor): Answer {
		const login = loginErrorOf(failure.error);
		if (login)
			return login.refusedWith === null
				? // The host did not answer properly, and the login is worth another try.
					{ kind: 'notSent', sentence: login.message, advice: UNREACHABLE_ADVICE }
				: loginRefused({ kind: 'refused', code: login.refusedWith, text: '' });
		logUnknownFailure(this.ports, this.host, failure, secrets);
		const sentence = `${this.host} ${failure.what}`;
		return failure.neverSent
			? { kind: 'notSent', sentence, advice: UNREACHABLE_ADVICE }
			: { kind: 'doubtful', sentence, advice: DOUBT_ADVICE };
	}

	/** What is secret of a call; the session may have been opened for it. */
	private secretsOf(operation: SoapOperation, values: PartValues, data: StoredCredential): Redactor {
		const { apiId, user, password } = this.credential;
		const session = unsealSession(this.credential, data.sessionToken);
		const own = operation.parameters.flatMap((parameter) =>
			parameter.part === undefined ? [] : secretsOfValue(parameter, values[parameter.part]),
		);
		return this.redactorOf([password, session, user, apiId, ...own]);
	}
}

function recipientsOf({ to }: PartValues): readonly string[] {
	return typeof to === 'string' ? [to] : (to ?? []);
}

function loginRefused(answer: Extract<Answer, { kind: 'refused' }>): Answer {
	const refusal = describeRefusal(answer.code, answer.text);
	return { kind: 'notSent', sentence: refusal.sentence, advice: refusal.advice, code: answer.code };
}
