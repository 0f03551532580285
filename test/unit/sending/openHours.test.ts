import { carrierOf, scheduleFaults } from '../../../nodes/Clickatell/apis/gateway/gatewayCarrier';
import { SCHEDULING } from '../../../nodes/Clickatell/apis/gateway/server';
import { SERVERS } from '../../../nodes/Clickatell/apis/gateway/servers';
import { gatewayOperation } from '../../../nodes/Clickatell/catalogue';
import { counting, type Run } from '../../../nodes/Clickatell/engine/run';
import { sendAll } from '../../../nodes/Clickatell/engine/sends';
import type { Checked } from '../../../nodes/Clickatell/message/check';
import { itemChecker } from '../../../nodes/Clickatell/message/itemChecker';
import { onTime, OpenHours } from '../../../nodes/Clickatell/message/openHours';
import type { PlannedCall } from '../../../nodes/Clickatell/message/plan';
import type { Gateway, ManualClock, ServerName } from '../../gateway';
import { gatewayOnHold, RunPorts } from '../runtime/overGateway';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const SEND = gatewayOperation('message', 'send');
const MINUTE = 60_000;

let gateway: Gateway;
let clock: ManualClock;
beforeAll(async () => ({ gateway, clock } = await gatewayOnHold()));
afterAll(async () => await gateway.close());

const RUN: Run = {
	key: 'a key',
	...counting(),
	maySendTwice: 'no',
	isTraceable: true,
	callsBefore: async () => 'same',
	begunAt: 0,
	mayGoOn: false,
	seenSince: async () => undefined,
};

/** What the clocks of South Africa show so many minutes from now. */
const clockIn = (minutes: number) =>
	new Date(clock.now() + (120 + minutes) * MINUTE).toISOString().slice(11, 16);

describe.each(SERVERS.map(({ name }) => name as ServerName))(
	'a bulk over %s that runs into quiet hours',
	(server) => {
		it('sends until they begin; all later messages wait until they are over', async () => {
			const ports = new RunPorts(gateway, clock, server);
			const carrier = carrierOf(defined(SERVERS.find(({ name }) => name === server)), () => ports.time());
			const check = itemChecker(SEND, { carrier });
			const hours = new OpenHours(SCHEDULING, ports.time());
			const quietHours = { values: { from: clockIn(1), to: clockIn(60), timeZone: '' } };
			const items = Array.from({ length: 120 }, (_, n): Checked => {
				const to = String(27_999_100_000 + n);
				const result = check({ to, text: `${server} ${n}`, quietHours, callsPerSecond: 1, concurrency: 1 });
				if (!result.ok) throw new Error(result.faults.join());
				const timed = hours.apply(result);
				if (!timed.ok) throw new Error(timed.faults.join());
				return timed.checked;
			});
			const begun = clock.now();
			const results = await sendAll(ports, ports.client(), SEND, { items, refused: new Map() }, RUN);
			const rows = results.flat().map(({ row }) => row);
			expect(rows.every(({ accepted }) => accepted === true)).toBe(true);
			const waiting = rows.map(({ scheduledFor }) => scheduledFor !== undefined);
			const first = waiting.indexOf(true);
			// A call a second, and the hours begin at a full minute.
			expect(first).toBeGreaterThan(10);
			expect(first).toBeLessThanOrEqual(61);
			expect(waiting.slice(first).every(Boolean)).toBe(true);
			const end = begun - (begun % MINUTE) + 60 * MINUTE;
			expect(Date.parse(defined(defined(rows[first]).scheduledFor))).toBe(end + 5 * MINUTE);
			const ids = new Set(rows.slice(first).map(({ messageId }) => messageId));
			const held = gateway.messages().filter(({ apiMsgId }) => ids.has(apiMsgId));
			expect(held).toHaveLength(120 - first);
			expect(held.every(({ status }) => status === '011')).toBe(true);
		});
	},
);

it('of several numbers whose hours cannot be kept, each is named', () => {
	const to = ['883512345678', '883512345679', '27999100001'];
	const values = { quietHours: JSON.stringify({ from: 0, to: 60 }) };
	expect(new OpenHours(SCHEDULING, 0).apply({ ok: true, checked: { to, wire: {}, values } })).toEqual({
		ok: false,
		faults: to
			.slice(0, 2)
			.map(
				(number) =>
					`'Quiet Hours' cannot be kept for ${number}, whose time zone is not known; fill in Time Zone`,
			),
	});
});

it('somebody who gets nothing has a time as well, by which a retry finds the calls of a run that left nobody out', () => {
	const [sleeps, wakes, unknown] = ['27999100001', '447700900123', '883512345678'];
	const item = {
		to: [sleeps, wakes, unknown],
		wire: {},
		values: { quietHours: JSON.stringify({ from: 0, to: 90 }) },
		spared: new Set([sleeps, unknown]),
	};
	const result = new OpenHours(SCHEDULING, Date.parse('2026-03-02T23:00:00Z')).apply({
		ok: true,
		checked: item,
	});
	expect(result).toMatchObject({ ok: true });
	expect(result.ok && [...(result.checked.later?.keys() ?? [])]).toEqual([sleeps]);
});

describe('a call at the time when it is made', () => {
	const NOON = Date.parse('2026-03-03T12:00:00Z');
	const NIGHT = JSON.stringify({ from: 14 * 60, to: 15 * 60 });
	const call = (to: readonly string[], more: Partial<PlannedCall> = {}): PlannedCall => ({
		wire: { text: 'Hi' },
		to,
		slots: to.map((_, position) => [{ item: 0, position }]),
		travel: undefined,
		values: { quietHours: NIGHT },
		...more,
	});
	const UK = '447700900123';
	const ZA = '27999100001';

	it('is itself where nobody sleeps, where there are no quiet hours, and where its time is set', () => {
		for (const each of [
			call([UK]),
			call([ZA], { values: {} }),
			call([ZA], { wire: { scheduledTime: '2026-03-03T14:00:00Z' } }),
		])
			expect(onTime(each, SCHEDULING, NOON)).toBe(each);
	});

	it.each([
		['2026-03-03T12:00:00Z', {}],
		['2026-03-03T13:59:59+0200', {}],
		['2026-03-03T12:00:01Z', { scheduledTime: '2026-03-03T12:00:01Z' }],
	])('goes at once where its time has come: %s', (scheduledTime, expected) => {
		const wire = { text: 'Hi', scheduledTime };
		expect(onTime(call([UK], { values: {}, wire }), SCHEDULING, NOON)?.wire).toEqual({
			text: 'Hi',
			...expected,
		});
		const own = [{ wire, travel: undefined }];
		expect(onTime(call([UK], { values: {}, wire: {}, own }), SCHEDULING, NOON)?.own).toEqual([
			{ wire: { text: 'Hi', ...expected }, travel: undefined },
		]);
	});

	it('whose time has come in quiet hours waits again', () => {
		const wire = { text: 'Hi', scheduledTime: '2026-03-03T11:00:00Z' };
		expect(onTime(call([ZA], { wire }), SCHEDULING, NOON)?.wire).toEqual({
			text: 'Hi',
			scheduledTime: '2026-03-03T13:05:00Z',
		});
	});

	it('waits for a time that suits all its recipients', () => {
		expect(onTime(call([UK, ZA]), SCHEDULING, NOON)?.wire).toEqual({
			text: 'Hi',
			scheduledTime: '2026-03-03T13:05:00Z',
		});
	});

	it('of different messages, those wait whose recipients sleep', () => {
		const own = [UK, ZA].map((to) => ({ wire: { text: to }, travel: undefined }));
		expect(onTime(call([UK, ZA], { wire: {}, own }), { ...SCHEDULING, slackMinutes: 0 }, NOON)?.own).toEqual([
			own[0],
			{ wire: { text: ZA, scheduledTime: '2026-03-03T13:00:00Z' }, travel: undefined },
		]);
	});

	it('is none where no time suits all', () => {
		const values = { quietHours: JSON.stringify({ from: 0, to: 23 * 60 }) };
		expect(onTime(call([UK, ZA], { values }), SCHEDULING, NOON)).toBeUndefined();
	});
});

it('a time that is past is refused, but not in a retry: what was to go then goes at once', () => {
	const values = { scheduledTime: '2026-01-01T08:00:00.000Z' };
	const later = Date.parse('2026-01-01T09:00:00.000Z');
	expect(scheduleFaults(values, later)).toEqual([expect.stringContaining('which is past')]);
	expect(scheduleFaults(values, later, true)).toEqual([]);
});
