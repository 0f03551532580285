import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ManualClock, type Gateway, type ServerName } from '../gateway';
import { runNode, type NodeRun } from './engine';
import { countOf, itemsOf, jsonOf, numberOf, pairsOf, richGateway, send, SERVERS, vaultFor } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

/** What became of each row: all outcomes, on n8n's own engine, over every server. */

let gateway: Gateway;
let clock: ManualClock;
beforeEach(async () => {
	clock = new ManualClock();
	gateway = await richGateway({ clock });
});
afterEach(async () => {
	await gateway.close();
});

const KEY = 'doors-open';
/** Status 007 is what becomes of messages to it. */
const FAILS = '27999166007';

const PARAMETERS: IDataObject = {
	resource: 'message',
	operation: 'reconcile',
	to: '={{ $json.to }}',
	text: '={{ $json.text }}',
	idempotencyKey: '={{ $json.key }}',
	options: {
		messageId: '={{ $json.messageId }}',
		clientMessageId: '={{ $json.clientMessageId }}',
		askForCharge: true,
	},
	advanced: {},
};

const reconcile = async (items: INodeExecutionData[], server: ServerName, more: Partial<NodeRun> = {}) =>
	await runNode({ parameters: PARAMETERS, items, credentials: vaultFor(gateway, server), ...more });

async function idOf(parameters: IDataObject, server: ServerName): Promise<string> {
	const sent = await send(vaultFor(gateway, server), parameters);
	return defined(jsonOf(sent)[0])['messageId'] as string;
}

/** Rows with every outcome, and what the node is to say of them. */
async function everyOutcome(server: ServerName) {
	const mark = `${server} Ω`;
	const text = (of: string) => `${of} ${mark}`;
	const keyed = (to: string, of: string) => ({ to, text: text(of), advanced: { idempotencyKey: KEY } });
	await idOf(keyed(numberOf(1), 'delivered'), server);
	const failed = await idOf({ to: FAILS, text: text('failed') }, server);
	const shared = { clientMessageId: `shared${server}` };
	await idOf({ to: `${numberOf(3)},${numberOf(4)}`, text: text('shared'), options: shared }, server);
	return [
		[{ to: numberOf(1), text: text('delivered'), key: KEY }, 'delivered', false],
		[{ to: FAILS, messageId: failed }, 'failed', false],
		[{ to: numberOf(2), text: text('delivered'), key: KEY }, 'neverSent', true],
		[{ to: numberOf(1), text: text('delivered'), key: 'another' }, 'neverSent', true],
		[{ to: numberOf(3), ...shared }, 'unknown', false],
		[{ to: numberOf(4), ...shared }, 'unknown', false],
		[{ to: numberOf(5), messageId: '0123456789abcdef0123456789abcdef' }, 'unknown', false],
	] as const;
}

it('gives every outcome on every server', async () => {
	const cases = await Promise.all(SERVERS.map(everyOutcome));
	await clock.advance(3_600_000);
	const results = await Promise.all(
		SERVERS.map(async (server, i) => {
			const waits = { to: numberOf(6), text: `waits ${server}`, advanced: { idempotencyKey: KEY } };
			await idOf({ ...waits, advanced: { ...waits.advanced, deliveryDelay: 600 } }, server);
			const underWay = [{ to: numberOf(6), text: waits.text, key: KEY }, 'underWay', false] as const;
			const all = [...defined(cases[i]), underWay];
			const result = await reconcile(itemsOf(all.map(([json]) => json as IDataObject)), server);
			return { all, result };
		}),
	);
	for (const { all, result } of results) {
		expect(result.error).toBeUndefined();
		const rows = jsonOf(result);
		expect(rows.map(({ to, outcome, sendAgain }) => [to, outcome, sendAgain])).toEqual(
			all.map(([{ to }, outcome, sendAgain]) => [to, outcome, sendAgain]),
		);
		expect(pairsOf(result)).toEqual([...all.keys()]);
		for (const row of rows) {
			expect(Object.keys(row)).toEqual(Object.keys(defined(rows[0])));
			expect(row['advice']).toMatch(/^[A-Z].*\.$/);
			expect(row['errorText']).toBeNull();
		}
		expect(rows[0]).toMatchObject({ status: '004', statusText: 'Received by recipient', charge: 0.33 });
		expect(rows[2]).toMatchObject({ status: null, messageId: null, charge: null });
		expect(result.hints.join()).toContain('Waited until Clickatell knew');
	}
	// The refused calls of a read cost nothing, and nothing else was sent.
	expect(gateway.messages()).toHaveLength(5 * SERVERS.length);
}, 120_000);

it('refuses what cannot be asked for, before any call', async () => {
	const items = itemsOf([{ to: numberOf(1), key: KEY }, { to: `${numberOf(1)},${numberOf(2)}` }]);
	const stopped = await reconcile(items, 'http');
	expect(stopped.error?.message).toBe(
		"'Idempotency Key' is set, but 'Text' is empty; enter the text that was to be sent, or use 'Client Message ID' or 'Message ID' under Options",
	);
	expect(countOf(gateway, 'querymsg')).toBe(0);
	const went = await reconcile(items, 'http', { settings: { onError: 'continueRegularOutput' } });
	expect(jsonOf(went)).toMatchObject([
		{ outcome: 'unknown', sendAgain: false, to: numberOf(1) },
		{
			outcome: 'unknown',
			sendAgain: false,
			errorText:
				"'To' holds 2 numbers; give each of them an item of its own; 'Idempotency Key' and 'Client Message ID' and 'Message ID' are empty; fill in one of them",
		},
	]);
});

it('fails where nothing was found out, and puts out the others where something was', async () => {
	const messageId = await idOf({}, 'http');
	const items = itemsOf([
		{ to: numberOf(1), messageId },
		{ to: numberOf(2), clientMessageId: 'own' },
	]);
	gateway.fail({ kind: 'error', code: '007', command: 'querymsg', times: 20 });
	const failed = await reconcile(items, 'http');
	expect(failed.error?.message).toBe(
		'Clickatell could not give the status of the message: Clickatell refused to say (007)',
	);
	gateway.faultList.clear();
	const fault = { kind: 'error', code: '007', command: 'querymsg', times: 1 } as const;
	gateway.fail(fault);
	const advanced = { concurrency: 1 };
	const parameters = { ...PARAMETERS, advanced };
	const half = await reconcile(items.slice().reverse(), 'http', { parameters });
	expect(half.error).toBeUndefined();
	expect(jsonOf(half).map(({ outcome }) => outcome)).toEqual(['unknown', 'underWay']);
	gateway.fail(fault);
	const settings = { onError: 'continueErrorOutput' } as const;
	const parted = await reconcile(items.slice().reverse(), 'http', { parameters, settings });
	expect(parted.outputs.map((output) => output.length)).toEqual([1, 1]);
});
