import type { GatewayState } from '../state';
import { answerCall, type ConnectWorld } from './calls';
import { Captchas } from './captchas';
import { type ConnectFault, ConnectFaults, faultCodes, isConnectCarriedOut } from './faults';
import { FIELDS, unknownFields } from './fields';
import { Locks } from './locks';
import { readConnectRequest } from './reader';
import { type Outcome, type RootSpelling, writeConnectReply } from './reply';
import type { ConnectUser, Mail } from './users';

/** One Connect call as it was received. */
export interface ConnectCall {
	action: string;
	/** As sent, passwords made unrecognisable. */
	fields: Record<string, string>;
	/** Departures from the guide; none in a sound request. */
	violations: string[];
	/** Numbers of the refusal; empty for a success, absent when the call was not carried out. */
	errors?: readonly string[];
	fault?: string;
	at: number;
}

/** The token of the demo; any gateway knows it. */
export const DEMO_TOKEN = '0123456789abcdef0123456789abcdef';

/** What became of one call: the reply to send, and the fault to send it with. */
export interface ConnectAnswer {
	reply: string;
	fault?: ConnectFault;
}

/**
 * The Connect API of the gateway: sixteen calls with their state. Users that are registered and activated here are
 * accounts of the SOAP side, and the connections they create its API products.
 */
export class ConnectApi {
	readonly users = new Map<string, ConnectUser>();
	readonly mails: Mail[] = [];
	readonly calls: ConnectCall[] = [];
	readonly tokens = new Set([DEMO_TOKEN]);
	readonly buyKeys = new Map<string, string>();
	readonly captchas: Captchas;
	readonly locks = new Locks();
	readonly faults = new ConnectFaults();
	/** How the root of replies is spelled; the documents print `ClICKATELLSDK`. */
	rootSpelling: RootSpelling = 'CLICKATELLSDK';

	/** @param baseUrl the gateway's own address, known once it listens */
	constructor(
		readonly state: GatewayState,
		private readonly baseUrl: () => string,
	) {
		this.captchas = new Captchas(state.clock, state.ids);
		state.on('reset', () => this.reset());
	}

	/** Base URL of the credential. */
	get url(): string {
		return `${this.baseUrl()}/connect`;
	}

	/** Scripts a fault; see `faults.ts` for the kinds. */
	fail(fault: ConnectFault): void {
		this.faults.add(fault);
	}

	/** Every departure from the guide in the calls so far. */
	violations(): string[] {
		return this.calls.flatMap(({ action, violations }) => violations.map((found) => `${action}: ${found}`));
	}

	/** The last email to an address. */
	mailTo(address: string): Mail | undefined {
		return this.mails.findLast(({ to }) => to === address);
	}

	/** Follows the link of an activation email; gives the page to go on to, or undefined for a link it does not know. */
	activateByEmail(key: string): ConnectUser | undefined {
		const user = [...this.users.values()].find(({ emailKey }) => emailKey === key);
		if (user !== undefined) user.emailActivated = true;
		this.state.changed();
		return user;
	}

	/** @param token last step of the address; @param xml the form field, undefined when there is none */
	answer(token: string, xml: string | undefined, address: string): ConnectAnswer {
		const request = xml === undefined ? undefined : readConnectRequest(xml);
		const { action = '', fields = {}, violations = [] } = request ?? {};
		if (xml === undefined) violations.push('there is no form field XML');
		else if (request === undefined) violations.push('the document cannot be read');
		else if (Object.hasOwn(FIELDS, action)) {
			for (const name of unknownFields(action, fields)) violations.push(`${name} is no field of this call`);
		}
		const call: ConnectCall = { action, fields: masked(fields), violations, at: this.state.clock.now() };
		this.calls.push(call);

		const fault = this.faults.meet(action);
		if (fault !== undefined) call.fault = fault.kind;
		const outcome = this.outcomeOf(token, action, fields, address, fault, request !== undefined);
		if (fault === undefined || isConnectCarriedOut(fault)) {
			call.errors = 'errors' in outcome ? outcome.errors : [];
		}
		const reply = writeConnectReply(action, outcome, this.rootSpelling, this.state.clock.now());
		return { reply, ...(fault === undefined ? {} : { fault }) };
	}

	private outcomeOf(
		token: string,
		action: string,
		fields: Record<string, string>,
		address: string,
		fault: ConnectFault | undefined,
		readable: boolean,
	): Outcome {
		const codes = fault && faultCodes(fault);
		if (codes !== undefined) {
			const { text } = fault ?? {};
			return {
				errors: codes,
				...(text === undefined ? {} : { texts: Object.fromEntries(codes.map((code) => [code, text])) }),
			};
		}
		if (fault !== undefined && !isConnectCarriedOut(fault)) return { values: [] };
		if (!this.tokens.has(token)) return { errors: ['005'] };
		if (!readable) return { errors: ['999'] };
		return answerCall(this.world(), action, fields, address);
	}

	private world(): ConnectWorld {
		const { state, captchas, locks, users, buyKeys, url } = this;
		return {
			state,
			captchas,
			locks,
			users,
			buyKeys,
			url,
			sendMail: (mail) => {
				this.mails.push({ ...mail, at: state.clock.now() });
				state.changed();
			},
		};
	}

	private reset(): void {
		for (const store of [this.users, this.buyKeys, this.captchas, this.locks, this.faults]) store.clear();
		this.mails.length = 0;
		this.calls.length = 0;
		this.rootSpelling = 'CLICKATELLSDK';
	}
}

const SECRETS = new Set(['password', 'ftp_password', 'callback_password']);

function masked(fields: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [name, SECRETS.has(name) ? '***' : value]),
	);
}
