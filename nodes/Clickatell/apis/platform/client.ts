import { sends } from '../../catalogue';
import { PLATFORM_ACCOUNT_OPERATIONS } from '../../catalogue/platformMedia';
import type { PlatformOperation } from '../../catalogue/types';
import { CANCELLED, NEVER_OPEN, type Answer, type Failure } from '../../engine/answer';
import type { Api, CallOptions } from '../../engine/api';
import { logOwnFault, logUnknownFailure } from '../../engine/faultLog';
import type { HttpFailure } from '../../engine/httpCall';
import type { CredentialData, Files, Ports } from '../../engine/ports';
import { retry } from '../../engine/retry';
import { asPlanned, placesOf, type AsOfNow } from '../../engine/timedCall';
import { redactor, type Redactor } from '../../formats/redact';
import type { CallValues } from '../../message/callValues';
import type { CallRoom, PlannedCall } from '../../message/plan';
import type { Refusal } from '../../message/refusals';
import { DOUBT_ADVICE, type Fate } from '../../message/rows';
import { askingOf, type Asking } from './asking';
import { carriesValue, PLATFORM_SCHEDULING } from './platformCarrier';
import { messageOf, smsOf } from './platformMessage';
import { type PlatformCredential, unproved } from './credential';
import { readSendAnswer, type SendAnswer } from './platformAnswer';
import { describeError } from './platformErrors';
import { describePlatformRefusal, type PlatformError } from './platformRefusal';
import type { Read } from './platformRead';
import { writeSend, writeSmsSend } from './platformWrite';
import { RateLimit } from './rateLimit';
import {
	MAX_MESSAGES,
	MAX_RECIPIENTS,
	PLATFORM_REPLY_LIMIT,
	type PlatformReply,
	type PlatformRequest,
} from './types';
import { fateOf, isRepeatable, lostAltogether, withoutPeriod } from './verdicts';
import { defined } from '../../formats/defined';

/** With pauses of 1, 2 and 4 seconds between, in which a limit of calls a second is over. */
const ATTEMPTS = 4;

const UNREACHABLE_ADVICE = "Check 'Base URL' in the credential and the connection of n8n.";

/** For a fault of the node's own: it must not take the results of other calls with it. */
const FAILED: Failure = {
	kind: 'doubtful',
	sentence: 'The node could not work out the answer to a call',
	advice: 'Look into the Clickatell account before repeating it, and report this fault of the package.',
};

/** What is wrong with the key or the account, so that every other call of the run would be refused as well. */
const OF_THE_KEY: ReadonlySet<string> = new Set(['1', '2', '3', '7', '46', '108']);

type Received = PlatformReply & { readonly kind: 'reply'; readonly contentType: string | undefined };

/** Makes calls to the Clickatell Platform for one execution of a node with one credential. */
export class PlatformClient implements Api<PlatformOperation> {
	readonly room: CallRoom;
	/** A message is found by the Platform's own ID alone (docs/protocol/platform.md#other-calls). */
	readonly finder = undefined;
	readonly account: string;
	readonly banker = defined(PLATFORM_ACCOUNT_OPERATIONS.find(({ operation }) => operation === 'getBalance'));
	private readonly secrets: Redactor;
	private readonly limit: RateLimit;
	readonly scheduling = PLATFORM_SCHEDULING;
	/** Why no call of this run can succeed. */
	private closed: Failure | undefined;

	/** @param zone the workflow's, for times that name none */
	constructor(
		private readonly ports: Ports,
		readonly files: Files,
		private readonly credential: PlatformCredential,
		private readonly stored: CredentialData,
		private readonly zone: string,
	) {
		this.account = credential.baseUrl;
		this.secrets = redactor([credential.key]);
		this.limit = new RateLimit(ports);
		this.room =
			credential.api === 'oneApi'
				? { recipients: MAX_MESSAGES, differentMessages: true, repeatedNumbers: true }
				: { recipients: MAX_RECIPIENTS, differentMessages: false, repeatedNumbers: false };
	}

	carries(operation: PlatformOperation, value: string): boolean {
		return (
			operation.parameters.some(({ name }) => name === value) && carriesValue(this.credential.api, value)
		);
	}

	describe(code: string | null, text: string): Refusal {
		return describePlatformRefusal({ code, text, known: describeError(this.credential.api, code) });
	}

	/**
	 * Sends the messages of one call. Those that were certainly refused, for a reason that passes, are sent again after
	 * a pause; nothing else is. Never rejects.
	 */
	async send(
		operation: PlatformOperation,
		call: PlannedCall,
		options: CallOptions,
		asOfNow = asPlanned(call),
	): Promise<Answer> {
		return await this.sendAll(operation, placesOf(call), asOfNow, options).catch((error: unknown) =>
			this.logFault(error),
		);
	}

	private async sendAll(
		operation: PlatformOperation,
		places: readonly number[],
		asOfNow: AsOfNow,
		options: CallOptions,
	): Promise<Answer> {
		const fates: (Fate | undefined)[] = places.map(() => undefined);
		let left = [...places];
		for (let tries = 1; ; tries++) {
			const answer = await this.sendSome(operation, left, asOfNow, options);
			if ('kind' in answer) {
				if (tries === 1) return answer;
				// What is left was refused before; where this call was lost, it may have been sent since.
				if (answer.kind === 'doubtful') {
					const missing: Fate = { kind: 'missing', ids: [], sentence: answer.sentence };
					for (const place of left) fates[place] = missing;
				}
				break;
			}
			answer.verdicts.forEach((verdict, i) => (fates[defined(left[i])] = fateOf(verdict)));
			left = left.filter((_, i) => isRepeatable(defined(answer.verdicts[i])));
			if (left.length === 0 || tries === ATTEMPTS || this.ports.cancelled()) break;
			await this.limit.pause(tries);
			if (this.ports.cancelled()) break;
		}
		return { kind: 'recipients', fates: fates as Fate[] };
	}

	/** @param places which of the recipients it goes to */
	private async sendSome(
		operation: PlatformOperation,
		places: readonly number[],
		asOfNow: AsOfNow,
		{ timeoutMs }: CallOptions,
	): Promise<SendAnswer | Failure> {
		const held = await this.turn();
		if (held) return held;
		const call = asOfNow(places);
		if (call === undefined) return NEVER_OPEN;
		const { api } = this.credential;
		const { to } = call;
		const wires = to.map((_, i) => call.own?.[i]?.wire ?? call.wire);
		const request =
			api === 'smsApi'
				? writeSmsSend(smsOf(call.wire, to, this.zone))
				: writeSend(wires.map((wire, i) => messageOf(operation, wire, defined(to[i]), this.zone)));
		const received = await this.post(request, timeoutMs);
		if (received.kind !== 'reply') return received;
		const asked = to.map((number, i) => {
			const given = defined(wires[i])['clientMessageId'];
			return typeof given === 'string' ? { to: number, clientMessageId: given } : { to: number };
		});
		const answer = readSendAnswer(api, received, asked, this.secrets);
		this.heed(answer.error);
		if (answer.strangers.length > 0) {
			const ids = answer.strangers.slice(0, 10).join(', ');
			this.ports.log('warn', `Clickatell's answer names messages of nobody it was asked for: ${ids}`);
		}
		return lostAltogether(answer) ?? answer;
	}

	/** Makes one call that does not send. What only reads is made again after doubt. Never rejects. */
	async call(operation: PlatformOperation, values: CallValues, options: CallOptions): Promise<Answer> {
		if (sends(operation)) throw new Error('A send is planned first');
		const { api } = this.credential;
		const made = async (): Promise<Answer> => {
			const asking = await askingOf(operation, values, { api, files: this.files, item: options.item });
			if ('kind' in asking) return asking;
			const attempt = async () => await this.ask(asking, options.timeoutMs);
			return operation.effect === 'read'
				? await retry(this.ports, attempt, (answer) => this.isWorthRepeating(answer), options.patienceMs)
				: await this.askPatiently(asking, options.timeoutMs);
		};
		return await made().catch((error: unknown) => this.logFault(error));
	}

	/** Makes one call, whose answer is read as the asking says. */
	async ask(asking: Asking, timeoutMs: number): Promise<Answer> {
		const held = await this.turn();
		if (held) return held;
		const received = await this.post(asking.request, timeoutMs, asking.maxBytes);
		if (received.kind !== 'reply') return received;
		const read: Read<unknown> = asking.read(received, this.secrets);
		switch (read.kind) {
			case 'read':
				return asking.recordOf(read.value, received.contentType);
			case 'refused':
				this.heed(read.error);
				return { kind: 'refused', code: read.error.code, text: read.error.text };
			case 'unreadable':
				return { kind: 'unreadable', reason: `${this.host}: ${withoutPeriod(read.reason)}` };
			default:
				return read satisfies never;
		}
	}

	/** The same for what spends nothing: a refusal that passes is waited for. */
	async askPatiently(asking: Asking, timeoutMs: number): Promise<Answer> {
		for (let tries = 1; ; tries++) {
			const answer = await this.ask(asking, timeoutMs);
			const passes = answer.kind === 'refused' && this.isWorthRepeating(answer);
			if (!passes || tries === ATTEMPTS || this.ports.cancelled()) return answer;
			await this.limit.pause(tries);
			if (this.ports.cancelled()) return answer;
		}
	}

	private isWorthRepeating(answer: Answer): boolean {
		switch (answer.kind) {
			case 'doubtful':
			case 'unreadable':
				return true;
			case 'notSent':
				return answer.code === undefined && answer !== CANCELLED;
			case 'refused':
				return describeError(this.credential.api, answer.code)?.retryable ?? false;
			default:
				return false;
		}
	}

	private heed(error: PlatformError | undefined): void {
		if (!error?.known || error.code === null || !OF_THE_KEY.has(error.code)) return;
		this.closed = { kind: 'refused', code: error.code, text: error.text };
	}

	/** Waits for the turn of a call, before it is written: what it says may depend on when it leaves. */
	private async turn(): Promise<Failure | undefined> {
		if (this.closed) return this.closed;
		await this.limit.wait();
		return this.ports.cancelled() ? CANCELLED : undefined;
	}

	private async post(
		{ method, path, headers, body }: PlatformRequest,
		timeoutMs: number,
		maxBytes = PLATFORM_REPLY_LIMIT,
	): Promise<Received | Failure> {
		const result = await this.ports.http(
			{
				method,
				url: this.credential.baseUrl + path,
				headers,
				...(body === undefined ? {} : { body }),
				timeoutMs,
				maxBytes,
			},
			unproved(this.stored),
		);
		if (!result.ok) return this.lost(result);
		if (result.bytes.length > maxBytes) {
			const sentence = `${this.host} gave an answer of more than ${Math.floor(maxBytes / 1024)} KB`;
			return { kind: 'doubtful', sentence, advice: DOUBT_ADVICE };
		}
		return { kind: 'reply', status: result.status, body: result.bytes, contentType: result.contentType };
	}

	private get host(): string {
		return new URL(this.credential.baseUrl).host;
	}

	private lost(failure: HttpFailure): Failure {
		logUnknownFailure(this.ports, this.host, failure, this.secrets);
		const sentence = `${this.host} ${failure.what}`;
		return failure.neverSent
			? { kind: 'notSent', sentence, advice: UNREACHABLE_ADVICE }
			: { kind: 'doubtful', sentence, advice: DOUBT_ADVICE };
	}

	private logFault(error: unknown): Answer {
		logOwnFault(this.ports, error, this.secrets);
		return FAILED;
	}
}
