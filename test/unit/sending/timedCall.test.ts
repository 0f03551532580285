import { carrierOf } from '../../../nodes/Clickatell/apis/gateway/gatewayCarrier';
import { SERVERS } from '../../../nodes/Clickatell/apis/gateway/servers';
import { PLATFORM_SCHEDULING } from '../../../nodes/Clickatell/apis/platform/platformCarrier';
import type { PlatformApiName } from '../../../nodes/Clickatell/apis/platform/types';
import { gatewayOperation } from '../../../nodes/Clickatell/catalogue';
import { NEVER_OPEN } from '../../../nodes/Clickatell/engine/answer';
import { unrepeatable } from '../../../nodes/Clickatell/engine/run';
import { sendAll } from '../../../nodes/Clickatell/engine/sends';
import { TimedCall } from '../../../nodes/Clickatell/engine/timedCall';
import { defined } from '../../../nodes/Clickatell/formats/defined';
import type { Checked } from '../../../nodes/Clickatell/message/check';
import { itemChecker } from '../../../nodes/Clickatell/message/itemChecker';
import type { Gateway, ManualClock, ServerName } from '../../gateway';
import {
	callTo,
	json,
	messagesIn,
	OPTIONS,
	platformOperation,
	sceneOf,
	type Host,
} from '../apis/platform/scene';
import { gatewayOnHold, RunPorts } from '../runtime/overGateway';

/** A call is looked at when it leaves, after all that an API waits for: a turn, a session, another try. */

const MINUTE = 60_000;
const LOGGED_AFTER_MS = 2_000;
const SMS = platformOperation('sms.send');
const SEND = gatewayOperation('message', 'send');
const [ANN, BEN] = ['27999100001', '27999100002'];
/** In South Africa, 14:00. */
const NOON = Date.parse('2026-03-03T12:00:00Z');
const BEGIN = NOON + MINUTE;
const END = '2026-03-03T13:00:00Z';
const quietHours = JSON.stringify({ from: 14 * 60 + 1, to: 15 * 60 });

const item = (to: string | string[], wire: Checked['wire'] = {}): Checked => ({
	to: [to].flat(),
	wire: { text: `Hello ${String(to)}`, ...wire },
	values: { quietHours, concurrency: '1', callsPerSecond: '0' },
});

/** Refuses by a limit of calls, in the first call, those to whom a number is. */
const limiting =
	(api: PlatformApiName, who: string): Host =>
	(request, call) => {
		const asked =
			api === 'oneApi'
				? messagesIn(request).map(({ to, ...message }) => ({ ...message, to }))
				: (JSON.parse(request.body as string) as { to: string[] }).to.map((to) => ({ to }));
		const messages = asked.map((message) =>
			call === 1 && message.to === who
				? { ...message, accepted: false, error: { code: 43, description: 'Words' }, errorCode: 43 }
				: { ...message, accepted: true, apiMessageId: `id-${message.to}`, error: null },
		);
		return json({ messages, error: null });
	};

/** Sends so long before the quiet hours begin, and gives the rows and what the Platform was asked for. */
async function sendBefore(ms: number, api: PlatformApiName, who: string, items: readonly Checked[]) {
	const scene = sceneOf(limiting(api, who), { api });
	const { ports } = scene;
	let passed = 0;
	ports.now = () => passed;
	ports.time = () => BEGIN - ms + passed;
	// Progress waits beside the calls until it writes to the log; that pause holds nothing back.
	ports.sleep = async (pause) => void (passed += pause < LOGGED_AFTER_MS ? pause : 0);
	const checked = { items, refused: new Map() };
	const results = await sendAll(ports, scene.client, SMS, checked, unrepeatable(ports.newId));
	const times = scene.sent().flatMap((body) => {
		const { messages = [body] } = body as { messages?: unknown[] };
		return messages.map((message) => (message as { scheduledDeliveryTime?: string }).scheduledDeliveryTime);
	});
	return { rows: results.flat().map(({ row }) => row), times };
}

const onWire = END.replace('Z', '+0000');
const inRow = END.replace('Z', '.000Z');

describe.each(['oneApi', 'smsApi'] as const)('on the Platform (%s)', (api) => {
	it('what was refused for a moment is put off where quiet hours begin before it is sent again', async () => {
		const { rows, times } = await sendBefore(500, api, BEN, [item([ANN, BEN])]);
		expect(times).toEqual(api === 'oneApi' ? [undefined, undefined, onWire] : [undefined, onWire]);
		expect(rows).toMatchObject([{ accepted: true }, { accepted: true, scheduledFor: inRow }]);
		expect(rows[0]).not.toHaveProperty('scheduledFor');
	});

	it('what is sent again before they begin goes at once', async () => {
		const { rows, times } = await sendBefore(1500, api, BEN, [item([ANN, BEN])]);
		expect(times.every((time) => time === undefined)).toBe(true);
		for (const row of rows) expect(row).not.toHaveProperty('scheduledFor');
	});

	it('a call that waits for its turn while they begin is put off', async () => {
		// The first call is made twice, the last time 200 ms before; then each call waits for half a second.
		const calls = [ANN, BEN].map((to, n) => {
			const own = item(to);
			return { ...own, values: { ...own.values, timeout: String(60 + n) } };
		});
		const { rows, times } = await sendBefore(1200, api, ANN, calls);
		expect(times).toEqual([undefined, undefined, onWire]);
		expect(rows[0]).not.toHaveProperty('scheduledFor');
		expect(rows[1]).toMatchObject({ accepted: true, scheduledFor: inRow });
	});

	it('a time of delivery that comes before a call is made again is left out', async () => {
		const soon = item(ANN, { scheduledTime: new Date(BEGIN).toISOString().replace('.000Z', 'Z') });
		const { rows, times } = await sendBefore(500, api, ANN, [{ ...soon, values: {} }]);
		expect(times).toEqual([expect.any(String), undefined]);
		expect(rows).toMatchObject([{ accepted: true }]);
		expect(rows[0]).not.toHaveProperty('scheduledFor');
	});

	it('a call that no time suits when its turn comes is not made', async () => {
		const scene = sceneOf(limiting(api, ANN), { api });
		const call = { ...callTo(ANN), wire: { text: 'x' } };
		expect(await scene.client.send(SMS, call, OPTIONS, () => undefined)).toBe(NEVER_OPEN);
		expect(scene.ports.requests).toEqual([]);
		let made = 0;
		const once = () => (made++ === 0 ? call : undefined);
		expect(await scene.client.send(SMS, call, OPTIONS, once)).toMatchObject({
			fates: [{ kind: 'refused', code: '43' }],
		});
		expect(scene.ports.requests).toHaveLength(1);
	});
});

describe('in the SMS Gateway', () => {
	let gateway: Gateway;
	let clock: ManualClock;
	beforeAll(async () => ({ gateway, clock } = await gatewayOnHold()));
	afterAll(async () => await gateway.close());
	afterEach(() => gateway.faultList.clear());

	/** Sends within quiet hours' last open minute, where the calls that a pattern names take two minutes. */
	async function sendWhile(server: ServerName, isSlow: RegExp, more: Record<string, unknown> = {}) {
		const ports = new RunPorts(gateway, clock, server);
		const { http } = ports;
		let slow = 0;
		ports.http = async (request, data) => {
			const result = await http(request, data);
			if (isSlow.test(`${request.url} ${String(request.body)}`) && slow++ === 0)
				await clock.advance(2 * MINUTE);
			return result;
		};
		const carrier = carrierOf(defined(SERVERS.find(({ name }) => name === server)), () => ports.time());
		const clockIn = (minutes: number) =>
			new Date(clock.now() + (120 + minutes) * MINUTE).toISOString().slice(11, 16);
		const values = { from: clockIn(2), to: clockIn(60), timeZone: '' };
		const result = itemChecker(SEND, { carrier })({
			to: ANN,
			text: 'Hello',
			quietHours: { values },
			...more,
		});
		if (!result.ok) throw new Error(result.faults.join());
		const checked = { items: [result.checked], refused: new Map() };
		const sent = await sendAll(ports, ports.client(), SEND, checked, unrepeatable(ports.newId));
		const [row] = sent.flat().map((outcome) => outcome.row);
		return {
			row: defined(row),
			message: gateway.messages().find(({ apiMsgId }) => apiMsgId === row?.messageId),
		};
	}

	describe.each(SERVERS.map(({ name }) => name as ServerName))('over %s', (server) => {
		it('a call is put off where quiet hours begin while a session is opened for it', async () => {
			const { row, message } = await sendWhile(server, /ping/);
			expect(row).toMatchObject({ accepted: true, scheduledFor: expect.any(String) as unknown });
			expect(message?.status).toBe('011');
		});

		it.each([
			['whose session had ended', '003', {}],
			['with an internal error', '901', { repeatOnInternalError: true }],
		])(
			'a call that is refused %s is put off where they begin before it is made again',
			async (_, code, more) => {
				gateway.fail({ kind: 'error', command: 'sendmsg', code, times: 1 });
				const { row, message } = await sendWhile(server, /sendmsg/i, more);
				expect(row).toMatchObject({ accepted: true, scheduledFor: expect.any(String) as unknown });
				expect(message?.status).toBe('011');
			},
		);
	});
});

describe('what is kept of a call as it left last', () => {
	const planned = {
		wire: { text: 'Hi' },
		to: [ANN, BEN],
		slots: [[{ item: 0, position: 0 }], [{ item: 0, position: 1 }]],
		travel: undefined,
		values: { quietHours },
	};
	let now = NOON;
	const timed = () => new TimedCall(planned, PLATFORM_SCHEDULING, () => now);
	beforeEach(() => (now = NOON));

	it('is the call as planned where it did not leave', () => {
		expect(timed().asMade.own?.map(({ wire }) => wire)).toEqual([planned.wire, planned.wire]);
	});

	it('is one message where all recipients got the same', () => {
		const call = timed();
		call.now([0, 1]);
		expect(call.asMade).toEqual(planned);
		now = BEGIN;
		call.now([0, 1]);
		expect(call.asMade).toEqual({ ...planned, wire: { text: 'Hi', scheduledTime: END } });
	});

	it('is the message of each where they left at different times', () => {
		const call = timed();
		call.now([0, 1]);
		now = BEGIN;
		expect(call.now([1])).toMatchObject({ to: [BEN], slots: [planned.slots[1]] });
		expect(call.asMade.own?.map(({ wire }) => wire)).toEqual([
			{ text: 'Hi' },
			{ text: 'Hi', scheduledTime: END },
		]);
	});
});
