import type { INode } from 'n8n-workflow';
import { ManualClock, type FaultScript, type Gateway } from '../gateway';
import { IS_LONG, waysFor } from '../extent';
import type { Vault } from './engine';
import {
	distinctItems,
	itemsOf,
	numberOf,
	richGateway,
	sendEach,
	SERVERS,
	textOf,
	vaultFor,
} from './sending';
import {
	countsOf,
	EVERY_KIND,
	judge,
	newMark,
	ODD_ANSWERS,
	OTHER_FAULTS,
	REFUSALS_AND_PAGES,
	RETRY,
	sendingFor,
	together,
	TRIES,
	Walk,
	type WalkedFault,
} from './walk';
import { defined } from '../../nodes/Clickatell/formats/defined';

/**
 * The two rules about money, walked through: whatever goes wrong with whichever call, no recipient gets a message
 * twice, and every message that was accepted can be found by what the node gave.
 */

jest.setTimeout(3_600_000);

/** Calls of a run: more of them than are made at once. */
const CALLS = IS_LONG ? 36 : 18;
const ALL_PLACES = Array.from({ length: CALLS }, (_, place) => place);

let gateway: Gateway;
let walk: Walk;
let vaults: Record<(typeof SERVERS)[number], Vault>;
beforeEach(async () => {
	// Time stands still: a message's later life is of no interest here.
	gateway = await richGateway({ clock: new ManualClock() });
	walk = new Walk(gateway);
	vaults = {
		documentLiteral: vaultFor(gateway),
		rpcEncoded: vaultFor(gateway, 'rpcEncoded'),
		http: vaultFor(gateway, 'http'),
	};
});
afterEach(async () => {
	await gateway.close();
});

const serverOf = (n: number) => defined(SERVERS[n % SERVERS.length]);

function oneFault(fault: WalkedFault, place: number, settings: Partial<INode>, count = CALLS) {
	const mark = newMark();
	const script: FaultScript = { ...fault.script, command: 'sendmsg', text: textOf(mark, place) };
	const items = distinctItems(count, mark);
	items.forEach(({ json }, i) => (json['timeout'] = sendingFor(i === place ? fault : undefined).timeout));
	return async () =>
		await walk.run(fault.name, [script], {
			parameters: sendEach({ ...sendingFor(), timeout: '={{ $json.timeout }}' }),
			items,
			credentials: vaults[serverOf(place)],
			settings,
		});
}

/** The places, without and with Retry On Fail. */
const triesAt = (places: readonly number[]) =>
	places.flatMap((place) => TRIES.map(([, settings]) => ({ place, settings })));

/** The commands, without and with Retry On Fail. */
const triesOf = (commands: readonly string[]) =>
	commands.flatMap((command) => TRIES.map(([, settings]) => ({ command, settings })));

/** Runs each fault in its ways, of which the short form takes `count`; returns how many of each there were. */
async function walkThrough(
	faults: readonly WalkedFault[],
	ways: ReadonlyArray<{ place: number; settings: Partial<INode> }>,
	count: number,
	calls = CALLS,
): Promise<Map<string, number>> {
	// Place after place, so that what waits for a gateway that hangs waits beside what has work to do.
	const met = faults
		.flatMap((fault, n) => waysFor(n, ways, count).map((way) => ({ ...way, fault })))
		.sort((a, b) => a.place - b.place);
	await together(
		20,
		met.map(({ fault, place, settings }) => oneFault(fault, place, settings, calls)),
	);
	return countsOf(met.map(({ fault }) => fault.name));
}

test(`every fault, at every call of a run of ${CALLS} calls`, async () => {
	const places = await walkThrough(EVERY_KIND, triesAt(ALL_PLACES), 4);
	judge(walk, `One fault in ${CALLS} calls, Retry On Fail off and on`, places);
});

const SOME_PLACES = ALL_PLACES.filter((place) => place % 9 === 1);

test(`refusals that renew or repeat, odd answers, and proxies that answer falsely, at ${SOME_PLACES.length} calls of ${CALLS}`, async () => {
	const places = await walkThrough(OTHER_FAULTS, triesAt(SOME_PLACES), 1);
	judge(walk, `Renewals, repetitions, odd answers and false answers of proxies in ${CALLS} calls`, places);
});

test(`every fault with Continue On Fail and with the error output, at one call of ${CALLS}`, async () => {
	const ways = (['continueRegularOutput', 'continueErrorOutput'] as const).flatMap((onError) =>
		TRIES.map(([, settings]) => ({ place: 7, settings: { ...settings, onError } })),
	);
	const places = await walkThrough([...EVERY_KIND, ...OTHER_FAULTS], ways, 1);
	judge(walk, 'Continue On Fail and error output', places);
});

test('every fault with the only call of a run, where nothing else was accepted', async () => {
	const ways = (['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const).flatMap(
		(onError) => TRIES.map(([, settings]) => ({ place: 0, settings: { ...settings, onError } })),
	);
	const places = await walkThrough([...EVERY_KIND, ...OTHER_FAULTS], ways, 2, 1);
	judge(walk, 'The only call of a run', places);
});

test('every fault at the login and at the ping that proves a session', async () => {
	// A login that hangs is waited for 30 seconds, three times: the rule is the same as for one that is dropped.
	const kinds = [...EVERY_KIND, ...REFUSALS_AND_PAGES].filter(
		({ script: { kind } }) => !kind.startsWith('hang'),
	);
	const places = new Map<string, number>();
	const ways = triesOf(['auth', 'ping']);
	const jobs = kinds.flatMap((fault, n) =>
		waysFor(n, ways).map(({ command, settings }) => async () => {
			const name = `${fault.name} at ${command}`;
			places.set(name, (places.get(name) ?? 0) + 1);
			await walk.run(name, [{ ...fault.script, command }], {
				parameters: sendEach(sendingFor(fault)),
				items: distinctItems(5, newMark()),
				credentials: vaultFor(gateway),
				settings,
			});
		}),
	);
	// One after another: these faults are met by the first login there is.
	await together(1, jobs);
	judge(walk, 'Login and ping', places, false);
});

test('a page in place of the answer, with a session kept from an earlier run, while nothing else is answered', async () => {
	const pages = OTHER_FAULTS.filter(({ name }) => /^HTTP (302|403|404)/.test(name));
	const ways = TRIES.flatMap(([, settings]) =>
		(['drop', 'http-503', 'html'] as const).map((others) => ({ others, settings })),
	);
	const jobs = pages.flatMap((fault, n) =>
		waysFor(n, ways, 2).map(({ others, settings }) => async () => {
			const run = async (count: number, scripts: FaultScript[], mark = newMark()) =>
				await walk.run(`${fault.name}, ${others}`, scripts, {
					parameters: sendEach(sendingFor(fault)),
					items: distinctItems(count, mark),
					credentials,
					settings,
				});
			const credentials = vaultFor(gateway);
			await run(1, []);
			const mark = newMark();
			await run(
				3,
				[
					{ ...fault.script, command: 'sendmsg', text: textOf(mark, 1) },
					{ kind: others, command: 'ping', times: 9 },
					{ kind: others, command: 'querymsg', times: 9 },
				],
				mark,
			);
		}),
	);
	await together(1, jobs);
	judge(walk, 'A kept session, and pages', new Map());
});

test('a lookup that fails as well leaves the doubt and the client message ID', async () => {
	const jobs = (['http-502', 'drop', 'truncated', 'soap-fault'] as const).flatMap((kind, n) =>
		waysFor(n, TRIES).map(([, settings]) => async () => {
			const mark = newMark();
			const scripts: FaultScript[] = [
				{ kind: 'drop-after', command: 'sendmsg', text: textOf(mark, 3) },
				{ kind, command: 'querymsg', times: 3 },
			];
			const result = await walk.run(`lookup: ${kind}`, scripts, {
				parameters: sendEach(sendingFor()),
				items: distinctItems(6, mark),
				credentials: vaults.documentLiteral,
				settings,
			});
			expect(defined(defined(result.outputs[0])[3]).json).toMatchObject({ accepted: null, messageId: null });
		}),
	);
	await together(1, jobs);
	judge(walk, 'Lookups that fail', new Map());
	expect(walk.lines().every(({ byClientId }) => byClientId === waysFor(0, TRIES).length)).toBe(true);
});

describe('calls that carry 300 recipients each', () => {
	const sameText = (count: number, mark: string) =>
		itemsOf(Array.from({ length: count }, (_, i) => ({ to: numberOf(i), text: textOf(mark, 0) })));

	test('every fault, at the first, the middle and the last of three calls', async () => {
		// The last call is not full.
		const recipients = IS_LONG ? 750 : 620;
		const all = [...EVERY_KIND, ...OTHER_FAULTS];
		const waysOf = (n: number) => {
			const calls = n < EVERY_KIND.length ? [0, 1, 2] : [n % 3];
			return waysFor(
				n,
				calls.flatMap((call) => TRIES.map(([, settings]) => ({ call, settings }))),
			);
		};
		const jobs = all.flatMap((fault, n) =>
			waysOf(n).map(({ call, settings }) => async () => {
				const mark = newMark();
				const items = sameText(recipients, mark);
				const scripts: FaultScript[] = [
					{ ...fault.script, command: 'sendmsg', text: mark, to: numberOf(call * 300 + 17) },
				];
				const run = {
					parameters: sendEach(sendingFor(fault)),
					items,
					credentials: vaults[serverOf(n)],
					settings,
				};
				await walk.run(fault.name, scripts, run);
			}),
		);
		await together(10, jobs);
		const places = all.map(({ name }, n): [string, number] => [name, waysOf(n).length]);
		judge(walk, 'Combined calls', new Map(places));
	});

	test('every odd answer to calls of one to five recipients', async () => {
		const sizes = [1, 2, 3, 5];
		const triesFor = (n: number) => waysFor(n, TRIES);
		const jobs = [...ODD_ANSWERS, ...REFUSALS_AND_PAGES].flatMap((fault, n) =>
			triesFor(n).flatMap(([, settings]) =>
				sizes.map((count) => async () => {
					const mark = newMark();
					await walk.run(fault.name, [{ ...fault.script, command: 'sendmsg', text: mark }], {
						parameters: sendEach(sendingFor(fault)),
						items: sameText(count, mark),
						credentials: vaults[serverOf(n + count)],
						settings,
					});
				}),
			),
		);
		await together(20, jobs);
		const places = [...ODD_ANSWERS, ...REFUSALS_AND_PAGES].map(({ name }, n): [string, number] => [
			name,
			sizes.length * triesFor(n).length,
		]);
		judge(walk, 'Small calls', new Map(places));
	});

	test('many faults in one run of 34 calls', async () => {
		const mark = newMark();
		const scripts = EVERY_KIND.map(({ script }, n): FaultScript => ({
			...script,
			command: 'sendmsg',
			to: numberOf(n * 550 + 5),
		}));
		const result = await walk.run('all of them in one run', scripts, {
			parameters: sendEach({ ...sendingFor(), timeout: 10 }),
			items: sameText(10_000, mark),
			credentials: vaults.documentLiteral,
			settings: RETRY,
		});
		expect(result.outputs[0]).toHaveLength(10_000);
		expect(gateway.calls({ command: 'sendmsg' })).toHaveLength(34);
		judge(walk, '34 combined calls', new Map([['all of them in one run', EVERY_KIND.length]]));
	});
});

describe('batches', () => {
	const personalized = {
		resource: 'batch',
		operation: 'sendPersonalized',
		template: '#field1#',
		to: '={{ $json.to }}',
		fields: { field1: '={{ $json.text }}' },
		options: {},
		advanced: {},
	};

	test('every fault, at calls of a batch of 20', async () => {
		const all = [...EVERY_KIND, ...OTHER_FAULTS];
		const waysOf = (n: number) => waysFor(n, triesAt(n < EVERY_KIND.length ? [0, 10, 19] : [n % 20]));
		const jobs = all.flatMap((fault, n) =>
			waysOf(n).map(({ place, settings }) => async () => {
				const mark = newMark();
				await walk.run(fault.name, [{ ...fault.script, command: 'senditem', text: textOf(mark, place) }], {
					parameters: { ...personalized, advanced: sendingFor(fault) },
					items: distinctItems(20, mark),
					credentials: vaults[serverOf(place)],
					settings,
				});
			}),
		);
		await together(20, jobs);
		const places = all.map(({ name }, n): [string, number] => [name, waysOf(n).length]);
		judge(walk, 'Batches', new Map(places));
	});

	test('every fault at the start and the end of a batch', async () => {
		const kinds = [...EVERY_KIND, ...REFUSALS_AND_PAGES];
		const ways = triesOf(['startbatch', 'endbatch']);
		const met = kinds.flatMap((fault, n) =>
			waysFor(n, ways).map((way) => ({ ...way, fault, name: `${fault.name} at ${way.command}` })),
		);
		const jobs = met.map(({ fault, name, command, settings }) => async () => {
			await walk.run(name, [{ ...fault.script, command }], {
				parameters: { ...personalized, advanced: sendingFor(fault) },
				items: distinctItems(5, newMark()),
				credentials: vaults.documentLiteral,
				settings,
			});
		});
		const places = countsOf(met.map(({ name }) => name));
		await together(1, jobs);
		judge(walk, 'Start and end of a batch', places, false);
	});
});
