import { IS_LONG, waysFor } from '../extent';
import { ManualClock, type Gateway } from '../gateway';
import { distinctItems, richGateway, sendEach, SERVERS, textOf, vaultFor } from './sending';
import { EVERY_KIND, judge, newMark, OTHER_FAULTS, sendingFor, together, TRIES, Walk } from './walk';
import { defined } from '../../nodes/Clickatell/formats/defined';

jest.setTimeout(3_600_000);

/** Calls from one place to the next. */
const APART = IS_LONG ? 40 : 20;
const PLACES = Array.from({ length: IS_LONG ? 20 : 4 }, (_, n) => 13 + n * APART);
const CALLS = PLACES.length * APART;
const OTHERS = [
	'refused with 003',
	'refused with 003, everybody by name',
	'http-502, carried out',
	'HTTP 302, carried out',
	'names nobody',
];

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richGateway({ clock: new ManualClock() });
});
afterEach(async () => {
	await gateway.close();
});

test(`every fault, at ${PLACES.length} places of a run of ${CALLS} calls`, async () => {
	const walk = new Walk(gateway);
	const vaults = SERVERS.map((server) => vaultFor(gateway, server));
	const faults = [...EVERY_KIND, ...OTHER_FAULTS.filter(({ name }) => OTHERS.includes(name))];
	const jobs = faults.flatMap((fault, n) =>
		waysFor(n, TRIES).map(([, settings]) => async () => {
			const mark = newMark();
			const scripts = PLACES.map((place) => ({
				...fault.script,
				command: 'sendmsg',
				text: textOf(mark, place),
			}));
			const result = await walk.run(fault.name, scripts, {
				parameters: sendEach(sendingFor(fault)),
				items: distinctItems(CALLS, mark),
				credentials: defined(vaults[n % vaults.length]),
				settings,
			});
			expect(result.outputs[0]).toHaveLength(CALLS);
		}),
	);
	await together(4, jobs);
	const places = PLACES.length * waysFor(0, TRIES).length;
	judge(
		walk,
		`${PLACES.length} faults in ${CALLS} calls, Retry On Fail off and on`,
		new Map(faults.map(({ name }) => [name, places])),
	);
});
