import { isDeepStrictEqual } from 'node:util';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { readBulk, type ReadMessage } from '../../gateway/files/reader';
import type { Surroundings } from './exampleRuns';
import { runWell } from './instance';
import { FILES_PASSWORD } from './workflows';

const BUTTON = 'When clicking Execute workflow';
const ACCOUNT = { api_id: '424242', user: 'demo', password: FILES_PASSWORD };

function expectRead(source: string, kind: 'email' | 'file', wanted: readonly ReadMessage[]): void {
	const { fields, messages } = readBulk(source, kind);
	const account = Object.fromEntries(Object.keys(ACCOUNT).map((key) => [key, fields.get(key)]));
	if (!isDeepStrictEqual(account, ACCOUNT)) throw new Error('the text holds another account');
	if (!isDeepStrictEqual(messages, wanted)) throw new Error(`it is read as ${JSON.stringify(messages)}`);
}

/** The example "Bulk by FTP": n8n's FTP node uploads to a real server, and the file there is read. */
export async function bulkByFtp(
	{ client, files }: Surroundings,
	workflow: ImportedWorkflow,
): Promise<string> {
	const execution = await runWell(client, workflow.id, BUTTON);
	const [[name, source] = ['', ''], ...others] = [...files.uploaded()];
	if (others.length > 0 || !/^bulk-[0-9a-f]{32}\.txt$/.test(name))
		throw new Error(`the server holds ${[...files.uploaded().keys()].join(', ')}`);
	expectRead(source, 'file', [
		{ to: '27999100021', text: 'Hi Thandi, your appointment is tomorrow: 09:00' },
		{ to: '27999100022', text: 'Hi Pieter, your appointment is tomorrow: 09:30, upstairs' },
	]);
	const log = [`stored ${name}.part`, `renamed ${name}`];
	if (!isDeepStrictEqual(files.ftpLog, log)) throw new Error(`the server saw ${files.ftpLog.join(', ')}`);
	const [wrong, ...more] = execution.output('Wrong Rows').map(({ json }) => json);
	if (!String(wrong?.errorText).includes("'To'") || more.length > 0)
		throw new Error(`wrong rows are ${JSON.stringify([wrong, ...more])}`);
	return 'two recipients uploaded in one file and renamed, the wrong row set aside';
}

/** The example "Bulk by email": n8n's Send Email sends to a real server, and what arrives is read. */
export async function bulkByEmail(
	{ client, files }: Surroundings,
	workflow: ImportedWorkflow,
): Promise<string> {
	await runWell(client, workflow.id, BUTTON);
	const [email, ...others] = files.emails;
	if (email === undefined || others.length > 0) throw new Error(`${files.emails.length} emails arrived`);
	const { source, parsed, to } = email;
	if (!isDeepStrictEqual(to, ['sms@messaging.clickatell.com'])) throw new Error(`it went to ${to.join()}`);
	const transfer = parsed.headers.get('content-transfer-encoding') as string | undefined;
	const { value } = parsed.headers.get('content-type') as { value: string };
	if (transfer !== '7bit' || value !== 'text/plain' || parsed.attachments.length > 0)
		throw new Error(`it came as ${value}, ${transfer ?? 'without an encoding'}`);
	// The bytes of the body, not what a mail program makes of them.
	const body = source.slice(source.indexOf('\r\n\r\n') + 4);
	const text =
		'The library is closed tomorrow, on the 9th. Books that are due tomorrow can be brought back a day later, also at our branch in Main Street.';
	expectRead(
		body,
		'email',
		['27999100031', '27999100032', '27999100033'].map((number) => ({ to: number, text })),
	);
	const { reply } = readBulk(body, 'email');
	if (!isDeepStrictEqual(reply, ['reports@example.com'])) throw new Error(`reply is ${reply.join()}`);
	return 'one email of three recipients, plain text, 7 bit';
}
