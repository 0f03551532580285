import type { Ports } from '../../../nodes/Clickatell/engine/ports';
import type { GatewayCredential } from '../../../nodes/Clickatell/apis/gateway/credential';
import { SERVERS } from '../../../nodes/Clickatell/apis/gateway/servers';
import { sealSession } from '../../../nodes/Clickatell/apis/gateway/session';
import { GatewayClient } from '../../../nodes/Clickatell/apis/gateway/client';
import { describeTransportFault } from '../../../nodes/Clickatell/engine/transportFaults';
import { defined } from '../../../nodes/Clickatell/formats/defined';

export const CREDENTIAL: GatewayCredential = {
	apiId: '424242',
	user: 'payroll-user',
	password: 'c0rrect-horse+battery',
	baseUrl: 'https://example.com',
	server: defined(SERVERS[0]),
};

/** What a gateway makes of a call: its result strings, a page, or the code a connection breaks with. */
export type Said =
	| readonly string[]
	| { readonly status: number; readonly body?: string; readonly afterMs?: number }
	| { readonly code: string; readonly afterMs?: number };

type Stored = Record<string, unknown> & { sessionToken?: string };

/**
 * n8n and the gateway in one, without a network and with a clock that only waiting moves: what each command is
 * answered with is said by a function.
 */
export class Wire implements Ports {
	readonly commands: string[] = [];
	readonly logged: string[] = [];
	logins = 0;
	clock = 0;
	/** What n8n's database does when the credential is read. */
	reading: () => void = () => {};
	kept: Stored;

	constructor(
		private readonly answer: (command: string, nth: number) => Said,
		session?: string,
	) {
		const sessionToken = session === undefined ? '' : sealSession(CREDENTIAL, session);
		this.kept = { ...CREDENTIAL, server: CREDENTIAL.server.name, sessionToken };
	}

	client(): GatewayClient {
		return new GatewayClient(this, CREDENTIAL, { ...this.kept });
	}

	count(command: string): number {
		return this.commands.filter((each) => each === command).length;
	}

	http: Ports['http'] = async (request, data) => {
		if (!data['sessionToken']) {
			this.logins++;
			data['sessionToken'] = sealSession(CREDENTIAL, `session${this.logins}`);
			this.kept = { ...data };
		}
		const command = defined(defined(/<ns1:(\w+)>/.exec(String(request.body)))[1]);
		this.commands.push(command);
		const said = this.answer(command, this.count(command));
		if ('afterMs' in said) this.clock += said.afterMs ?? 0;
		await Promise.resolve();
		if ('code' in said) {
			return { ok: false, ...describeTransportFault(said.code), error: new Error(said.code) };
		}
		if ('status' in said) {
			return { ok: true, status: said.status, contentType: 'text/html', bytes: Buffer.from(said.body ?? '') };
		}
		const returns = said.map((line) => `<return>${line}</return>`).join('');
		const xml = `<e:Envelope xmlns:e="e"><e:Body><r>${returns}</r></e:Body></e:Envelope>`;
		return { ok: true, status: 200, contentType: 'text/xml', bytes: Buffer.from(xml) };
	};

	credential: Ports['credential'] = async () => {
		await Promise.resolve();
		this.reading();
		return { ...this.kept };
	};

	sleep: Ports['sleep'] = async (ms) => {
		this.clock += ms;
		await Promise.resolve();
	};

	now = () => this.clock;
	time = () => this.clock;
	newId = () => 'f'.repeat(32);
	cancelled = () => false;
	log: Ports['log'] = (level, message) => void this.logged.push(`${level}: ${message}`);
	hint = () => {};
}
