import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import ts from 'typescript';
import { type Gateway, ManualClock, repeatableIds, startGateway } from '../../gateway';
import { DEMO_TOKEN } from '../../gateway/connect';
import { controlActions } from '../../../tools/docs/gatewayPage';
import { codeBlocks, readPage } from './pages';

const page = readPage('docs/gateway.md');

describe('what docs/gateway.md says', () => {
	let gateway: Gateway;
	beforeEach(async () => {
		gateway = await startGateway();
	});
	afterEach(() => gateway.close());

	test('of the account it starts with is true', async () => {
		const state = (await (await fetch(`${gateway.url}/_gateway/state`)).json()) as {
			accounts: { credit: number; user: string }[];
			apis: { apiId: string }[];
		};
		const [account] = state.accounts;
		for (const told of [account?.user, String(account?.credit), state.apis[0]?.apiId, DEMO_TOKEN]) {
			expect(page.text).toContain(told);
		}
	});

	test('of the control plane is what the gateway lists', async () => {
		const { actions } = (await (await fetch(`${gateway.url}/_gateway/`)).json()) as { actions: string[] };
		const told = controlActions().map(([method, action]) => `${method} ${action}`);
		expect(told.filter((action) => action !== 'GET events').sort()).toEqual(
			actions.filter((action) => action !== 'GET ').sort(),
		);
	});

	test('to type works', async () => {
		const receiver = createServer((_req, res) => res.end('OK')).listen(0, '127.0.0.1');
		try {
			await new Promise((resolve) => receiver.once('listening', resolve));
			const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
			await gateway.setCallback('424242', { url, type: 'http-get' }, { kind: 'inbound' });
			const lines = codeBlocks(page, 'sh').flatMap((block) => [
				...block.matchAll(/^curl -d '([^']+)' http:\/\/127\.0\.0\.1:4577(\S+)$/gm),
			]);
			expect(lines).toHaveLength(3);
			for (const [, body = '', path = ''] of lines) {
				const reply = await fetch(gateway.url + path, { method: 'POST', body });
				expect(`${path} ${reply.status}`).toBe(`${path} 200`);
			}
		} finally {
			receiver.closeAllConnections();
			receiver.close();
		}
	});
});

test('the lines for a test in docs/gateway.md run', async () => {
	const [snippet = ''] = codeBlocks(page, 'ts');
	const names = { startGateway, ManualClock, repeatableIds, expect };
	const made = Object.getPrototypeOf(async () => undefined) as { constructor: unknown };
	const AsyncFunction = made.constructor as new (
		...parts: string[]
	) => (...values: unknown[]) => Promise<void>;
	const compiled = ts.transpile(snippet, { target: ts.ScriptTarget.ES2022 });
	await new AsyncFunction(...Object.keys(names), compiled)(...Object.values(names));
	expect.assertions(2);
});
