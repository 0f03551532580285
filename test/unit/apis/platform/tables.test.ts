import { describeError, describePlatformStatus } from '../../../../nodes/Clickatell/apis/platform';
import { ONE_API_ERRORS, SMS_API_ERRORS } from '../../../../nodes/Clickatell/apis/platform/platformErrors';
import { ONE_API_STATUSES } from '../../../../nodes/Clickatell/apis/platform/platformStatuses';
import * as gateway from '../../../gateway/platform/codes';
import { readPage, sectionOf, tablesOf } from '../../docs/pages';

const page = readPage('docs/protocol/platform.md');

/** The cells of the columns of that name, over all tables of a section. */
function cells(heading: string, column: string): string[] {
	return tablesOf(sectionOf(page, heading)).flatMap(({ head, rows }) =>
		rows.flatMap((row) => row.filter((cell, i) => head[i] === column && cell !== '')),
	);
}

const sorted = (values: Iterable<string | number>) => [...values].map(String).sort();

test('the error numbers are those of the page, here and in the gateway', () => {
	const oneApi = sorted(cells('Error numbers of One API', 'Number'));
	expect(sorted(ONE_API_ERRORS.map(({ code }) => code))).toEqual(oneApi);
	expect(sorted(Object.keys(gateway.ONE_API_ERRORS))).toEqual(oneApi);
	const smsApi = sorted(cells('SMS API', 'Number'));
	expect(sorted(SMS_API_ERRORS.map(({ code }) => code))).toEqual(smsApi);
	expect(sorted(Object.keys(gateway.SMS_ERRORS))).toEqual(smsApi);
});

test('18, 19 and 43 may be repeated, nothing else', () => {
	expect(ONE_API_ERRORS.filter(({ retryable }) => retryable).map(({ code }) => code)).toEqual([18, 19, 43]);
	expect(SMS_API_ERRORS.some(({ retryable }) => retryable)).toBe(false);
});

test('every error has a meaning and an advice', () => {
	for (const { meaning, advice } of [...ONE_API_ERRORS, ...SMS_API_ERRORS]) {
		expect(meaning).toMatch(/^['A-Z].*[^.]$/);
		expect(advice).toMatch(/^[A-Z].*\.$/);
	}
	expect(describeError('smsApi', '1')).toBeUndefined();
	expect(describeError('oneApi', '108')).toBeUndefined();
});

test('the names of the statuses are those of the page, those without a number among them', () => {
	const text = sectionOf(page, 'Statuses of One API');
	const named = [...text.matchAll(/\b[A-Z]{4,}(?:_[A-Z]+)*\b/g)].map(([name]) => name);
	const notStatuses = new Set(['READ', 'JSON', 'HTTP']);
	const onPage = new Set([...named.filter((name) => !notStatuses.has(name)), 'READ']);
	expect(sorted(ONE_API_STATUSES.keys())).toEqual(sorted(onPage));
	expect(sorted(Object.values(gateway.ONE_API_STATUSES))).toEqual(
		sorted(cells('Statuses of One API', 'Name')),
	);
});

test('a status is what its name says: the number 4 is not the same in both', () => {
	expect(describePlatformStatus('smsApi', 'RECEIVED_BY_RECIPIENT', 4)).toMatchObject({
		outcome: 'delivered',
	});
	expect(describePlatformStatus('oneApi', 'SENT_TO_SUPPLIER', 4)).toMatchObject({ outcome: 'intermediate' });
	expect(describePlatformStatus('oneApi', null, 5)).toMatchObject({ outcome: 'unknown', final: false });
	expect(describePlatformStatus('smsApi', 'received_by_recipient', 3)).toMatchObject({
		outcome: 'delivered',
	});
	expect(describePlatformStatus('oneApi', 'constructor')).toMatchObject({ outcome: 'unknown' });
});

test.each([
	...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((code) => [code, 'known'] as const),
	[0, 'unknown'],
	[15, 'unknown'],
	[4.5, 'unknown'],
] as const)('number %d of the SMS API is %s', (code, kind) => {
	const { statusText } = describePlatformStatus('smsApi', 'a word', code);
	expect(statusText === 'a word' ? 'unknown' : 'known').toBe(kind);
});
