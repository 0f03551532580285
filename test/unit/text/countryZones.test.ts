import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isZone } from '../../../nodes/Clickatell/formats/zoneClock';
import { zonesOf } from '../../../nodes/Clickatell/message/quietHours';
import { COUNTRY_ZONES } from '../../../nodes/Clickatell/message/text/countryZones';
import { PLANS } from '../../../nodes/Clickatell/message/text/numberingPlans';
import { partsOfNumber } from '../../../nodes/Clickatell/message/text/numberCountry';
import { countryZonesFile } from '../../../tools/countryZones';
import { defined } from '../../../nodes/Clickatell/formats/defined';

it('the table is what the package says', () => {
	const file = path.join(__dirname, '../../../nodes/Clickatell/message/text/countryZones.ts');
	expect(readFileSync(file, 'utf8')).toBe(countryZonesFile());
});

it('this Node knows every zone of it', () => {
	const zones = COUNTRY_ZONES.trim()
		.split('\n')
		.flatMap((line) => line.split(' ').slice(1));
	expect(zones.length).toBeGreaterThan(250);
	expect(zones.filter((zone) => !isZone(zone))).toEqual([]);
});

it('every number of a country has at least one', () => {
	const codes = PLANS.trim()
		.split('\n')
		.map((line) => defined(line.split(' ')[0]));
	const without = codes.filter((code) => {
		const number = `${code}5551234567`.slice(0, 11);
		return partsOfNumber(number).country !== null && zonesOf(number).length === 0;
	});
	expect(without).toEqual([]);
});

it.each([
	['27999100001', ['Africa/Johannesburg']],
	['447700900123', ['Europe/London']],
	['818012345678', ['Asia/Tokyo']],
])('the zones of %s are %j', (number, zones) => {
	// Of zones that agree, one stands for all.
	const offset = (zone: string) =>
		new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).format(0);
	expect(zonesOf(number).map(offset)).toEqual(zones.map(offset));
});

it('a country may have many, and a number of none has none', () => {
	expect(zonesOf('14155551234').length).toBeGreaterThan(5);
	expect(zonesOf('8835551234567')).toEqual([]);
});
