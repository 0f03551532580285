import * as fc from 'fast-check';
import type { Parameter, GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import { partOf, signatureOf, type SoapServer } from '../../../nodes/Clickatell/apis/soap/wire';
import { nameOf } from '../../../nodes/Clickatell/catalogue';
import { serverOf } from './wire';
import { BASIC, EXTENSION } from '../../../nodes/Clickatell/message/text/gsm';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Values that people give, by the kind of the parameter: all of them can be sent. */

const codePoint = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));

/** Any Unicode text that XML 1.0 can carry, astral characters and odd white space included. */
export const xmlText = (options: { minLength?: number; maxLength?: number } = {}): fc.Arbitrary<string> =>
	fc.string({
		unit: fc.oneof(
			fc.constantFrom(
				...'aZ0 &<>"\'\r\n\t€{}^~|\\é§Ω\u0085\u2028\u00a0\ufeff\ufffd中😀𝒳',
				']]>',
				'<!--',
				'&amp;',
			),
			codePoint.filter(canBeSent),
		),
		minLength: options.minLength ?? 0,
		maxLength: options.maxLength ?? 60,
	});

/** By the production Char of XML 1.0, written out again. */
export function canBeSent(text: string): boolean {
	return [...text].every((char) => {
		const code = defined(char.codePointAt(0));
		if (code < 0x20) return code === 9 || code === 10 || code === 13;
		return (code <= 0xd7ff || code >= 0xe000) && code !== 0xfffe && code !== 0xffff;
	});
}

const alphanumeric = (maxLength: number) =>
	fc.string({ unit: fc.constantFrom(...'azAZ019kQ7'), minLength: 1, maxLength });
const hex = (minBytes: number, maxBytes: number) =>
	fc
		.array(fc.constantFrom('00', '7f', 'Ff', 'A5', '1b'), { minLength: minBytes, maxLength: maxBytes })
		.map((bytes) => bytes.join(''));

/** International numbers as digits, of some countries, from the shortest there are to the longest. */
export const msisdn: fc.Arbitrary<string> = fc.oneof(
	fc.stringMatching(/^27[1-79][0-9]{8}$/),
	fc.stringMatching(/^447[0-9]{9}$/),
	fc.stringMatching(/^1[2-9][0-9]{9}$/),
	fc.stringMatching(/^390[0-9]{8}$/),
	fc.stringMatching(/^491[0-9]{9,10}$/),
	fc.stringMatching(/^492[0-9]{12}$/),
	fc.stringMatching(/^683[4-7][0-9]{3}$/),
	fc.stringMatching(/^22501[0-9]{8}$/),
);

const visible = (text: string) => text.trim() !== '';

function textOf(parameter: Parameter): fc.Arbitrary<string> {
	const { type } = parameter;
	if (type.kind !== 'text') throw new Error(`${parameter.name} is no text`);
	if (type.pattern !== undefined) {
		const matching =
			type.pattern === '^\\S+$'
				? xmlText({ minLength: 1, maxLength: 20 })
				: fc.stringMatching(new RegExp(type.pattern));
		return matching.filter((text) => new RegExp(defined(type.pattern)).test(text));
	}
	return xmlText({
		minLength: Math.max(1, type.minLength ?? 0),
		maxLength: Math.min(type.maxLength ?? 60, 30),
	}).filter((text) => [...text].length <= (type.maxLength ?? Infinity));
}

function valueOf(
	parameter: Parameter,
	operation: GatewayOperation,
	server: SoapServer,
): fc.Arbitrary<unknown> {
	const { type } = parameter;
	const own = partOf(nameOf(operation), parameter.name);
	const partType = signatureOf(nameOf(operation), server).parts.find(
		([name]) => name.toLowerCase() === own,
	)?.[1];
	switch (type.kind) {
		case 'text':
			return textOf(parameter);
		case 'message':
			return xmlText({ minLength: 1 }).filter(visible);
		case 'template':
			return (
				fc
					.tuple(xmlText({ minLength: 1 }).filter(visible), fc.constantFrom('', '#field1#', '#field4#'))
					// Fields and Unicode exclude each other.
					.map(([text, field]) => (/^[ -Z_a-z]+$/.test(text) ? text + field : text.replaceAll('#', '')))
					.filter(visible)
			);
		case 'recipients':
			return fc.array(msisdn, { minLength: 1, maxLength: 12 });
		case 'msisdn':
			return msisdn;
		case 'dialPrefix':
			return fc.constantFrom('27', '+44', '001', 1);
		case 'senderId':
			return fc.oneof(fc.stringMatching(/^[0-9]{1,16}$/), fc.stringMatching(/^[A-Za-z][ -~]{0,9}[A-Za-z]$/));
		case 'messageId':
			return hex(16, 16);
		case 'identifier':
			return alphanumeric(type.maxLength);
		case 'integer':
			return fc.integer({ min: type.min, max: type.max });
		case 'decimal': {
			const max = Math.min(type.max ?? 1_000_000, 1_000_000);
			return partType === 'int'
				? fc.integer({ min: type.min, max })
				: fc.integer({ min: type.min * 1000, max: max * 1000 }).map((thousandths) => thousandths / 1000);
		}
		case 'flag':
			return fc.boolean();
		case 'choice':
			return fc.constantFrom(...type.choices.map((choice) => choice.value));
		case 'bits':
			return fc.subarray(
				type.choices.map((choice) => choice.value),
				{ minLength: 1 },
			);
		case 'hex':
			return hex(1, Math.min(type.maxBytes, 60));
		case 'url':
			return fc
				.tuple(fc.constantFrom('http', 'https', 'HTTPS'), alphanumeric(20), xmlText({ maxLength: 40 }))
				.map(([scheme, host, path]) => `${scheme}://${host}.example/${path.replace(/\s/g, '')}`);
		case 'email':
			return fc.emailAddress();
		case 'utcTime':
			return fc
				.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
				.map((date) => date.toISOString());
		case 'mergeFields':
			// What needs Unicode cannot be merged.
			return fc
				.array(fc.string({ unit: fc.constantFrom(...BASIC, ...EXTENSION.replace('\f', '')) }), {
					minLength: 1,
					maxLength: server === 'rpcEncoded' ? 4 : 10,
				})
				.map((values) => Object.fromEntries(values.map((value, i) => [`field${i + 1}`, value])));
		case 'zonedTime':
		case 'inputFile':
		case 'pairs':
		case 'json':
		case 'namedValues':
		case 'buttons':
		case 'formFields':
		case 'waitLimit':
			throw new Error(`The SMS gateway has no ${type.kind}`);
		case 'spared':
			// Nobody that a message goes to.
			return fc.constant(['+447700900123']);
		case 'quietHours':
			return fc
				.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 2, maxLength: 2 })
				.map(([from, to]) => ({ values: { from: `${from}:00`, to: `${to}:30`, timeZone: '' } }));
		case 'lookup':
			return fc.integer({ min: 0, max: 999 });
		default:
			return type satisfies never;
	}
}

/** With a dial prefix, numbers of other countries carry a +. */
function numbersAbroad(
	operation: GatewayOperation,
	values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
	const withPlus = (value: unknown) => `+${String(value)}`;
	if (!('defaultDialPrefix' in values)) return {};
	return Object.fromEntries(
		operation.parameters
			.filter(({ name, type }) => name in values && ['recipients', 'msisdn'].includes(type.kind))
			.map(({ name }) => {
				const value = values[name];
				return [name, Array.isArray(value) ? value.map(withPlus) : withPlus(value)];
			}),
	);
}

/** Leaves out what makes no sense without another parameter that is not there, or beside one that is. */
function withoutHalves(
	operation: GatewayOperation,
	values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
	const needs = new Map(
		operation.parameters.map((parameter) => [parameter.name, parameter.needs?.parameter]),
	);
	const excluded = new Set(
		operation.parameters.flatMap(({ name, excludes = [] }) =>
			name in values ? excludes.filter(({ is }) => is === undefined).map(({ parameter }) => parameter) : [],
		),
	);
	return Object.fromEntries(
		Object.entries(values).filter(
			([name]) =>
				!excluded.has(name) && (needs.get(name) === undefined || defined(needs.get(name)) in values),
		),
	);
}

/** Parameters that the operation accepts on the server: required ones always, the others now and then. */
export function parametersOf(
	operation: GatewayOperation,
	server: SoapServer,
): fc.Arbitrary<Record<string, unknown>> {
	const carried = defined(serverOf(server).carries(nameOf(operation)));
	const settable = operation.parameters.filter(
		({ name, local, type }) =>
			name !== 'encoding' &&
			// One call for each recipient, where a case makes one.
			name !== 'idempotencyKey' &&
			// The delay that it comes to depends on when the call is made.
			name !== 'scheduledTime' &&
			(local === true || type.kind === 'mergeFields' || carried.has(name)),
	);
	const model = Object.fromEntries(
		settable.map((parameter) => [parameter.name, valueOf(parameter, operation, server)]),
	);
	const requiredKeys = settable.filter(({ required }) => required).map(({ name }) => name);
	return fc.record(model, { requiredKeys }).map((values) => {
		// Every part that the longest text needs is allowed.
		const maxParts = 'maxParts' in model ? { maxParts: 35 } : {};
		const longTexts = 'longTexts' in model ? { longTexts: 'more' } : {};
		// Without a sender nobody could answer, nor a name.
		const isAnswered = [true, 'true', 1, '1'].includes(values['replyRouting'] as never);
		const sender = isAnswered ? { senderId: '27999000009' } : {};
		const [group] = operation.oneOf ?? [];
		const given =
			group && !group.some((name) => name in values) ? { [defined(group[0])]: '0'.repeat(32) } : {};
		const sent = { ...values, ...sender, ...maxParts, ...longTexts, ...given };
		return withoutHalves(operation, { ...sent, ...numbersAbroad(operation, values) });
	});
}
