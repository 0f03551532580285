import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../fixtures');

/**
 * One direction of a wire case over HTTP/S, as `http.request.txt` and `http.reply.txt` hold it beside the files of the
 * SOAP servers: the first line, a line for each header, an empty line, then the body byte by byte but for the line feed
 * that ends the file. Content-Length and Host are left out. In what order a request has its parameters means nothing.
 */
export interface HttpHalf {
	readonly firstLine: string;
	readonly contentType: string;
	readonly body: Buffer;
}

export interface HttpCase {
	/** The folder, such as `ping__the_session_is_alive`. */
	readonly folder: string;
	readonly command: string;
	readonly path: string;
	readonly request: HttpHalf;
	readonly reply: HttpHalf & { readonly status: number };
	/** What the same call is by SOAP; undefined where only HTTP/S has it. */
	readonly soap: Buffer | undefined;
}

const LINE_FEED = 0x0a;

function readHalf(folder: string, file: string): HttpHalf {
	const bytes = readFileSync(join(FOLDER, folder, file));
	const end = bytes.indexOf('\n\n');
	if (end < 0 || bytes.at(-1) !== LINE_FEED) throw new Error(`${folder}/${file} has no head, or no end`);
	const [firstLine = '', ...headers] = bytes.subarray(0, end).toString('latin1').split('\n');
	const [contentType] = headers.flatMap((header) => /^Content-Type: (.*)$/.exec(header)?.[1] ?? []);
	if (contentType === undefined || headers.length > 1) throw new Error(`${folder}/${file} has other headers`);
	return { firstLine, contentType, body: bytes.subarray(end + 2, -1) };
}

function readCase(folder: string): HttpCase {
	const request = readHalf(folder, 'http.request.txt');
	const reply = readHalf(folder, 'http.reply.txt');
	const [, path] = /^POST (\S+) HTTP\/1\.1$/.exec(request.firstLine) ?? [];
	const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(reply.firstLine) ?? [];
	if (path === undefined || status === undefined) throw new Error(`${folder} has a first line of no HTTP`);
	const soap = join(FOLDER, folder, 'documentLiteral.request.xml');
	return {
		folder,
		command: folder.slice(0, folder.indexOf('__')),
		path,
		request,
		reply: { ...reply, status: Number(status) },
		soap: existsSync(soap) ? readFileSync(soap) : undefined,
	};
}

/** Every folder that has an HTTP/S side. */
export const HTTP_CASES: readonly HttpCase[] = readdirSync(FOLDER)
	.filter((folder) => existsSync(join(FOLDER, folder, 'http.request.txt')))
	.sort()
	.map(readCase);
