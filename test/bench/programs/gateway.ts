/** `gateway.ts`: the embedded gateway on a free port, with credit enough. Prints where as JSON; ends with its input. */
import { startGateway } from '../../gateway';

const seed = {
	accounts: [{ user: 'demo', password: 'demo-password', credit: 1_000_000_000, apis: [{ apiId: '424242' }] }],
};

void startGateway({ seed }).then((gateway) => {
	process.stdout.write(`${JSON.stringify({ url: gateway.url, soap: gateway.soapUrl('documentLiteral') })}\n`);
	process.stdin.resume().on('end', () => process.exit());
});
