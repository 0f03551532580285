import { readSpared } from '../../../nodes/Clickatell/message/spared';
import { normalizeMsisdn } from '../../../nodes/Clickatell/message/text/msisdn';

function read(given: unknown, prefix?: string) {
	const reading = readSpared(given, prefix);
	for (;;) {
		const step = reading.next();
		if (step.done) return step.value;
	}
}

/** Whom a list spares of some recipients. */
function sparedOf(given: unknown, prefix: string | undefined, recipients: readonly string[]): string[] {
	const spared = read(given, prefix);
	if (!spared.ok) throw new Error(spared.faults.join());
	return recipients.filter((msisdn) => spared.numbers.has(msisdn));
}

const faultsOf = (given: unknown, prefix?: string) => {
	const spared = read(given, prefix);
	return spared.ok ? [] : spared.faults;
};

describe('an entry counts as each number that it can be', () => {
	it.each<[string, string | undefined, string[]]>([
		['447700900123', '49', ['447700900123', '49447700900123']],
		['44 7700 900123', '49', ['447700900123', '49447700900123']],
		['447700900123', '27', ['447700900123']],
		['447700900123', undefined, ['447700900123', '49447700900123']],
		['0821234567', '27', ['27821234567']],
		['27821234567', '27', ['27821234567']],
		['+447700900123', '49', ['447700900123']],
		['00447700900123', '49', ['447700900123']],
	])('%s with the prefix %s', (entry, prefix, numbers) => {
		const recipients = ['447700900123', '49447700900123', '27821234567', '447700900124'];
		expect(sparedOf([entry], prefix, recipients)).toEqual(
			recipients.filter((each) => numbers.includes(each)),
		);
	});

	it('where nobody can tell which is meant, as all of them', () => {
		const both = ['494930123456', '4930123456'];
		for (const entry of ['4930123456', '49 30 123456']) {
			expect(normalizeMsisdn(entry, '49')).toMatchObject({ ok: false, problem: 'ambiguous' });
			expect(sparedOf([entry], '49', both)).toEqual(both);
		}
	});

	it('a Mexican number as networks write it, also where the country of the prefix has such a number', () => {
		for (const prefix of [undefined, '27', '49', '52'])
			expect(sparedOf(['5215512345678'], prefix, ['525512345678', '5215512345678'])).toEqual([
				'525512345678',
				'5215512345678',
			]);
	});
});

describe('a list of national numbers without a prefix', () => {
	// The second one is a Hungarian number as well.
	const list = '2125551234, 3615551234, 6505551234';

	it('spares those who have them in any country, also where one of them is a number of another country', () => {
		const people = ['12125551234', '13615551234', '16505551234', '3615551234'];
		expect(sparedOf(list, undefined, [...people, '12125551235', '13615551235'])).toEqual(people);
	});

	it('spares subscribers of six digits', () => {
		expect(sparedOf('212345', undefined, ['298212345', '298212346'])).toEqual(['298212345']);
	});

	it('spares nobody whose number ends with an international one, or is longer by more than a country code', () => {
		expect(sparedOf('+3615551234', undefined, ['3615551234', '13615551234'])).toEqual(['3615551234']);
		expect(sparedOf('212345', undefined, ['27999212345'])).toEqual([]);
	});
});

describe('two spellings of a phone are one', () => {
	it.each([
		['5491123456789', '541123456789'],
		['5215512345678', '525512345678'],
	])('%s and %s', (one, other) => {
		for (const entry of [one, other])
			expect(sparedOf([`+${entry}`], undefined, [one, other, '27821234567'])).toEqual([one, other]);
	});
});

describe('what came from outside stops no run', () => {
	it.each(['384', '38745', '387451', 38745])('the short code %p, which no recipient can have', (code) => {
		expect(sparedOf([code, '27821234567'], undefined, ['27821234567', '27821238745'])).toEqual([
			'27821234567',
		]);
		expect(faultsOf([code], '27')).toEqual([]);
	});

	it.each(['9991234567', '4155551234', '210123456789012', '+49001234567'])(
		'digits that are not a number of any country: %s',
		(entry) => {
			expect(normalizeMsisdn(entry).ok).toBe(false);
			expect(sparedOf([entry], undefined, [entry.replace('+', ''), '27821234567'])).toEqual([
				entry.replace('+', ''),
			]);
		},
	);

	it('spares whoever has such digits behind a country code', () => {
		const recipients = ['14155551234', '14155551235', '4155551234', '415555123'];
		expect(sparedOf(['4155551234'], undefined, recipients)).toEqual(['14155551234', '4155551234']);
		// With a prefix it is a number of that country, and nothing is left to be guessed.
		expect(sparedOf(['4155551234'], '1', recipients)).toEqual(['14155551234', '4155551234']);
		expect(sparedOf(['0821234567', '27821234567'], '27', ['1827821234567'])).toEqual([]);
	});

	it.each([
		['12', '12'],
		['1234567890123456', '1234567890123456'],
		['0821234567', '0821234567'],
		['(415) 555-1234', '(415) 555-1234'],
		['415 555 1234', '415 555 1234'],
		['Vodacom', 'Vodacom'],
		['38745x', '38745x'],
	])('but %s is refused with a sentence', (entry, quoted) => {
		expect(faultsOf([entry])).toEqual([
			expect.stringContaining(`'Do Not Send To' holds '${quoted}', which cannot be read: `),
		]);
	});
});
