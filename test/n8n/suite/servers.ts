import type { Gateway, ServerName } from '../../gateway';
import type { N8nClient } from '../../../tools/n8n/rest';
import { runWell } from './instance';
import type { Ledger } from './table';
import { chain, clickatell, manualStart, SERVERS } from './workflows';

/** HTTP/S would lose the Ω as a single byte; SOAP carries it as GSM. */
const textOf = (server: ServerName) => `10 Ω over ${server}`;
const ENCODING: Readonly<Record<ServerName, string>> = {
	documentLiteral: 'gsm',
	rpcEncoded: 'gsm',
	http: 'unicode',
};

const workflowOf = (server: ServerName) =>
	chain(`server-${server}`, `Sends over ${server}`, [
		manualStart(),
		clickatell('Send', 'message.send', { to: '27999100097', text: textOf(server) }, { server }),
	]);

export const serverWorkflows = SERVERS.map(workflowOf);

/** What each server has of its own in n8n: how a text travels, and what becomes of the session that n8n keeps. */
export async function servers(ledger: Ledger, client: N8nClient, gateway: Gateway): Promise<void> {
	for (const server of SERVERS) {
		const sent = () => gateway.messages({ text: textOf(server) }).length;
		const logins = () => gateway.calls({ command: 'auth', server }).length;
		const send = async () => {
			const [item] = (await runWell(client, workflowOf(server).id)).output('Send');
			if (item?.json.accepted !== true) throw new Error(`not accepted: ${JSON.stringify(item?.json)}`);
			return item.json;
		};
		await ledger.check(`${server}: a text arrives in its characters`, async () => {
			const { encoding } = await send();
			if (encoding !== ENCODING[server]) throw new Error(`it went as ${String(encoding)}`);
			if (sent() !== 1) throw new Error(`${sent()} messages with this text`);
			return `as ${encoding}`;
		});
		await ledger.check(`${server}: a session serves the next execution`, async () => {
			const before = logins();
			await send();
			if (logins() !== before) throw new Error('n8n logged in again');
			return 'no login';
		});
		await ledger.check(`${server}: a session that has ended is renewed`, async () => {
			const [messages, before] = [sent(), logins()];
			gateway.state.expireSessions();
			await send();
			if (logins() !== before + 1) throw new Error(`${logins() - before} logins`);
			if (sent() !== messages + 1) throw new Error(`${sent() - messages} messages`);
			return '1 login, 1 message';
		});
		await ledger.check(`${server}: a lost answer is looked up`, async () => {
			const messages = sent();
			gateway.fail({ kind: 'drop-after', command: 'sendmsg', server });
			const { messageId } = await send();
			if (sent() !== messages + 1) throw new Error(`${sent() - messages} messages`);
			return `1 message, ${String(messageId)}`;
		});
	}
}
