import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FtpSrv } from 'ftp-srv';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { ImportedCredential } from '../../../tools/n8n/cli';
import { freePort } from '../../../tools/n8n/ports';

/** An FTP server over a folder, and an SMTP server that keeps what it was sent: what n8n's own nodes talk to. */
export interface FileServers {
	/** For n8n's nodes _FTP_ and _Send Email_, as the examples refer to them. */
	credentials: ImportedCredential[];
	/** What was uploaded, by name. */
	uploaded(): Map<string, string>;
	/** Every name a file was uploaded or renamed to, in order. */
	ftpLog: string[];
	emails: Array<{ source: string; parsed: ParsedMail; to: string[] }>;
	close(): Promise<void>;
}

const FTP_LOGIN = { username: '424242', password: 'ftp-password-17' };
const HOST = '127.0.0.1';

const say = (): void => undefined;
/** In place of the server's own logger, which writes to standard output. */
const SILENT = {
	child: () => SILENT,
	trace: say,
	debug: say,
	info: say,
	warn: say,
	error: say,
	fatal: say,
} as never;

/** @param folder where uploads go; it is made */
export async function startFileServers(folder: string): Promise<FileServers> {
	mkdirSync(folder, { recursive: true });
	const ftpLog: string[] = [];
	const ftpPort = await freePort();
	const ftp = new FtpSrv({ url: `ftp://${HOST}:${ftpPort}`, pasv_url: HOST, log: SILENT });
	ftp.on('login', ({ connection, username, password }, resolve, reject) => {
		if (username !== FTP_LOGIN.username || password !== FTP_LOGIN.password)
			return reject(new Error('Login incorrect'));
		connection.on('STOR', (error: Error | null, file: string) => {
			if (!error) ftpLog.push(`stored ${path.basename(file)}`);
		});
		connection.on('RNTO', (error: Error | null, file: string) => {
			if (!error) ftpLog.push(`renamed ${path.basename(file)}`);
		});
		resolve({ root: folder });
	});
	await ftp.listen();

	const emails: FileServers['emails'] = [];
	const smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onData(stream, session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const bytes = Buffer.concat(chunks);
				const to = session.envelope.rcptTo.map(({ address }) => address);
				simpleParser(bytes).then((parsed) => {
					emails.push({ source: bytes.toString('latin1'), parsed, to });
					done();
				}, done);
			});
		},
	});
	await new Promise<void>((resolve, reject) => {
		smtp.server.once('error', reject);
		smtp.listen(0, HOST, resolve);
	});
	const { port: smtpPort } = smtp.server.address() as { port: number };

	return {
		credentials: [
			{
				id: 'clickatell-ftp-upload',
				name: 'Clickatell FTP upload',
				type: 'ftp',
				data: { host: HOST, port: ftpPort, ...FTP_LOGIN },
			},
			{
				id: 'clickatell-mail-server',
				name: 'Mail server',
				type: 'smtp',
				data: {
					user: '',
					password: '',
					host: HOST,
					port: smtpPort,
					secure: false,
					disableStartTls: true,
					hostName: '',
				},
			},
		],
		uploaded: () =>
			new Map(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'latin1')])),
		ftpLog,
		emails,
		close: async () => {
			await ftp.close();
			await new Promise<void>((resolve) => smtp.close(() => resolve()));
		},
	};
}
