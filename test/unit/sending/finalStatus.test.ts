import * as fc from 'fast-check';
import { carrierOf } from '../../../nodes/Clickatell/apis/gateway/gatewayCarrier';
import { SERVERS } from '../../../nodes/Clickatell/apis/gateway/servers';
import { gatewayOperation } from '../../../nodes/Clickatell/catalogue';
import { ERROR_CODES } from '../../../nodes/Clickatell/catalogue/errors';
import { AWAITED_STATUS } from '../../../nodes/Clickatell/catalogue/resultFields';
import { withFinalStatus } from '../../../nodes/Clickatell/engine/finalStatus';
import { sendAll } from '../../../nodes/Clickatell/engine/sends';
import { unrepeatable } from '../../../nodes/Clickatell/engine/run';
import type { Checked, RawValues } from '../../../nodes/Clickatell/message/check';
import { awaitedFaults } from '../../../nodes/Clickatell/message/awaited';
import { itemChecker } from '../../../nodes/Clickatell/message/itemChecker';
import { earlierOutcome, outcomeOf, type SentRow } from '../../../nodes/Clickatell/message/rows';
import type { FaultScript, Gateway, ManualClock, ServerName } from '../../gateway';
import { gatewayOnHold, RunPorts } from '../runtime/overGateway';
import { defined } from '../../../nodes/Clickatell/formats/defined';
import { casesOf } from '../../extent';

/** What comes of 'Wait for Final Status', by a clock that only waiting moves. */

const SEND = gatewayOperation('message', 'send');
const SERVER_NAMES = SERVERS.map(({ name }) => name) as ServerName[];
const PACE = { toGateway: 3_000, toHandset: 3_000, queued: 10_000, known: 0 };

let gateway: Gateway;
let clock: ManualClock;
beforeAll(async () => ({ gateway, clock } = await gatewayOnHold()));
afterAll(async () => await gateway.close());
beforeEach(() => void Object.assign(gateway.state.pace, PACE));
afterEach(() => gateway.faultList.clear());

let people = 0;
/** Numbers that are delivered to, each used once. */
const fresh = () => String(27_999_500_000 + people++);
/** It never comes further than to the network. */
const NEVER_DELIVERED = '27999166003';
const FAILS = '27999166007';
const REFUSED = '27999166114';

function checked(items: readonly RawValues[], server: ServerName) {
	const of = defined(SERVERS.find(({ name }) => name === server));
	const check = itemChecker(SEND, { carrier: carrierOf(of, () => clock.now()) });
	const sound = items.map((raw): Checked => {
		const result = check({ text: 'Hello', ...raw });
		if (!result.ok) throw new Error(result.faults.join());
		return result.checked;
	});
	return { items: sound, refused: new Map() };
}

interface Asked {
	readonly server?: ServerName;
	/** Called when everything has been sent. */
	readonly sent?: (ports: RunPorts) => void;
}

async function run(items: readonly RawValues[], { server = 'http', sent }: Asked = {}) {
	const ports = new RunPorts(gateway, clock, server);
	const client = ports.client();
	const wanted = checked(items, server);
	// The log waits for two seconds beside the run, which moves the clock for all.
	const { sleep } = ports;
	const sleeping: Promise<void>[] = [];
	ports.sleep = async (ms) => {
		const slept = sleep(ms);
		sleeping.push(slept);
		await slept;
	};
	const before = await sendAll(
		ports,
		client,
		SEND,
		wanted,
		unrepeatable(() => ports.newId()),
	);
	await Promise.all(sleeping);
	ports.sleep = sleep;
	const madeBySending = ports.made;
	const begun = clock.now();
	sent?.(ports);
	const after = await withFinalStatus(ports, client, SEND, wanted, before);
	const rowsOf = (outcomes: typeof before) => outcomes.flat().map(({ row }) => row);
	return {
		before: rowsOf(before),
		rows: rowsOf(after),
		isSame: after === before,
		ports,
		asked: ports.made - madeBySending,
		waited: clock.now() - begun,
	};
}

const NAMES = AWAITED_STATUS.map(({ name }) => name);

/** The row without what is known of the status. */
function withoutStatus(row: SentRow) {
	return Object.fromEntries(Object.entries(row).filter(([name]) => !NAMES.includes(name)));
}
const statuses = (rows: readonly SentRow[]) => rows.map(({ status }) => status);
const failing = (script: Partial<FaultScript>) =>
	gateway.faultList.add({ kind: 'drop', command: 'querymsg', times: 1_000, ...script });

describe('a run that waits', () => {
	it.each(SERVER_NAMES)('says of each message how it ended, on %s', async (server) => {
		const { rows, before, waited, asked } = await run(
			[{ to: `${fresh()},${FAILS},${REFUSED}`, waitForFinalStatus: 60 }],
			{ server },
		);
		expect(rows).toMatchObject([
			{ accepted: true, status: '004', outcome: 'delivered', final: true, statusError: null },
			{
				accepted: true,
				status: '007',
				statusText: 'Error delivering message',
				outcome: 'failed',
				final: true,
			},
			{ accepted: false, status: null, statusText: null, outcome: null, final: null, statusError: null },
		]);
		expect(rows.map(withoutStatus)).toEqual(before);
		expect(Object.keys(defined(rows[0])).slice(-NAMES.length)).toEqual(NAMES);
		// It was sent 2 seconds before, is delivered after 6, and asked for after 2 and 5.
		expect(Math.round(waited / 1000)).toBe(5);
		expect(asked).toBe(4);
	});

	it('asks at growing intervals, at last when the time is up, and then puts out what is known', async () => {
		const times: number[] = [];
		let begun = 0;
		const { rows, asked } = await run([{ to: NEVER_DELIVERED, waitForFinalStatus: 120 }], {
			sent: (ports) => {
				begun = clock.now();
				const { http } = ports;
				ports.http = async (request, data) => {
					times.push((clock.now() - begun) / 1000);
					return await http(request, data);
				};
			},
		});
		expect(times).toEqual(
			[2, 5, 9.5, 16.25, 26.375, 41.563, 64.344, 94.344, 120].map((at): unknown => expect.closeTo(at, 2)),
		);
		expect(asked).toBe(times.length);
		expect(rows).toMatchObject([
			{ accepted: true, status: '003', outcome: 'intermediate', final: false, statusError: null },
		]);
	});

	it('asks for those alone that are not final yet, each message once', async () => {
		const to = fresh();
		const common = { waitForFinalStatus: 20, duplicateRecipients: 'oncePerRun' };
		const { rows, asked } = await run([
			{ to, ...common },
			{ to: `${to},${FAILS}`, ...common },
			{ to: NEVER_DELIVERED, ...common },
		]);
		expect(statuses(rows)).toEqual(['004', '004', '007', '003']);
		expect(defined(rows[0]).messageId).toBe(defined(rows[1]).messageId);
		// Two rounds for all, then after 9.5, 16.25 and 20 seconds.
		expect(asked).toBe(2 * 3 + 3);
	});

	it('waits for the longest of what the items say, and for none that says nothing', async () => {
		const { rows, waited, asked } = await run([
			{ to: fresh() },
			{ to: NEVER_DELIVERED, waitForFinalStatus: 4 },
			{ to: fresh(), waitForFinalStatus: 9 },
			{ to: fresh(), waitForFinalStatus: 0 },
		]);
		expect(waited).toBe(9_000);
		expect(statuses(rows)).toEqual([null, '003', '004', null]);
		expect(rows.map(({ final }) => final)).toEqual([null, false, true, null]);
		expect(asked).toBe(2 + 2 + 1);
	});

	it('keeps the pace of the run', async () => {
		const to = Array.from({ length: 6 }, fresh).join();
		const begun = clock.now();
		const times: number[] = [];
		await run([{ to, waitForFinalStatus: 1, callsPerSecond: 2, concurrency: 1 }], {
			sent: (ports) => {
				const { http } = ports;
				ports.http = async (request, data) => {
					times.push(clock.now() - begun);
					return await http(request, data);
				};
			},
		});
		expect(times).toHaveLength(6);
		times.slice(1).forEach((at, i) => expect(at - defined(times[i])).toBeGreaterThanOrEqual(500));
	});

	it('asks for what a run before has sent as well', async () => {
		const idempotencyKey = `again${people}`;
		const to = fresh();
		const ports = new RunPorts(gateway, clock, 'http');
		const once = async () => {
			const wanted = checked([{ to, idempotencyKey, waitForFinalStatus: 30 }], 'http');
			const client = ports.client();
			const sent = await sendAll(
				ports,
				client,
				SEND,
				wanted,
				unrepeatable(() => ports.newId()),
			);
			return defined((await withFinalStatus(ports, client, SEND, wanted, sent)).flat()[0]).row;
		};
		await once();
		expect(await once()).toMatchObject({ accepted: true, alreadySent: true, status: '004', final: true });
		expect(gateway.messages({ to })).toHaveLength(1);
	});

	it('is one that was cancelled: nothing more is asked, and the rows are as they are', async () => {
		const { rows, before, asked, waited } = await run([{ to: fresh(), waitForFinalStatus: 600 }], {
			sent: (ports) => {
				const { sleep } = ports;
				let naps = 0;
				ports.sleep = async (ms) => {
					await sleep(ms);
					// In the pause behind the first question.
					if (++naps === 3) ports.isCancelled = true;
				};
			},
		});
		expect(asked).toBe(1);
		expect(waited).toBe(3_000);
		expect(rows).toMatchObject([{ accepted: true, status: '003', final: false }]);
		expect(rows.map(withoutStatus)).toEqual(before);
		const none = await run([{ to: fresh(), waitForFinalStatus: 600 }], {
			sent: (ports) => (ports.isCancelled = true),
		});
		expect([none.asked, none.waited]).toEqual([0, 0]);
		expect(none.rows).toMatchObject([{ accepted: true, status: null, final: false }]);
	});
});

describe('a run that does not wait', () => {
	it.each([[{}], [{ waitForFinalStatus: 0 }]])(
		'makes no more calls and keeps its rows: %j',
		async (option) => {
			const { isSame, asked, waited, ports, rows } = await run([{ to: fresh(), ...option }]);
			expect({ isSame, asked, waited }).toEqual({ isSame: true, asked: 0, waited: 0 });
			expect(ports.made).toBe(1);
			expect(Object.keys(defined(rows[0]))).toEqual(expect.not.arrayContaining(NAMES));
		},
	);

	it('is one in which nothing was accepted', async () => {
		const { rows, waited, asked } = await run([{ to: REFUSED, waitForFinalStatus: 60 }]);
		expect([waited, asked]).toEqual([0, 0]);
		expect(rows).toMatchObject([{ accepted: false, status: null, final: null, statusError: null }]);
	});
});

it('does not ask for a message that Clickatell keeps until later', async () => {
	const scheduledTime = new Date(Math.ceil(clock.now() / 1000) * 1000 + 3_600_000).toISOString();
	const { rows, asked, waited } = await run([{ to: fresh(), scheduledTime, waitForFinalStatus: 60 }]);
	expect({ asked, waited }).toEqual({ asked: 0, waited: 0 });
	expect(rows).toMatchObject([
		{
			accepted: true,
			status: null,
			final: false,
			statusError: `Clickatell keeps the message until ${scheduledTime}`,
		},
	]);
});

it('asks neither for a message without an ID of its own, nor for one that may not have been sent', async () => {
	const ports = new RunPorts(gateway, clock, 'http');
	const wanted = checked([{ to: `${fresh()},${fresh()}`, waitForFinalStatus: 60 }], 'http');
	const context = { clientMessageId: null, travel: undefined };
	const ids = ['a'.repeat(32), 'b'.repeat(32)];
	const earlier = {
		messageId: defined(ids[0]),
		found: false,
		accepted: false,
		sentence: 'Perhaps',
		advice: '',
	};
	const outcomes = [
		[outcomeOf(fresh(), { kind: 'accepted', ids }, context), earlierOutcome(fresh(), earlier, context)],
	];
	const told = await withFinalStatus(ports, ports.client(), SEND, wanted, outcomes);
	expect(ports.made).toBe(0);
	expect(told.flat().map(({ row }) => row)).toMatchObject([
		{ accepted: true, status: null, final: false, statusError: 'Clickatell gave no message ID to ask by' },
		{ accepted: null, status: null, final: null, statusError: null },
	]);
});

describe('a question that fails', () => {
	it('is asked again until the time is up', async () => {
		failing({ times: 8 });
		const { rows, ports } = await run([{ to: fresh(), waitForFinalStatus: 60 }]);
		expect(rows).toMatchObject([{ status: '004', final: true, statusError: null }]);
		expect(ports.hints).toEqual([]);
	});

	it('says why beside the message ID, and once above the output', async () => {
		failing({});
		const { rows, ports, before } = await run([{ to: `${fresh()},${fresh()}`, waitForFinalStatus: 30 }]);
		for (const row of rows)
			expect(row).toMatchObject({
				accepted: true,
				errorText: null,
				status: null,
				final: false,
				statusError: expect.stringMatching(/broke off|closed|connection/i),
			});
		expect(rows.map(withoutStatus)).toEqual(before);
		expect(ports.hints).toEqual([
			"Clickatell accepted 2 messages, but could not say what has become of 2: 'statusError' says why",
		]);
	});

	it('leaves what was known before', async () => {
		failing({ nth: 2 });
		const { rows } = await run([{ to: fresh(), waitForFinalStatus: 10 }]);
		expect(rows).toMatchObject([{ accepted: true, status: '003', final: false }]);
		expect(defined(rows[0]).statusError).toMatch(/\w/);
	});

	it('is not asked for long where it is refused for good', async () => {
		failing({ kind: 'error', code: '007' });
		const { rows, waited } = await run([{ to: fresh(), waitForFinalStatus: 600 }]);
		expect(waited).toBeLessThan(15_000);
		expect(rows).toMatchObject([
			{ accepted: true, final: false, statusError: expect.stringContaining('(007)') },
		]);
	});

	it.each(['103', '104'])(
		'is asked for as long as Clickatell does not know the message yet (%s)',
		async (code) => {
			failing({ kind: 'error', code, times: 5 });
			const { rows } = await run([{ to: fresh(), waitForFinalStatus: 60 }]);
			expect(rows).toMatchObject([{ status: '004', final: true, statusError: null }]);
		},
	);

	it('of a hundred does not go on when nobody answers', async () => {
		failing({});
		const to = Array.from({ length: 100 }, fresh).join();
		const { asked, rows } = await run([{ to, waitForFinalStatus: 1, concurrency: 1 }]);
		// Eleven in a row are no accident; the others are not asked for.
		expect(asked).toBe(11);
		expect(rows.at(-1)).toMatchObject({ accepted: true, statusError: 'Clickatell was not asked in time' });
	});

	it('by a fault of the node itself takes no row away', async () => {
		const { rows, before, ports } = await run([{ to: fresh(), waitForFinalStatus: 60 }], {
			sent: (ports) => {
				ports.sleep = async () => await Promise.reject(new Error('no sleep'));
			},
		});
		expect(rows.map(withoutStatus)).toEqual(before);
		expect(defined(rows[0]).statusError).toBe('Clickatell was not asked in time');
		expect(ports.lines.filter((line) => line.startsWith('error'))).toHaveLength(1);
	});

	it('never changes what the send came to, whatever it meets', async () => {
		const fault: fc.Arbitrary<Partial<FaultScript>> = fc.oneof(
			fc.record({
				kind: fc.constant('error' as const),
				code: fc.constantFrom(...ERROR_CODES.map(({ code }) => code)),
			}),
			fc.record({
				kind: fc.constant('returns' as const),
				returns: fc.constantFrom<string[]>(
					['Perhaps'],
					[''],
					['ID: x Status: 004'],
					['OK'],
					[`ID: ${'a'.repeat(32)}`],
					[],
				),
			}),
			fc.record({
				kind: fc.constantFrom(
					'drop',
					'drop-after',
					'cut-body',
					'truncated',
					'soap-fault',
					'http-502',
					'http-503',
					'page',
					'html',
					'empty',
					'latin-1',
					'gzip',
				),
			}),
		);
		const script = fc.tuple(fault, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 20 }));
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...SERVER_NAMES),
				fc.array(fc.constantFrom('fresh', FAILS, NEVER_DELIVERED, REFUSED), { minLength: 1, maxLength: 5 }),
				fc.array(script, { minLength: 1, maxLength: 4 }),
				fc.integer({ min: 1, max: 600 }),
				async (server, fates, scripts, waitForFinalStatus) => {
					for (const [one, nth, times] of scripts) failing({ ...one, nth, times });
					const items = fates.map((fate) => ({ to: fate === 'fresh' ? fresh() : fate, waitForFinalStatus }));
					const sent = gateway.messages().length;
					const { rows, before, waited } = await run(items, { server });
					gateway.faultList.clear();
					expect(rows.map(withoutStatus)).toEqual(before);
					expect(gateway.messages().length - sent).toBe(before.filter(({ accepted }) => accepted).length);
					for (const row of rows) {
						expect(typeof row.final).toBe(row.accepted === true ? 'boolean' : 'object');
						if (row.status === null && row.accepted === true) expect(row.statusError).not.toBeNull();
					}
					expect(waited).toBeLessThanOrEqual(waitForFinalStatus * 1000 + 30_000);
				},
			),
			{ numRuns: casesOf(60) },
		);
	}, 120_000);
});

describe('how many messages', () => {
	const faultsOf = (items: readonly RawValues[]) => awaitedFaults(checked(items, 'http').items);
	const many = (count: number) => Array.from({ length: count }, (_, n) => String(27_999_600_000 + n)).join();

	it('is at most a hundred in a run', () => {
		expect(faultsOf([{ to: many(100), waitForFinalStatus: 5 }, { to: many(300) }]).size).toBe(0);
		const faults = faultsOf([
			{ to: many(60), waitForFinalStatus: 5 },
			{ to: many(300) },
			{ to: many(41), waitForFinalStatus: 5 },
		]);
		expect([...faults.keys()]).toEqual([0, 2]);
		expect(faults.get(0)).toBe(
			"'Wait for Final Status (Seconds)' is set for 101 messages; at most 100 in a run can be waited for. Leave it out, and let the Clickatell Trigger receive the delivery reports, or run the node for fewer items at a time",
		);
	});

	it('leaves out those who get nothing', () => {
		const [item] = checked([{ to: many(101), waitForFinalStatus: 5 }], 'http').items;
		expect(awaitedFaults([item]).size).toBe(1);
		expect(awaitedFaults([{ ...defined(item), spared: new Set([many(1)]) }]).size).toBe(0);
	});
});
