import type { IDataObject } from 'n8n-workflow';
import { runNode } from './engine';
import { jsonOf } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

const check = async (
	number: unknown,
	options: IDataObject = {},
	items: IDataObject[] = [{}],
	settings = {},
) =>
	await runNode({
		parameters: { resource: 'number', operation: 'check', number, options } as IDataObject,
		items: items.map((json) => ({ json })),
		settings,
	});

describe('number.check', () => {
	it('needs no credential, and gives a row for each number of each item', async () => {
		const result = await check('={{ $json.phone }}', { defaultDialPrefix: '27' }, [
			{ phone: '099 910 0001; +44 7700 900123' },
			{ phone: ['٢٧٩٩٩١٠٠٠٠٢', 'n/a'] },
			{},
		]);
		expect(result.error).toBeUndefined();
		expect(result.hints).toEqual([]);
		expect(jsonOf(result).map(({ valid, to, country, problem }) => [valid, to, country, problem])).toEqual([
			[true, '27999100001', 'ZA', null],
			[true, '447700900123', 'GB', null],
			[true, '27999100002', 'ZA', null],
			[false, null, null, 'no number'],
			[false, null, null, 'empty'],
		]);
		expect(defined(result.outputs[0]).map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 1, 1, 2].map((item) => ({ item })),
		);
	});

	it('is there for an account of the Platform, and keeps the fields of the input on request', async () => {
		const { outputs } = await runNode({
			parameters: {
				authentication: 'platform',
				resource: 'platformNumber',
				operation: 'check',
				number: '+1 604 555 0123',
				options: { includeInputFields: true },
			},
			items: [{ json: { name: 'Ann' } }],
		});
		expect(defined(outputs[0]).map(({ json }) => json)).toMatchObject([
			{ name: 'Ann', country: 'CA', countryName: 'Canada', national: '6045550123' },
		]);
	});

	it('refuses a dial prefix that is none, before or as a row', async () => {
		const { error } = await check('099 910 0001', { defaultDialPrefix: '999' });
		expect(error?.message).toMatch(/'Default Dial Prefix' is '999'; it must be a country code alone/);
		const [row] = jsonOf(
			await check('099', { defaultDialPrefix: '999' }, [{}], { onError: 'continueRegularOutput' }),
		);
		expect(row).toMatchObject({ input: null, valid: null, reason: null });
		expect(defined(row)['errorText']).toMatch(/'Default Dial Prefix'/);
	});

	it('checks a long list within the turns of others', async () => {
		const many = Array.from({ length: 20_000 }, (_, i) => `+27 99 ${String(9_100_000 + i)}`).join(',');
		const rows = jsonOf(await check(many));
		expect(rows).toHaveLength(20_000);
		expect(rows.every(({ valid }) => valid === true)).toBe(true);
	});
});
