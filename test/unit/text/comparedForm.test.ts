import { comparedForm } from '../../../nodes/Clickatell/message/text/comparedForm';

it.each([
	['5491123456789', '541123456789'],
	['5492901123456', '542901123456'],
	['5215512345678', '525512345678'],
	['5219991234567', '529991234567'],
])('compares %s as %s, which stays as it is', (msisdn, form) => {
	expect(comparedForm(msisdn)).toBe(form);
	expect(comparedForm(form)).toBe(form);
});

it.each([
	'27999100001',
	// Too short or too long to have the digit of a mobile number.
	'549112345678',
	'54911234567890',
	'521551234567',
	'52155123456789',
	// Other countries, and the digit of the other one.
	'5511987654321',
	'5411123456789',
	'5291123456789',
	'4954911234567',
])('leaves %s as it is', (msisdn) => {
	expect(comparedForm(msisdn)).toBe(msisdn);
});
