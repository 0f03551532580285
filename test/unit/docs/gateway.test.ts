import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import ts from 'typescript';
import { type Gateway, ManualClock, repeatableIds, startGateway } from '../../gateway';
import { DEMO_TOKEN } from '../../gateway/connect';
import { REFUSED_PREFIX, STATUS_PREFIX } from '../../gateway/platform/codes';
import { DEMO_KEYS } from '../../gateway/platform/portal';
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
		const keys = Object.values(DEMO_KEYS);
		for (const told of [account?.user, String(account?.credit), state.apis[0]?.apiId, DEMO_TOKEN, ...keys]) {
			expect(page.text).toContain(told);
		}
	});

	test('of its Platform is true', () => {
		const { accounts, integrations } = gateway.platform.portal;
		for (const { name, milliBalance, currency } of accounts.values()) {
			expect(page.text).toContain(`\`${name}\`, ${milliBalance / 1000} ${currency}`);
		}
		for (const { name, key, twoWayNumbers } of integrations.values()) {
			for (const told of [name, key, ...twoWayNumbers]) expect(page.text).toContain(told);
		}
		for (const prefix of [REFUSED_PREFIX, STATUS_PREFIX]) expect(page.text).toContain(`\`${prefix}\``);
	});

	test.each([
		['gateway', ''],
		['platform', 'platform/'],
	] as const)('of the control plane of the %s is what it lists', async (plane, path) => {
		const answer = await fetch(`${gateway.url}/_gateway/${path}`);
		const { actions } = (await answer.json()) as { actions: string[] };
		const told = controlActions(plane).map(([method, action]) => `${method} ${action}`);
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
			gateway.platform.setCallback('Demo One API', 'inbound', { url, method: 'POST' });
			const lines = codeBlocks(page, 'sh').flatMap((block) => [
				...block.matchAll(/^curl -d '([^']+)' http:\/\/127\.0\.0\.1:4577(\S+)$/gm),
			]);
			expect(lines).toHaveLength(6);
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
