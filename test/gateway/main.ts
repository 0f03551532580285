import { parseArgs } from 'node:util';

import { type Gateway, startGateway } from '.';
import { DEMO_TOKEN } from './connect';
import { DEMO_KEYS } from './platform/portal';
import { SOAP_SERVERS } from './soap/reader';

/** Port of `npm run gateway`, unless `--port` says another. */
const DEFAULT_PORT = 4577;

const HELP = `Usage: npm run gateway -- [--port ${DEFAULT_PORT}]\n`;

async function main(): Promise<void> {
	let port: number;
	try {
		const { values } = parseArgs({ options: { port: { type: 'string' }, help: { type: 'boolean' } } });
		if (values.help) {
			process.stdout.write(HELP);
			return;
		}
		port = Number(values.port ?? DEFAULT_PORT);
		if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error('--port must be 0 to 65535');
	} catch (error) {
		process.stderr.write(`${(error as Error).message}\n${HELP}`);
		process.exitCode = 2;
		return;
	}
	let gateway: Gateway;
	try {
		gateway = await startGateway({ port });
	} catch (error) {
		const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
		const text = taken ? `Port ${port} is taken; choose another with --port.` : (error as Error).message;
		process.stderr.write(`The gateway could not start. ${text}\n`);
		process.exitCode = 1;
		return;
	}
	process.stdout.write(welcome(gateway));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			process.stdout.write('The gateway has stopped; everything it held is gone.\n');
			void gateway.close().then(() => process.exit(0));
		});
	}
}

function welcome(gateway: Gateway): string {
	const { url } = gateway;
	return `Embedded gateway: a stand-in for Clickatell's SMS Gateway and the Clickatell Platform, for trials and tests.
It is NOT Clickatell: it sends no message, charges nobody, and keeps everything in memory only, on this machine.

  Inbox               ${url}/

SMS Gateway
  Base URL            ${url}
  API ID              424242
  User                demo
  Password            demo-password
  Document/literal    ${url}${SOAP_SERVERS.documentLiteral.paths[0]}?wsdl
  RPC/encoded         ${url}${SOAP_SERVERS.rpcEncoded.paths[0]}?wsdl
  HTTP/S API          ${url}/http/sendmsg
  Connect API         ${url}/connect/${DEMO_TOKEN}

Clickatell Platform
  Base URL            ${gateway.platform.url}
  Key of One API      ${DEMO_KEYS.oneApi}
  Key of the SMS API  ${DEMO_KEYS.smsApi}

  Control plane       ${url}/_gateway/

Ctrl-C ends it.
`;
}

void main();
