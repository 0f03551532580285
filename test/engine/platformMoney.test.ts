import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { IS_LONG, waysFor } from '../extent';
import { ManualClock, type Gateway } from '../gateway';
import { PLATFORM_APIS, richPlatform, sendSms, type PlatformApiName } from './platformSending';
import {
	EVERY_KIND,
	judgePlatform,
	ODD_ANSWERS,
	PlatformWalk,
	REFUSALS_AND_PAGES,
	REPEATED,
	type WalkedFault,
} from './platformWalk';
import { itemsOf, numberOf } from './sending';
import { countsOf, newMark, together, TRIES } from './walk';
import { defined } from '../../nodes/Clickatell/formats/defined';

/**
 * The two rules about money on the Platform, walked through: whatever goes wrong with whichever call, no recipient gets
 * a message twice, and every message that was accepted is found in the row of its recipient, by its message ID or, where
 * the answer was lost, by its client message ID. Nothing can be looked up there.
 */

jest.setTimeout(900_000);

/** Seconds to wait for an answer: short only where none comes, since a busy machine is slow, too. */
const BRIEF = 3;
const PATIENT = 60;

/** Calls of a run: more of them than are made at once. */
const CALLS = IS_LONG ? 36 : 18;
const ALL_PLACES = Array.from({ length: CALLS }, (_, place) => place);

let gateway: Gateway;
let walk: PlatformWalk;
beforeEach(async () => {
	// Time stands still: a message's later life is of no interest here.
	gateway = await richPlatform({ clock: new ManualClock() });
	walk = new PlatformWalk(gateway);
});
afterEach(async () => {
	await gateway.close();
});

/** In every text of one call of a run, and of no other. */
const inCall = (mark: string, call: number) => `${mark}-${call}x`;

/**
 * Items that come to so many calls. Texts of the SMS API are the same in a call; those of One API differ, and their
 * calls are kept apart by their timeouts, which a call has one of.
 */
function itemsFor(
	api: PlatformApiName,
	mark: string,
	{ calls, each, hanging }: { calls: number; each: number; hanging?: number | undefined },
): INodeExecutionData[] {
	return itemsOf(
		Array.from({ length: calls * each }, (_, i): IDataObject => {
			const call = Math.floor(i / each);
			const text = inCall(mark, call) + (api === 'oneApi' ? String(i) : '');
			return { to: numberOf(i), text, timeout: call === hanging ? BRIEF : PATIENT + call };
		}),
	);
}

const PARAMETERS = sendSms({ callsPerSecond: 0, concurrency: 10, timeout: '={{ $json.timeout }}' });

/** A run of calls of a few messages each, one of which meets the fault. */
function oneFault(
	api: PlatformApiName,
	fault: WalkedFault,
	place: number,
	settings: Partial<INode>,
	{ calls = CALLS, each = 2 } = {},
) {
	const mark = newMark();
	const hanging = fault.hangs ? place : undefined;
	return async () =>
		await walk.run(fault.name, api, [{ ...fault.script, text: inCall(mark, place) }], {
			parameters: PARAMETERS,
			items: itemsFor(api, mark, { calls, each, hanging }),
			settings,
		});
}

const OTHERS = [...ODD_ANSWERS, ...REFUSALS_AND_PAGES];
const ALL = [...EVERY_KIND, ...OTHERS, ...REPEATED];

test(`every fault, at every call of a run of ${CALLS} calls`, async () => {
	// Place after place, so that what waits for a gateway that hangs waits beside what has work to do.
	const met = EVERY_KIND.flatMap((fault, n) =>
		waysFor(n, ALL_PLACES, 4).map((place) => {
			// Each of the four meets every kind at nine places, and each kind is met at every place.
			const turn = place + n;
			const [, settings] = defined(TRIES[(turn >> 1) % 2]);
			const work = oneFault(defined(PLATFORM_APIS[turn % 2]), fault, place, settings, { each: 1 });
			return { fault, place, work };
		}),
	).sort((a, b) => a.place - b.place);
	await together(
		12,
		met.map(({ work }) => work),
	);
	const places = countsOf(met.map(({ fault }) => fault.name));
	judgePlatform(walk, `One fault in ${CALLS} calls, Retry On Fail off and on`, places);
});

test(`odd answers, refusals, and proxies that answer falsely, at two calls of ${CALLS}`, async () => {
	const ways = PLATFORM_APIS.flatMap((api, a) =>
		TRIES.map(([, settings], t) => ({ api, settings, place: 7 + (IS_LONG ? 20 : 8) * ((a + t) % 2) })),
	);
	const faults = [...OTHERS, ...REPEATED];
	const jobs = faults.flatMap((fault, n) =>
		waysFor(n, ways).map(({ api, settings, place }) => oneFault(api, fault, place, settings)),
	);
	await together(12, jobs);
	const places = new Map(faults.map(({ name }) => [name, waysFor(0, ways).length]));
	judgePlatform(walk, `Odd answers, refusals and false answers of proxies in ${CALLS} calls`, places);
});

test('every fault with every On Error, at one call of four and at the only call of a run', async () => {
	const ways = (['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const).flatMap(
		(onError) => TRIES.map(([, settings]) => ({ ...settings, onError })),
	);
	const waysOf = (n: number) =>
		waysFor(
			n,
			ways.map((settings, w) => ({ settings, api: defined(PLATFORM_APIS[(w >> 1) % 2]) })),
		);
	const jobs = ALL.flatMap((fault, n) =>
		waysOf(n).flatMap(({ settings, api }) => [
			oneFault(api, fault, 2, settings, { calls: 4 }),
			...PLATFORM_APIS.map((each) => oneFault(each, fault, 0, settings, { calls: 1, each: 1 })),
		]),
	);
	await together(20, jobs);
	const places = new Map(ALL.map(({ name }) => [name, waysOf(0).length * 3]));
	judgePlatform(walk, 'On Error, in four calls and in one', places);
});

describe('calls that are full', () => {
	/** Messages of a call. */
	const SIZES = { oneApi: 100, smsApi: 200 };
	const ITEMS = IS_LONG ? 1000 : 600;
	/** Every call that the items come to, and with it every item, without and with Retry On Fail. */
	const EVERY_CALL = PLATFORM_APIS.flatMap((api) =>
		Array.from({ length: ITEMS / SIZES[api] }, (_, call) => call).flatMap((call) =>
			TRIES.map(([, settings]) => ({ api, call, settings })),
		),
	);
	const nameOf = ({ api, call }: { api: PlatformApiName; call: number }) => `${api}, call ${call + 1}`;
	type Way = (typeof EVERY_CALL)[number];
	const atCall = (fault: WalkedFault, { api, call, settings }: Way) => {
		return async () => {
			const mark = newMark();
			const advanced = { callsPerSecond: 0, concurrency: 3, timeout: fault.hangs ? BRIEF : PATIENT };
			const items =
				api === 'oneApi'
					? itemsFor(api, mark, { calls: 1, each: ITEMS })
					: itemsOf(Array.from({ length: ITEMS }, (_, i) => ({ to: numberOf(i), text: mark })));
			const script = { ...fault.script, nth: call + 1 };
			await walk.run(fault.name, api, [script], { parameters: sendSms(advanced), items, settings });
		};
	};

	/** In the long form a test for each call: all results of all of them would fill the memory. */
	const groups = Array.from({ length: IS_LONG ? EVERY_CALL.length / TRIES.length : 1 }, (_, call) =>
		IS_LONG ? EVERY_CALL.slice(call * TRIES.length, (call + 1) * TRIES.length) : EVERY_CALL,
	);
	test.each(
		groups.map((ways): [string, Way[]] => [IS_LONG ? nameOf(defined(ways[0])) : 'all of them', ways]),
	)(`every fault, at every call of a run of ${ITEMS} items: %s`, async (name, ways) => {
		const met = EVERY_KIND.flatMap((fault, n) =>
			waysFor(n, EVERY_CALL, 2)
				.filter((way) => ways.includes(way))
				.map((way) => ({ fault, work: atCall(fault, way) })),
		);
		// What waits for a gateway that hangs does not wait long: little else is to happen meanwhile.
		for (const hangs of [true, false]) {
			const jobs = met.filter(({ fault }) => fault.hangs === hangs);
			await together(
				hangs ? 3 : 8,
				jobs.map(({ work }) => work),
			);
		}
		const places = countsOf(met.map(({ fault }) => fault.name));
		judgePlatform(walk, `${ITEMS} items in full calls, ${name}`, places);
	});

	test(`odd answers, refusals, and proxies that answer falsely, at a call of a run of ${ITEMS} items`, async () => {
		const faults = [...OTHERS, ...REPEATED];
		const jobs = faults.map((fault, n) => atCall(fault, defined(EVERY_CALL[(7 * n) % EVERY_CALL.length])));
		await together(4, jobs);
		judgePlatform(walk, 'Odd answers to full calls', new Map(faults.map(({ name }) => [name, 1])));
	});

	test('the same number with the same client message ID, every time, loses no message ID', async () => {
		const items = itemsOf(Array.from({ length: 6 }, (_, i) => ({ to: numberOf(1), text: `twin-${i}x` })));
		const parameters = sendSms({ duplicateRecipients: 'everyTime' }, { clientMessageId: 'campaign' });
		const result = await walk.run('twins', 'oneApi', [], { parameters, items });
		const told = JSON.stringify(result.outputs);
		expect(gateway.platform.messages.all()).toHaveLength(6);
		for (const { id } of gateway.platform.messages.all()) expect(told).toContain(id);
		expect(defined(result.outputs[0]).map(({ json }) => json['accepted'])).toEqual(Array(6).fill(true));
	});
});

const LONG_RUN_PLACES = Array.from({ length: IS_LONG ? 20 : 4 }, (_, n) => 3 + n * 10);
const LONG_RUN_CALLS = LONG_RUN_PLACES.length * 10;

test(`every fault, at ${LONG_RUN_PLACES.length} places of a run of ${LONG_RUN_CALLS} calls of five items`, async () => {
	const places = LONG_RUN_PLACES;
	const faults = [...EVERY_KIND, ...ODD_ANSWERS.slice(0, 3)];
	const jobs = faults.map((fault, n) => async () => {
		const mark = newMark();
		const api = defined(PLATFORM_APIS[n % 2]);
		const items = itemsFor(api, mark, { calls: LONG_RUN_CALLS, each: 5 });
		for (const place of fault.hangs ? places : [])
			for (const { json } of items.slice(place * 5, place * 5 + 5)) json['timeout'] = BRIEF;
		const scripts = places.map((place) => ({ ...fault.script, text: inCall(mark, place) }));
		const result = await walk.run(fault.name, api, scripts, {
			parameters: PARAMETERS,
			items,
			settings: defined(TRIES[(n >> 1) % 2])[1],
		});
		expect(result.outputs[0]).toHaveLength(LONG_RUN_CALLS * 5);
	});
	await together(4, jobs);
	// What hangs shares one timeout, and so its calls: as many as their messages have room in.
	const met = ({ hangs }: WalkedFault, n: number) => (hangs && n % 2 === 0 ? 1 : places.length);
	judgePlatform(
		walk,
		`${places.length} faults in ${LONG_RUN_CALLS} calls`,
		new Map(faults.map((fault, n) => [fault.name, met(fault, n)])),
	);
});
