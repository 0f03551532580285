import { gatewayOperation, nameOf, sends } from '../../catalogue';
import type { GatewayOperation } from '../../catalogue/types';
import { CANCELLED, NEVER_OPEN, type Answer, type Failure } from '../../engine/answer';
import type { Api, CallOptions } from '../../engine/api';
import { logFailure, logOwnFault, logUnknownFailure } from '../../engine/faultLog';
import type { HttpFailure } from '../../engine/httpCall';
import type { CredentialData, Ports } from '../../engine/ports';
import { retry } from '../../engine/retry';
import { singleFlight } from '../../engine/singleFlight';
import { asPlanned, placesOf } from '../../engine/timedCall';
import { redactors, type Redactor } from '../../formats/redact';
import type { CallValues } from '../../message/callValues';
import type { PlannedCall } from '../../message/plan';
import { secretsOfValue } from '../../message/secrets';
import { asksForNewSession, describeRefusal, findErrorCode, type Refusal } from '../../message/refusals';
import { DOUBT_ADVICE } from '../../message/rows';
import { GATEWAY_ROOM, MOST_BYTES, SCHEDULING } from './server';
import type { Page, ServerAnswer } from './serverAnswer';
import { readCredential, type GatewayCredential } from './credential';
import { namesOtherServer } from './login';
import { meaningOf, recipientsOf } from './meaning';
import { tellsOfDeadSession } from './refusedCall';
import { isSameOwner, sealSession, unsealSession } from './session';

export const GATEWAY_CREDENTIAL = 'clickatellSoapApi';

const UNREACHABLE_ADVICE = "Check 'Base URL' in the credential and the connection of n8n.";

/** For a fault of the node's own: it must not take the results of other calls with it. */
const FAILED: Failure = {
	kind: 'doubtful',
	sentence: 'The node could not work out the answer to a call',
	advice: 'Look into the Clickatell account before repeating it, and report this fault of the package.',
};

const LOGIN_TIMEOUT_MS = 30_000;
/** A new session can be gone before it is used: many are lost at once where the gateway starts again. */
const LOGINS_IN_A_ROW = 2;

const PING = gatewayOperation('account', 'pingSession');
const GET_STATUS = gatewayOperation('message', 'getStatus');
const GET_BALANCE = gatewayOperation('account', 'getBalance');
const CHECK_COVERAGE = gatewayOperation('account', 'checkCoverage');

/** There is a session. */
const OPEN: ServerAnswer = { kind: 'lines', lines: [] };

const CREDENTIAL_CHANGED: ServerAnswer = {
	kind: 'notSent',
	sentence: 'The credential was changed while the workflow ran',
	advice: 'Run the workflow again for what was not sent.',
	code: null,
};

const CREDENTIAL_UNREADABLE: ServerAnswer = {
	kind: 'notSent',
	sentence: 'n8n could not read the credential',
	advice: "Look into n8n's log for the reason, then run the workflow again for what was not sent.",
};

type StoredCredential = CredentialData & { sessionToken?: string };

/**
 * Makes calls of the SMS gateway for one execution of a node with one credential, whichever server it names. The session is opened once, kept by n8n in the
 * credential for every other execution and process, shared by concurrent calls and renewed once when refused.
 */
export class GatewayClient implements Api {
	readonly room = GATEWAY_ROOM;
	readonly scheduling = SCHEDULING;
	readonly finder = GET_STATUS;
	readonly account: string;
	readonly pricer = CHECK_COVERAGE;
	readonly banker = GET_BALANCE;
	private readonly redactorOf = redactors();

	/** Why no session could be opened; thousands of items must not knock again at a door that stays closed. */
	private closed: ServerAnswer | undefined;

	constructor(
		private readonly ports: Ports,
		private readonly credential: GatewayCredential,
		private stored: StoredCredential,
	) {
		this.account = JSON.stringify([credential.baseUrl, credential.apiId, credential.user]);
	}

	/**
	 * Makes one call. A `read` is repeated after doubt; a `spend` only after an answer which proves that it was
	 * refused (session gone; 901 when the user allows it). Never rejects.
	 */
	async call(operation: GatewayOperation, values: CallValues, options: CallOptions): Promise<Answer> {
		return await this.make(operation, values, options, () => values);
	}

	/** @param valuesNow the values at the time when the call leaves; none where it must not */
	private async make(
		operation: GatewayOperation,
		values: CallValues,
		options: CallOptions,
		valuesNow: () => CallValues | undefined,
	): Promise<Answer> {
		const attempt = async () => await this.callInSession(operation, valuesNow, options.timeoutMs);
		const repeats = (answer: ServerAnswer) =>
			options.repeatOnInternalError &&
			answer.kind === 'refused' &&
			findErrorCode(answer.code)?.retry === 'now';
		const made = async (): Promise<ServerAnswer> => {
			if (operation.authentication === 'login') return await this.openSession();
			if (operation.effect === 'read') return await this.untilClear(attempt, options.patienceMs);
			const answer = await attempt();
			return repeats(answer) ? await attempt() : answer;
		};
		return await made()
			.then((answer) => meaningOf(operation, values, answer))
			.catch((error: unknown) => {
				logOwnFault(this.ports, error, this.secretsOf(operation, values, this.stored));
				return FAILED;
			});
	}

	async send(
		operation: GatewayOperation,
		call: PlannedCall,
		options: CallOptions,
		asOfNow = asPlanned(call),
	): Promise<Answer> {
		const valuesOf = ({ wire, to }: PlannedCall): CallValues => ({ ...wire, to });
		return await this.make(operation, valuesOf(call), options, () => {
			const now = asOfNow(placesOf(call));
			return now && valuesOf(now);
		});
	}

	describe(code: string | null, text: string): Refusal {
		return describeRefusal(code, text);
	}

	carries(operation: GatewayOperation, value: string): boolean {
		return this.credential.server.carries(nameOf(operation))?.has(value) ?? false;
	}

	private async untilClear(attempt: () => Promise<ServerAnswer>, patienceMs?: number): Promise<ServerAnswer> {
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
		operation: GatewayOperation,
		valuesNow: () => CallValues | undefined,
		timeoutMs: number,
	): Promise<ServerAnswer> {
		const post = async () => {
			const values = valuesNow();
			return values === undefined ? NEVER_OPEN : await this.post(operation, values, timeoutMs);
		};
		const opened = this.session() === undefined ? await this.renewSession(undefined) : undefined;
		if (opened) {
			if (opened.kind !== 'lines') return opened;
			if (this.ports.cancelled()) return CANCELLED;
		}

		const used = this.stored.sessionToken;
		const answer = await post();
		// What follows needs a session, also where this call must not be made again.
		if (answer.kind === 'lines' && tellsOfDeadSession(answer.lines)) await this.renewSession(used);
		if (answer.kind !== 'refused' || !asksForNewSession(answer.code, this.session() !== undefined))
			return answer;

		const renewed = await this.renewSession(used);
		if (renewed.kind !== 'lines') return renewed;
		return this.ports.cancelled() ? CANCELLED : await post();
	}

	private session(): string | undefined {
		return unsealSession(this.credential, this.stored.sessionToken);
	}

	private async openSession(): Promise<ServerAnswer> {
		const answer = await this.renewSession(this.stored.sessionToken);
		// The session itself is in the credential, and nowhere else.
		return answer.kind === 'lines' ? { kind: 'lines', lines: [{ kind: 'ok', text: 'session' }] } : answer;
	}

	/** Opens a session unless another call, execution or process has done so since `refused` was current. */
	private async renewSession(refused: string | undefined): Promise<ServerAnswer> {
		if (this.closed) return this.closed;
		// The seal names everything that the session would be bound to.
		const key = sealSession(this.credential, GATEWAY_CREDENTIAL);
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
	): Promise<{ result: ServerAnswer; sessionToken: string | undefined }> {
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
		operation: GatewayOperation,
		values: CallValues,
		timeoutMs: number,
		data: StoredCredential = this.stored,
	): Promise<ServerAnswer> {
		const { server, baseUrl } = this.credential;
		const { path, ...written } = server.write(nameOf(operation), values, this.ports.time());
		const result = await this.ports.http(
			{ url: baseUrl + path, ...written, timeoutMs, maxBytes: MOST_BYTES },
			data,
		);
		const secrets = this.secretsOf(operation, values, data);
		if (!result.ok) return this.lost(result, secrets);
		const to = sends(operation) ? recipientsOf(values) : undefined;
		return this.judge(operation, server.understand(result, { host: this.host, to, secrets }));
	}

	/**
	 * A page in place of an answer comes from a wrong address, or hides one. What spends is called with a session alone,
	 * and a session is bound to the address that issued it, which therefore is no wrong one.
	 */
	private judge(operation: GatewayOperation, answer: ServerAnswer | Page): ServerAnswer {
		if (answer.kind !== 'page') return answer;
		const { sentence } = answer;
		return operation.effect === 'spend'
			? { kind: 'doubtful', sentence, advice: DOUBT_ADVICE }
			: { kind: 'notSent', sentence, advice: UNREACHABLE_ADVICE };
	}

	private get host(): string {
		return new URL(this.credential.baseUrl).host;
	}

	private lost(failure: HttpFailure, secrets: Redactor): ServerAnswer {
		const { login } = failure;
		if (login)
			return login.refusedWith === null
				? // The host did not answer properly, and the login is worth another try.
					{ kind: 'notSent', sentence: login.message, advice: UNREACHABLE_ADVICE }
				: namesOtherServer(login.message)
					? { kind: 'notSent', sentence: login.message, advice: '', code: login.refusedWith }
					: loginRefused({ kind: 'refused', code: login.refusedWith, text: '' });
		logUnknownFailure(this.ports, this.host, failure, secrets);
		const sentence = `${this.host} ${failure.what}`;
		return failure.neverSent
			? { kind: 'notSent', sentence, advice: UNREACHABLE_ADVICE }
			: { kind: 'doubtful', sentence, advice: DOUBT_ADVICE };
	}

	/** What is secret of a call; the session may have been opened for it. */
	private secretsOf(operation: GatewayOperation, values: CallValues, data: StoredCredential): Redactor {
		const { apiId, user, password } = this.credential;
		const session = unsealSession(this.credential, data.sessionToken);
		const own = operation.parameters.flatMap((parameter) =>
			secretsOfValue(parameter, values[parameter.name]),
		);
		return this.redactorOf([password, session, user, apiId, ...own]);
	}
}

function loginRefused(answer: Extract<ServerAnswer, { kind: 'refused' }>): ServerAnswer {
	const refusal = describeRefusal(answer.code, answer.text);
	return { kind: 'notSent', sentence: refusal.sentence, advice: refusal.advice, code: answer.code };
}
