import type { INode } from 'n8n-workflow';
import { ManualClock, type Gateway } from '../gateway';
import { runNode } from './engine';
import { itemsOf, numberOf, richGateway, sendEach, vaultFor } from './sending';
import { RETRY } from './walk';
import { defined } from '../../nodes/Clickatell/formats/defined';

/** Runs that must ask Clickatell what was sent before they send, and cannot. */

jest.setTimeout(120_000);

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richGateway({ clock: new ManualClock() });
});
afterEach(async () => await gateway.close());

const items = itemsOf([1, 2].map((n) => ({ to: numberOf(n), text: 'Sale' })));

/** A look-up is tried three times, and there are two. */
async function send(timesItFails: number, settings: Partial<INode> = {}) {
	gateway.fail({ kind: 'http-502', command: 'querymsg', times: timesItFails });
	return await runNode({
		parameters: sendEach({ idempotencyKey: 'spring-sale', concurrency: 1 }),
		items,
		credentials: vaultFor(gateway),
		settings,
	});
}

it('fails where nothing was sent, so that an error workflow and a retry can follow', async () => {
	const { error, outputs } = await send(6);
	expect(outputs).toEqual([]);
	expect(error?.message).toMatch(
		/^An earlier run may have sent it, and Clickatell could not be asked: .*; this run sent nothing$/,
	);
	expect(error?.description).toContain('Retry the execution later.');
	expect(gateway.messages()).toEqual([]);
});

it('asks again with Retry On Fail, and sends each message once', async () => {
	const { error, outputs } = await send(6, RETRY);
	expect(error).toBeUndefined();
	expect(defined(outputs[0]).map(({ json }) => json['accepted'])).toEqual([true, true]);
	expect(gateway.messages()).toHaveLength(2);
});

it('gives rows where On Error says so', async () => {
	const { outputs } = await send(6, { onError: 'continueErrorOutput' });
	expect(defined(outputs[1]).map(({ json }) => json['accepted'])).toEqual([null, null]);
	expect(gateway.messages()).toEqual([]);
});
