import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SoapServer } from '../../../nodes/Clickatell/apis/soap/wire';
import { SERVERS } from './wire';

const FOLDER = join(__dirname, '../../fixtures');

/**
 * A wire case: `parameters.json` says what is asked of which operation, `<server>.request.xml` what goes out,
 * `<server>.reply.xml` what comes back (its bytes as they are), `result.json` what the node makes of it. Where a
 * server cannot do what is asked, `<server>.refused.json` holds the sentences instead, and nothing goes out.
 */
export interface Case {
	readonly name: string;
	readonly command: string;
	readonly operation: string;
	readonly account: 'session' | 'login';
	readonly parameters: Readonly<Record<string, unknown>>;
	/** Of the credential. */
	readonly defaultSender?: string;
	/** HTTP status and Content-Type of the reply. */
	readonly reply: { readonly status: number; readonly contentType: string };
	readonly servers: readonly CaseServer[];
	readonly result: ExpectedResult;
}

export type CaseServer =
	| { readonly server: SoapServer; readonly refused: readonly string[] }
	| { readonly server: SoapServer; readonly request: string; readonly replyBytes: Buffer };

export type ExpectedResult =
	| { readonly record: Readonly<Record<string, unknown>>; readonly session?: string }
	/** Without `errorText` where the wording is not the point. */
	| { readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>> }
	| { readonly refused: { readonly code: string | null } }
	| { readonly fault: { readonly fromClient: boolean; readonly text: string } }
	| { readonly unreadable: true };

const parse = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

function readServer(folder: string, server: SoapServer): CaseServer | undefined {
	const refused = join(folder, `${server}.refused.json`);
	if (existsSync(refused)) return { server, refused: parse(refused) as string[] };
	const request = join(folder, `${server}.request.xml`);
	if (!existsSync(request)) return undefined;
	return {
		server,
		request: readFileSync(request, 'utf8'),
		replyBytes: readFileSync(join(folder, `${server}.reply.xml`)),
	};
}

function readCase(name: string): Case {
	const folder = join(FOLDER, name);
	const file = parse(join(folder, 'parameters.json')) as Pick<
		Case,
		'operation' | 'account' | 'parameters' | 'defaultSender'
	> & { reply?: Case['reply'] };
	return {
		...file,
		name: name.replace('__', ': ').replaceAll('_', ' '),
		command: name.slice(0, name.indexOf('__')),
		reply: file.reply ?? { status: 200, contentType: 'text/xml; charset=utf-8' },
		servers: SERVERS.flatMap((server) => readServer(folder, server) ?? []),
		result: parse(join(folder, 'result.json')) as ExpectedResult,
	};
}

/** The cases of the Connect API are beside these; with one server only, their request is only `request.xml`. */
export const CASES: readonly Case[] = readdirSync(FOLDER)
	.filter((name) => !existsSync(join(FOLDER, name, 'request.xml')))
	.sort()
	.map(readCase);
