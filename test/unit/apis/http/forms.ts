import { parse } from 'node:querystring';
import { findOperation } from '../../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../../nodes/Clickatell/catalogue/types';

/** An operation of the SMS gateway by its persisted name, such as `message.send`. */
export function operationOf(name: string): GatewayOperation {
	const [resource = '', operation = ''] = name.split('.');
	const found = findOperation(resource, operation);
	if (found?.api !== 'gateway') throw new Error(`The catalogue has no operation ${name} of the gateway`);
	return found;
}

/** Node's own reader of forms, each byte a character of ISO-8859-1. */
export function readForm(form: string): Record<string, string | string[] | undefined> {
	return {
		...parse(form, '&', '=', {
			decodeURIComponent: (text) =>
				text.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
			maxKeys: 0,
		}),
	};
}

/** A text as a phone shows it: bytes as characters, the byte 0x80 as the euro sign, or UCS-2 in hex. */
export function textOf(form: Readonly<Record<string, unknown>>, name = 'text'): string {
	const value = form[name] as string;
	if (form['unicode'] !== '1') return value.replaceAll('\u0080', '€');
	const units = value.match(/[0-9A-F]{4}/g) ?? [];
	if (units.join('') !== value) throw new Error(`${value} is not UCS-2 in hex`);
	return String.fromCharCode(...units.map((unit) => parseInt(unit, 16)));
}
