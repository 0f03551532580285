import fc from 'fast-check';
import {
	codeQuietHours,
	widened,
	firstOpen,
	type QuietHours,
} from '../../../nodes/Clickatell/message/quietHours';
import { casesOf } from '../../extent';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const MINUTE = 60_000;
const at = (text: string) => Date.parse(text);
const hours = (from: string, to: string): QuietHours => {
	const coded = codeQuietHours({ values: { from, to } });
	if (!coded.ok) throw new Error(coded.fault);
	return JSON.parse(coded.value) as QuietHours;
};
const NIGHT = hours('21:00', '08:00');

describe('what the panel gives', () => {
	it.each([
		['21:00', '08:00', { from: 1260, to: 480 }],
		['9', '17:30', { from: 540, to: 1050 }],
		[' 0:00 ', 6, { from: 0, to: 360 }],
	])('%j to %j', (from, to, expected) => {
		expect(codeQuietHours({ values: { from, to, timeZone: ' ' } })).toEqual({
			ok: true,
			value: JSON.stringify(expected),
		});
	});

	it('may name a zone', () => {
		const coded = codeQuietHours({ values: { from: '21:00', to: '8:00', timeZone: ' Asia/Tokyo ' } });
		expect(coded.ok && JSON.parse(coded.value)).toEqual({ from: 1260, to: 480, zone: 'Asia/Tokyo' });
	});

	const inZone = (timeZone: string) => codeQuietHours({ values: { from: '21:00', to: '8:00', timeZone } });

	it.each([
		...['America/New_York', 'america/new_york', 'US/Eastern', 'Asia/Calcutta', 'Australia/Lord_Howe'],
		...['America/Argentina/Buenos_Aires', 'Etc/UTC', 'UTC', 'utc'],
	])('a zone may be %s', (zone) => {
		expect(inZone(zone)).toMatchObject({ ok: true });
	});

	it.each([
		// Intl takes them, most for another place than a person, and some without summer time.
		...[
			'BST',
			'AST',
			'SST',
			'NST',
			'ECT',
			'ART',
			'IST',
			'CST',
			'PST',
			'ACT',
			'EST',
			'MST',
			'HST',
			'CET',
			'EET',
		],
		...['EST5EDT', 'PST8PDT', 'GMT', 'Zulu', 'PRC', 'GB', 'Japan', 'Etc/GMT+2', 'etc/gmt-14', 'Etc/GMT0'],
		...[
			'SystemV/EST5',
			'SystemV/EST5EDT',
			'+02:00',
			'UTC+2',
			'GMT+2',
			'Europe/Nowhere',
			'Europe/',
			'/',
			'EDT',
		],
	])('%s is refused by its name', (zone) => {
		expect(inZone(zone)).toEqual({
			ok: false,
			fault: `has '${zone}' in Time Zone; write it as America/New_York, or leave it empty to go by the country of the number`,
		});
	});

	it.each([
		[{}, 'has no hours; fill in From and To, or remove the option'],
		[{ values: { from: '25:00', to: '8:00' } }, "has '25:00' in From; write it as 21:00"],
		[{ values: { from: '21:00', to: '' } }, "has '' in To; write it as 21:00"],
		[{ values: { from: '9pm', to: '8:00' } }, "has '9pm' in From; write it as 21:00"],
		[{ values: { from: '8', to: '08:00' } }, 'begins and ends at the same time; make From and To differ'],
		[
			{ values: { from: '21:00', to: '08:00', timeZone: 'Cape Town' } },
			"has 'Cape Town' in Time Zone; write it as America/New_York, or leave it empty to go by the country of the number",
		],
	])('%j is refused', (raw, fault) => {
		expect(codeQuietHours(raw)).toEqual({ ok: false, fault });
	});
});

describe('the first open moment', () => {
	it.each([
		['before they begin', '2026-03-02T18:59:00Z', '2026-03-02T18:59:00.000Z'],
		['when they begin', '2026-03-02T19:00:00Z', '2026-03-03T06:00:00.000Z'],
		['after midnight', '2026-03-02T23:30:15Z', '2026-03-03T06:00:00.000Z'],
		['when they end', '2026-03-03T06:00:00Z', '2026-03-03T06:00:00.000Z'],
	])('%s', (_when, instant, expected) => {
		expect(new Date(defined(firstOpen(NIGHT, ['Africa/Johannesburg'], at(instant)))).toISOString()).toBe(
			expected,
		);
	});

	it('suits both coasts: it is late in the west when it is early in the east', () => {
		const coasts = ['America/New_York', 'America/Los_Angeles'];
		// 8 in the morning of Los Angeles is 11 in New York.
		expect(new Date(defined(firstOpen(NIGHT, coasts, at('2026-01-15T13:30:00Z')))).toISOString()).toBe(
			'2026-01-15T16:00:00.000Z',
		);
		// 9 in the evening of New York is 6 in Los Angeles: the next that suits both is the next day.
		expect(new Date(defined(firstOpen(NIGHT, coasts, at('2026-01-16T02:00:00Z')))).toISOString()).toBe(
			'2026-01-16T16:00:00.000Z',
		);
	});

	it('is never, where the zones have no open hour in common', () => {
		expect(firstOpen(hours('17:00', '09:00'), ['Europe/Kaliningrad', 'Asia/Anadyr'], 0)).toBeUndefined();
	});

	it.each([
		// Clocks go from 2 to 3 in the night of 29 March, and from 3 to 2 in that of 25 October.
		['in the night when clocks go forward', '2026-03-28T22:00:00Z', '2026-03-29T06:00:00.000Z'],
		['in the night when clocks go back', '2026-10-24T22:00:00Z', '2026-10-25T07:00:00.000Z'],
	])('%s', (_when, instant, expected) => {
		expect(new Date(defined(firstOpen(NIGHT, ['Europe/Berlin'], at(instant)))).toISOString()).toBe(expected);
	});

	it('is at once when the hour that clocks leave out would have ended them', () => {
		const open = defined(firstOpen(hours('22:00', '2:30'), ['Europe/Berlin'], at('2026-03-28T23:00:00Z')));
		// 2:30 does not exist: read with the offset before, it is shown as 3:30.
		expect(new Date(open).toISOString()).toBe('2026-03-29T01:30:00.000Z');
	});
});

const isQuiet = ({ from, to }: QuietHours, minute: number) =>
	from < to ? minute >= from && minute < to : minute >= from || minute < to;

const ZONES = [
	'Africa/Johannesburg',
	'America/New_York',
	'America/Los_Angeles',
	'Australia/Lord_Howe',
	'Asia/Kathmandu',
	'Europe/London',
	'Pacific/Kiritimati',
	'America/St_Johns',
];

const FORMATS = new Map(
	ZONES.map((zone) => [
		zone,
		new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }),
	]),
);

/** Minutes after midnight on the clocks of a zone, asked of Intl itself. */
function clock(zone: string, instant: number): number {
	const [hour = 0, minute = 0] = defined(FORMATS.get(zone)).format(instant).split(':').map(Number);
	return hour * 60 + minute;
}

/** Around the changes of clocks of 2026, north and south, and far from them. */
const instants = fc
	.tuple(
		fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-07-01', '2026-10-04', '2026-10-25'),
		fc.integer({ min: -1440, max: 2880 }),
	)
	.map(([day, minutes]) => at(`${day}T00:00:00Z`) + minutes * MINUTE);
const quietHours = fc
	.tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 0, max: 95 }))
	.filter(([from, to]) => from !== to)
	.map(([from, to]) => ({ from: from * 15, to: to * 15 }));

it('is open everywhere, and before it some zone is quiet: the same as minute by minute', () => {
	fc.assert(
		fc.property(
			fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 3 }),
			quietHours,
			instants,
			(zones, quiet, instant) => {
				const open = firstOpen(quiet, zones, instant);
				let first: number | undefined;
				for (let minute = 0; minute <= 2 * 1440 && first === undefined; minute++) {
					const time = instant + minute * MINUTE;
					if (zones.every((zone) => !isQuiet(quiet, clock(zone, time)))) first = time;
				}
				if (open === undefined || first === undefined) {
					// Around a change of clocks an hour may be open that is not on other days.
					if (open !== undefined) expect(open - instant).toBeGreaterThan(2 * 1440 * MINUTE);
					return;
				}
				expect(zones.filter((zone) => isQuiet(quiet, clock(zone, open)))).toEqual([]);
				expect(open).toBeGreaterThanOrEqual(first);
				// As much later as clocks are moved, at most.
				expect(open - first).toBeLessThanOrEqual(60 * MINUTE);
			},
		),
		{ numRuns: casesOf(300) },
	);
});

it('for a carrier that may come early or late they are longer, and leave at least a quarter of an hour', () => {
	expect(widened(NIGHT, 5)).toEqual({ from: 1255, to: 485 });
	expect(widened({ from: 0, to: 1420 }, 5)).toBeUndefined();
	expect(widened({ from: 2, to: 600 }, 5)).toEqual({ from: 1437, to: 605 });
});
