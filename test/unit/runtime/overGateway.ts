import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { ClickatellSoapApi } from '../../../credentials/ClickatellSoapApi.credentials';
import { GatewayClient } from '../../../nodes/Clickatell/apis/gateway/client';
import { readCredential } from '../../../nodes/Clickatell/apis/gateway/credential';
import type { Ports } from '../../../nodes/Clickatell/engine/ports';
import { makeCall } from '../../../nodes/Clickatell/n8n/http';
import { ManualClock, startGateway, type Gateway, type ServerName } from '../../gateway';

export const ACCOUNT = { user: 'payroll-user', password: 'c0rrect-horse+battery', apiId: '424242' };

type AuthenticateFunction = (data: never, options: IHttpRequestOptions) => Promise<IHttpRequestOptions>;

/** The embedded gateway with a clock that only waiting moves. */
export async function gatewayOnHold(): Promise<{ gateway: Gateway; clock: ManualClock }> {
	const clock = new ManualClock();
	const { user, password, apiId } = ACCOUNT;
	const seed = { accounts: [{ user, password, credit: 10_000_000, apis: [{ apiId }] }] };
	return { gateway: await startGateway({ clock, seed }), clock };
}

/** The process was killed: nothing of it goes on. */
const KILLED = new Promise<never>(() => {});

/**
 * n8n's part of a run against the embedded gateway: real calls, a clock that only waiting moves, and a process that can be
 * killed before one of its calls leaves, or before its answer comes.
 */
export class RunPorts implements Ports {
	readonly hints: string[] = [];
	readonly lines: string[] = [];
	/** Calls made, but for logins. */
	made = 0;
	isCancelled = false;
	/** Comes true when the process is killed. */
	readonly killed: Promise<void>;
	private die!: () => void;
	private isDead = false;
	private readonly credentialType = new ClickatellSoapApi();

	/** @param dies the call with which the process ends, and whether that call still arrives */
	constructor(
		private readonly gateway: Gateway,
		private readonly clock: ManualClock,
		private readonly server: ServerName,
		private readonly dies?: { readonly at: number; readonly arrives: boolean },
	) {
		this.killed = new Promise((resolve) => (this.die = resolve));
	}

	private get data() {
		return { ...ACCOUNT, server: this.server, baseUrl: this.gateway.url, sessionToken: '' };
	}

	/** @param process names the process, which remembers what it has sent; else a new one */
	client(process = this.newId()): GatewayClient {
		const read = readCredential(this.data);
		if (!read.ok) throw new Error(read.fault);
		return Object.assign(new GatewayClient(this, read.credential, this.data), { account: process });
	}

	http: Ports['http'] = async (request, data) => {
		// A login is shared by all runs of a process, and this file has only one.
		if (!this.isDead && /ping/.test(`${request.url} ${String(request.body)}`))
			return await makeCall(async (options) => await this.post(options, data), request);
		const place = this.made++;
		const isLast = this.dies !== undefined && place >= this.dies.at;
		if (this.isDead || (isLast && !this.dies.arrives)) return await this.death();
		const result = await makeCall(async (options) => await this.post(options, data), request);
		return isLast || this.isDead ? await this.death() : result;
	};

	private async death(): Promise<never> {
		this.isDead = true;
		this.die();
		return await KILLED;
	}

	private async post(options: IHttpRequestOptions, data: Record<string, unknown>): Promise<unknown> {
		const helper = { helpers: { httpRequest: request } };
		if (!data['sessionToken'])
			Object.assign(data, await this.credentialType.preAuthentication.call(helper, data as never));
		const authenticate = this.credentialType.authenticate as AuthenticateFunction;
		return await request(await authenticate(data as never, options));
	}

	credential: Ports['credential'] = async () => this.data;
	sleep: Ports['sleep'] = async (ms) => await this.clock.advance(ms);
	now: Ports['now'] = () => this.clock.now();
	time: Ports['time'] = () => this.clock.now();
	newId: Ports['newId'] = () => randomBytes(16).toString('hex');
	cancelled: Ports['cancelled'] = () => this.isCancelled;
	log: Ports['log'] = (level, message) => void this.lines.push(`${level}: ${message}`);
	hint: Ports['hint'] = (message) => void this.hints.push(message);
}

async function request({ url, method, body, headers }: IHttpRequestOptions): Promise<unknown> {
	const reply = await fetch(url, {
		method: method ?? 'POST',
		body: body as string,
		headers: headers as never,
	});
	return {
		statusCode: reply.status,
		headers: Object.fromEntries(reply.headers),
		body: Readable.from([Buffer.from(await reply.arrayBuffer())]),
	};
}
