/** `node gateway.cjs`: the embedded gateway on a free port, until its standard input ends. Prints where as JSON. */
import { startGateway } from '../../gateway';

void startGateway().then((gateway) => {
	process.stdout.write(`${JSON.stringify({ url: gateway.url, soap: gateway.soapUrl('documentLiteral') })}\n`);
	process.stdin.resume().on('end', () => process.exit());
});
