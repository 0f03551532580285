import type { CallValues } from '../../message/callValues';
import type { Account } from '../gateway/server';
import { percentEncode, percentEncodeLogin } from './characters';
import type { Field, HttpCommand } from './wire';

/**
 * The HTTP headers of a call. Without this type the server sees no field and answers 001; it names no charset, since the
 * bytes are ISO-8859-1 whatever is said (docs/protocol/http.md#requests).
 */
export const FORM_HEADERS: Readonly<Record<string, string>> = {
	'Content-Type': 'application/x-www-form-urlencoded',
	Accept: 'text/plain, text/html',
};

/** A value cannot make one: its `<` would be written `%3C`. It stands at the beginning of every form. */
const SLOT = /^<(account|login|session)>/;

/**
 * Writes the form of one call, percent-encoded byte by byte, with a slot where the account belongs: no form that the
 * node builds holds a secret of the login, the credential fills the slot at the last moment ({@link fillFormSlot}).
 *
 * @param values what the command does not have of them is not written; an absent one stays absent
 * @throws where a value holds a character that cannot travel: the checks have refused it before
 */
export function writeForm({ account, fields }: HttpCommand, values: CallValues): string {
	const pairs = fields.flatMap((field) => pairsOf(field, values));
	return [`<${account}>`, ...pairs].join('&');
}

function pairsOf([parameter, name, type]: Field, values: CallValues): string[] {
	if (type === 'mergeFields') return mergeFieldsOf(name, values);
	const value = values[parameter];
	if (value === undefined) return [];
	if (type === 'list') {
		const list = typeof value === 'string' ? [value] : value;
		return list.length === 0 ? [] : [`${name}=${list.map(percentEncode).join(',')}`];
	}
	if (typeof value !== 'string') throw new Error(`${parameter} is a list, and the server takes one value`);
	const pair = `${name}=${percentEncode(value)}`;
	return type === 'message' && values['unicode'] === '1' ? [pair, 'unicode=1'] : [pair];
}

function mergeFieldsOf(name: string, values: CallValues): string[] {
	const pairs: string[] = [];
	for (const [key, value] of Object.entries(values)) {
		const number = key.startsWith(name) ? key.slice(name.length) : '';
		if (/^\d{1,4}$/.test(number) && typeof value === 'string') pairs.push(`${key}=${percentEncode(value)}`);
	}
	return pairs;
}

/**
 * Fills the slot with the session where there is one and the command takes it, else with API ID, user and password. A
 * form without a slot comes back as it is.
 *
 * @throws where user or password cannot travel: the check of the credential has refused it before
 */
export function fillFormSlot(form: string, account: Account): string {
	const found = SLOT.exec(form);
	if (!found) return form;
	const takesSession = found[1] !== 'login';
	const values: Record<string, string> =
		takesSession && account.session
			? { session_id: account.session }
			: { api_id: account.apiId, user: account.user, password: account.password };
	const pairs = Object.entries(values).map(([name, value]) => {
		const written = percentEncodeLogin(value);
		// The value is a secret and stands in no error.
		if (written === undefined) throw new Error(`${name} holds a character that cannot travel as a byte`);
		return `${name}=${written}`;
	});
	return pairs.join('&') + form.slice(found[0].length);
}
