import fc from 'fast-check';
import { checkNumber } from '../../../nodes/Clickatell/message/numberCheck';
import { codeRecipients } from '../../../nodes/Clickatell/message/values';

describe('checkNumber', () => {
	it('says what a number is', () => {
		expect(checkNumber('(0)99 912-3456', '27')).toEqual({
			input: '(0)99 912-3456',
			valid: true,
			to: '27999123456',
			country: 'ZA',
			countryName: 'South Africa',
			countryCode: '27',
			national: '999123456',
			inPlan: true,
			problem: null,
			reason: null,
		});
	});

	it('says of a number behind a + whether its country has such numbers', () => {
		expect(checkNumber('+41 5555 1234', undefined)).toMatchObject({
			valid: true,
			country: 'CH',
			inPlan: false,
		});
		expect(checkNumber('+999 123 4567', undefined)).toMatchObject({
			valid: true,
			to: '9991234567',
			country: null,
			countryName: null,
			countryCode: null,
			inPlan: false,
		});
	});

	it('says why something is none', () => {
		expect(checkNumber('1-800-FLOWERS', undefined)).toMatchObject({
			input: '1-800-FLOWERS',
			valid: false,
			to: null,
			country: null,
			inPlan: false,
			problem: 'letters',
			reason: expect.stringMatching(/^'1-800-FLOWERS' has letters/) as unknown,
		});
	});

	it('agrees with what a send takes, whatever is given', () => {
		const entry = fc.string({
			unit: fc.constantFrom(...'0123456789+-() .x٢０'),
			minLength: 1,
			maxLength: 18,
		});
		fc.assert(
			fc.property(entry, fc.constantFrom(undefined, '27', '1', '39'), (input, prefix) => {
				fc.pre(input.trim() !== '');
				const { valid, to, reason } = checkNumber(input.trim(), prefix);
				const { msisdns, wrong } = codeRecipients(input, prefix);
				expect([valid, to === null ? [] : [to], reason === null ? [] : [reason]]).toEqual([
					wrong.length === 0,
					msisdns,
					wrong,
				]);
			}),
		);
	});
});
