import type { VerifyOperation } from '../catalogue/types';
import type { RawValues } from './checked';
import { CODE_PLACEHOLDER } from './oneTimeCode';
import { splitRecipients } from './text/splitRecipients';
import { readAllowed } from './guardCheck';
import { isBlank } from './values';

const ALLOWED = 'allowedRecipients';

/** What the values of a one-time code must keep to beside their own checks, as sentences. */
export function codeRules({ work }: VerifyOperation, raw: RawValues): string[] {
	const faults: string[] = [];
	const numbers = splitRecipients(raw['to']).length;
	if (numbers > 1)
		faults.push(
			`'To' has ${numbers} numbers, but a code belongs to one; give each number an item of its own`,
		);
	const text = raw['text'];
	if (work === 'send' && !isBlank(text) && !String(text).includes(CODE_PLACEHOLDER))
		faults.push(
			`'Text' does not hold ${CODE_PLACEHOLDER}; write it where the code is to appear, such as in 'Your code is ${CODE_PLACEHOLDER}'`,
		);
	// An option that was added is a limit, also where an expression comes to nothing.
	const allowed = raw[ALLOWED] === undefined ? undefined : readAllowed(raw[ALLOWED]);
	if (allowed && 'faults' in allowed) faults.push(...allowed.faults);
	return faults;
}

/** Why a number may not be sent a code, if so, where a list says who may. */
export function notAllowedFault(list: unknown, msisdn: string): string | undefined {
	const allowed = isBlank(list) ? undefined : readAllowed(list);
	if (!allowed || !('isAllowed' in allowed) || allowed.isAllowed(msisdn)) return undefined;
	return `'To' is ${msisdn}, which 'Allowed Recipients' does not allow`;
}
