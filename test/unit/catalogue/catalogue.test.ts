import { accountOf, ACCOUNTS, apiOf, OPERATIONS, RESOURCES } from '../../../nodes/Clickatell/catalogue';
import { CALLBACK_CLASSES } from '../../../nodes/Clickatell/catalogue/callbackClasses';
import { CONNECT_ERROR_CODES } from '../../../nodes/Clickatell/catalogue/connectErrors';
import { platformCarrier } from '../../../nodes/Clickatell/apis/platform/platformCarrier';
import { ONE_API_ERRORS, SMS_API_ERRORS } from '../../../nodes/Clickatell/apis/platform/platformErrors';
import { describePlatformStatus } from '../../../nodes/Clickatell/apis/platform/platformStatuses';
import { ERROR_CODES } from '../../../nodes/Clickatell/catalogue/errors';
import { SENT } from '../../../nodes/Clickatell/catalogue/resultFields';
import { MESSAGE_STATUSES } from '../../../nodes/Clickatell/catalogue/statuses';
import type {
	Operation,
	Parameter,
	ResultField,
	GatewayOperation,
} from '../../../nodes/Clickatell/catalogue/types';
import { checkItem } from '../../../nodes/Clickatell/message/check';
import { codeValue } from '../../../nodes/Clickatell/message/values';
import { contextOf, signature } from '../soap/wire';
import { GRAMMARS } from '../../../nodes/Clickatell/apis/gateway/results';
import { WIRE as CONNECT_WIRE } from '../../../nodes/Clickatell/apis/connect/wire';
import { WIRE } from '../../../nodes/Clickatell/apis/http/wire';
import { partOf } from '../../../nodes/Clickatell/apis/soap/wire';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** What holds for every record of the catalogue, whatever it describes. */

const nameOf = ({ resource, operation }: Operation) => `${resource}.${operation}`;
const named = OPERATIONS.map((each) => [nameOf(each), each] as const);
const soap = OPERATIONS.filter((each): each is GatewayOperation => each.api === 'gateway');
const SERVERS = ['documentLiteral', 'rpcEncoded'] as const;

const CAMEL_CASE = /^[a-z][a-z0-9]*([A-Z][a-z0-9]*)*$/;
/** Several sentences may end in periods; a single one has none (n8n's rule). */
const ONE_SENTENCE_ENDS_BARE = /^[^.]*$|\.\s+\S|\betc\b|\d\.\d/;
const SMALL_WORDS = new Set([
	'a',
	'an',
	'and',
	'as',
	'at',
	'by',
	'for',
	'from',
	'if',
	'in',
	'of',
	'on',
	'or',
	'per',
	'the',
	'to',
	'with',
]);

function isTitleCase(label: string): boolean {
	return label
		.split(/[\s(/-]+/)
		.every((word, i) => (i > 0 && SMALL_WORDS.has(word)) || /^[A-Z0-9]/.test(word));
}

function duplicates(list: readonly unknown[]): unknown[] {
	return list.filter((each, i) => list.indexOf(each) !== i);
}

function expectWords(text: string): void {
	expect(text).toMatch(/^\S.*\S$/s);
	expect(text).not.toMatch(/\s{2}|\s[,.;]/);
	expect(text).toMatch(ONE_SENTENCE_ENDS_BARE);
}

describe('the catalogue', () => {
	it('holds the fifteen SOAP commands and the sixteen Connect calls, each once', () => {
		expect(new Set(soap.map((each) => signature(each, 'documentLiteral').command)).size).toBe(15);
		expect(soap).toHaveLength(15);
		const connect = OPERATIONS.filter(({ api }) => api === 'connect').map(nameOf);
		expect(Object.keys(CONNECT_WIRE).sort()).toEqual([...connect].sort());
		expect(new Set(connect.map((name) => defined(CONNECT_WIRE[name]).action)).size).toBe(16);
	});

	it('names every operation once, and every resource', () => {
		expect(duplicates(OPERATIONS.map(nameOf))).toEqual([]);
		expect(duplicates(RESOURCES.map((resource) => resource.value))).toEqual([]);
		expect(new Set(OPERATIONS.map(({ resource }) => resource))).toEqual(
			new Set(RESOURCES.map(({ value }) => value)),
		);
		for (const { label } of [...RESOURCES, ...ACCOUNTS]) expect(isTitleCase(label)).toBe(true);
	});

	it('is data: printing and reading it changes nothing', () => {
		expect(JSON.parse(JSON.stringify(OPERATIONS))).toEqual(OPERATIONS);
	});

	it('gives each operation to the account whose API carries it', () => {
		for (const each of OPERATIONS) {
			// What asks for no credential is there for every account.
			if (each.authentication === 'none') continue;
			expect([nameOf(each), defined(accountOf(each.resource)).value]).toEqual([
				nameOf(each),
				apiOf(each) === 'connect' || apiOf(each) === 'platform' ? apiOf(each) : 'smsGateway',
			]);
		}
	});
});

describe.each(named)('%s', (_name, operation) => {
	const { parameters } = operation;
	const find = (name: string) => parameters.find((parameter) => parameter.name === name);

	it('is named as n8n wants it', () => {
		expect(operation.resource).toMatch(CAMEL_CASE);
		expect(operation.operation).toMatch(CAMEL_CASE);
		expect(operation.title).toSatisfyTitleCase();
		// Sentence case: only the first word, names and abbreviations are capitalised.
		expect(operation.action).toMatch(/^[A-Z][a-z]*( ([a-z-]+|[A-Z]{2,}|WhatsApp))*$/);
		expectWords(operation.description);
		if (operation.limits !== undefined) expectWords(operation.limits);
		expect(operation.source).toMatch(/\S/);
	});

	it('gives its parameters names, labels and help', () => {
		expect(duplicates(parameters.map(({ name }) => name))).toEqual([]);
		for (const place of ['main', 'options', 'advanced']) {
			const own = parameters.filter((parameter) => parameter.place === place);
			expect(duplicates(own.filter(({ when }) => !when).map(({ label }) => label))).toEqual([]);
		}
		for (const parameter of parameters) {
			expect(parameter.name).toMatch(CAMEL_CASE);
			expect(parameter.label).toSatisfyTitleCase();
			expectWords(parameter.help);
			if (parameter.hint !== undefined) expectWords(parameter.hint);
			if (parameter.type.kind === 'flag') expect(parameter.help).toMatch(/^Whether /);
			if (parameter.placeholder !== undefined) expect(parameter.placeholder).toMatch(/^e\.g\. \S/);
			// The unit stands where the number is typed.
			if (parameter.type.kind === 'integer' && parameter.type.unit)
				expect(parameter.label.toLowerCase()).toContain(`(${parameter.type.unit})`);
			// What must be given cannot hide in a collection.
			if (parameter.required) expect([parameter.name, parameter.place]).toEqual([parameter.name, 'main']);
		}
	});

	it('starts fields with values that they take', () => {
		for (const { name, initial, type } of parameters) {
			if (initial === undefined) continue;
			expect([name, codeValue(initial, type)]).toEqual([
				name,
				{ ok: true, value: expect.anything() as unknown },
			]);
		}
	});

	// A preview has one of its own beside those of what it previews.
	it('offers at most eight options at first sight; the rest is under Advanced', () => {
		const most = operation.api === 'preview' ? 9 : 8;
		expect(parameters.filter(({ place }) => place === 'options').length).toBeLessThanOrEqual(most);
	});

	it('offers no option that does nothing when it is added', () => {
		for (const { name, place, type, initial, otherwise } of parameters) {
			if (place === 'main') continue;
			expect([name, initial]).not.toEqual([name, otherwise ?? 'nothing is known of it']);
			// A choice or a switch has always a value; what it would be without is then known.
			if (type.kind === 'choice' || type.kind === 'flag')
				expect([name, typeof otherwise]).not.toEqual([name, 'undefined']);
			if (otherwise === undefined) continue;
			expect([name, codeValue(otherwise, type)]).toMatchObject([name, { ok: true }]);
		}
	});

	it('knows of what an option cannot do without', () => {
		for (const { name, type, needs } of parameters) {
			if (!needs) continue;
			expect(['flag', 'hex', 'text']).toContain(type.kind);
			expect(needs.parameter).not.toBe(name);
			expect(find(needs.parameter)).toMatchObject({ name: needs.parameter });
		}
	});

	it('offers choices that differ', () => {
		for (const { type } of parameters) {
			if (type.kind !== 'choice' && type.kind !== 'bits') continue;
			expect(type.choices.length).toBeGreaterThan(0);
			expect(duplicates(type.choices.map(({ value }) => String(value)))).toEqual([]);
			expect(duplicates(type.choices.map(({ label }) => label))).toEqual([]);
			for (const { label, help, value } of type.choices) {
				expect(label).toSatisfyTitleCase();
				if (help !== undefined) expectWords(help);
				if (type.kind === 'bits') expect(Number.isInteger(Math.log2(Number(value)))).toBe(true);
			}
		}
	});

	it('sets limits that leave room', () => {
		for (const { type } of parameters) {
			if (type.kind === 'integer' || type.kind === 'decimal')
				expect(type.min).toBeLessThan(type.max ?? Infinity);
			if (type.kind === 'text') {
				expect(type.minLength ?? 0).toBeLessThanOrEqual(type.maxLength ?? Infinity);
				if (type.pattern !== undefined) {
					expect(() => new RegExp(defined(type.pattern))).not.toThrow();
					expect(type.patternHelp).toMatch(/\S/);
				}
			}
		}
	});

	it('shows fields by what other fields hold, and only by what these can hold', () => {
		for (const { when, unless, place } of parameters) {
			// n8n reads a saved node without its collections: what is shown for an option would be dropped.
			if (unless !== undefined) expect(defined(find(unless)).place).not.toBe('main');
			if (when || unless !== undefined) expect(place).toBe('main');
			if (!when) continue;
			const other = defined(find(when.parameter));
			expect(other.place).toBe('main');
			expect(when.is.length).toBeGreaterThan(0);
			for (const value of when.is) expect(codeValue(value, other.type)).toMatchObject({ ok: true });
		}
		for (const group of operation.oneOf ?? []) {
			expect(group.length).toBeGreaterThan(1);
			for (const name of group) expect(find(name)).toMatchObject({ name });
			for (const name of group) expect(defined(find(name)).required ?? false).toBe(false);
		}
	});

	it('names its results, and none of them error', () => {
		const names = operation.result.map(({ name }) => name);
		expect(duplicates(names)).toEqual([]);
		// n8n reads meaning into items with these keys.
		for (const taken of ['error', 'json', 'binary', 'pairedItem']) expect(names).not.toContain(taken);
		for (const { name, help } of operation.result) {
			expect(name).toMatch(CAMEL_CASE);
			expectWords(help);
		}
	});

	it('shows a sample that is true', () => {
		const { parameters: given, result } = operation.sample;
		for (const name of Object.keys(given)) expect(find(name)).toMatchObject({ name });
		const contexts =
			apiOf(operation) === 'platform'
				? [{ carrier: platformCarrier('oneApi', 'Africa/Johannesburg', () => 0) }]
				: SERVERS.map((server) => contextOf(server));
		for (const context of contexts) {
			const initial: Record<string, unknown> = Object.fromEntries(
				parameters.flatMap((each) =>
					each.place === 'main' && each.initial !== undefined ? [[each.name, each.initial]] : [],
				),
			);
			expect(checkItem(operation, { ...initial, ...given }, context)).toMatchObject({ ok: true });
		}
		const shown = operation.result.filter(({ type }) => type !== 'png');
		for (const key of Object.keys(result)) expect(shown.map(({ name }) => name)).toContain(key);
		for (const field of shown) if (!field.optional) expect(result).toHaveProperty(field.name);
		for (const field of shown)
			expect([field.name, fits(field, result[field.name])]).toEqual([field.name, true]);
		const { status, statusText, outcome, final } = result;
		if (status !== undefined && operation.api === 'platform') {
			expect({ statusText, outcome, final }).toEqual(describePlatformStatus('oneApi', status as string));
		} else if (status !== undefined) {
			const known = defined(MESSAGE_STATUSES.find(({ code }) => code === status));
			expect({ statusText, outcome, final }).toEqual({
				statusText: known.text,
				outcome: known.outcome,
				// A row of 'Reconcile' does not say it.
				final: operation.api === 'composite' ? undefined : known.final,
			});
		}
	});

	it('lists refusals that have a meaning', () => {
		const known = new Set<string>(
			(apiOf(operation) === 'connect'
				? CONNECT_ERROR_CODES
				: apiOf(operation) === 'platform'
					? [...ONE_API_ERRORS, ...SMS_API_ERRORS]
					: ERROR_CODES
			).map(({ code }) => String(code)),
		);
		expect(duplicates(operation.refusals)).toEqual([]);
		expect(operation.refusals.filter((code) => !known.has(code))).toEqual([]);
	});

	it('says in its description what it costs', () => {
		if (operation.effect === 'read') {
			expect(operation.description).toMatch(/spends nothing/i);
		} else if (operation.effect === 'write') {
			expect(operation.description).toMatch(/spends nothing|no charge/i);
		} else {
			expect(operation.description).not.toMatch(/spends nothing$/i);
			expect(operation.description).toMatch(/Spends (credit|money) for each|Uses up the voucher/);
		}
	});

	it('takes secrets as secrets', () => {
		for (const { name, secret } of [...parameters, ...operation.result]) {
			if (/password|voucher|session/i.test(name)) expect([name, secret]).toEqual([name, true]);
		}
	});
});

function fits(field: ResultField, value: unknown): boolean {
	if (value === undefined || value === null) return true;
	switch (field.type) {
		case 'text':
			return typeof value === 'string';
		case 'number':
			return typeof value === 'number';
		case 'boolean':
			return typeof value === 'boolean';
		case 'time':
			return typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value);
		case 'object':
			return typeof value === 'object' && value !== null && !Array.isArray(value);
		case 'png':
			return false;
		default:
			return field.type satisfies never;
	}
}

const ACCOUNT = ['session_id', 'api_id', 'user', 'password'];

/** Parts that no parameter of their own fills. */
function derived(operation: GatewayOperation): string[] {
	const kinds = new Set(operation.parameters.map(({ type }) => type.kind));
	return [
		...(kinds.has('message') || kinds.has('template') ? ['unicode'] : []),
		...(kinds.has('mergeFields') ? Array.from({ length: 10 }, (_, i) => `field${i + 1}`) : []),
	];
}

/**
 * Parts that are left unset on purpose: a batch's text is its template, which the gateway merges; bytes cannot be
 * merged. The text of a service indication is at most 120 characters and travels as it is written.
 */
const UNUSED: Readonly<Record<string, readonly string[]>> = {
	'push.sendServiceIndication': ['unicode'],
};

/** What makes no difference: an acknowledgement is asked for anyway (6.2.4), and there is one message type (6.2.15). */
const WITHOUT_EFFECT = ['deliv_ack', 'msg_type'];

it.each(OPERATIONS.filter(({ api }) => api === 'connect').map((each) => [nameOf(each), each] as const))(
	'%s has an element for each parameter, but for those that steer the node',
	(name, { parameters }) => {
		const { elements } = defined(CONNECT_WIRE[name]);
		const sent = parameters.filter(({ local }) => !local);
		expect(elements.map(([parameter]) => parameter)).toEqual(sent.map((parameter) => parameter.name));
		expect(duplicates(elements.map(([, element]) => element))).toEqual([]);
	},
);

describe.each(soap.map((each) => [nameOf(each), each] as const))('%s on the wire', (name, operation) => {
	const partsOf = (server: (typeof SERVERS)[number]) =>
		signature(operation, server).parts.map(([part]) => part.toLowerCase());

	const partNamed = (parameter: string) => partOf(name, parameter);

	it('sends every parameter to at least one server, but for those that steer the node', () => {
		const known = new Set([
			...SERVERS.flatMap(partsOf),
			...defined(WIRE[name]).fields.map(([parameter]) => partNamed(parameter)),
		]);
		for (const { name: parameter, local = false, type } of operation.parameters) {
			if (type.kind === 'mergeFields') continue;
			expect([parameter, local]).toEqual([parameter, !known.has(partNamed(parameter))]);
		}
		const sent = operation.parameters.flatMap((each) =>
			// Of two that exclude each other, one is sent.
			each.local || each.when || each.excludes ? [] : [partNamed(each.name)],
		);
		expect(duplicates(sent)).toEqual([]);
	});

	it.each(SERVERS)(
		'can set every part of the %s server, but for the account and what is unused',
		(server) => {
			const settable = new Set([
				...operation.parameters.map((each) => partNamed(each.name)),
				...derived(operation),
				...(UNUSED[name] ?? []),
				...WITHOUT_EFFECT,
				...ACCOUNT,
			]);
			expect(partsOf(server).filter((part) => !settable.has(part))).toEqual([]);
		},
	);

	it('asks for what the schema requires', () => {
		const required = signature(operation, 'documentLiteral').parts.flatMap(([part, , demand]) =>
			demand === 'required' && !ACCOUNT.includes(part) ? [part] : [],
		);
		const asked = operation.parameters.flatMap((each: Parameter) =>
			each.required ? [partNamed(each.name)] : [],
		);
		expect(required.filter((part) => !asked.includes(part))).toEqual([]);
	});

	it.each(SERVERS)(
		'begins with the parts of the account on the %s server, as the envelope is written',
		(server) => {
			const parts = partsOf(server);
			const account = parts.filter((part) => ACCOUNT.includes(part));
			expect(parts.slice(0, account.length)).toEqual(account);
			expect(account).toEqual(
				{ account: ACCOUNT, login: ACCOUNT.slice(1), session: ['session_id'], token: [], key: [], none: [] }[
					operation.authentication
				],
			);
		},
	);

	it('spends when it sends, and gives every recipient a row', () => {
		const sends = operation.parameters.some(({ type }) => type.kind === 'recipients');
		expect(GRAMMARS[name] === undefined).toBe(sends);
		if (sends) {
			expect(operation.effect).toBe('spend');
			expect(operation.result.slice(0, SENT.length)).toEqual(SENT);
		}
		if (operation.effect === 'read')
			expect(['status', 'charge', 'balance', 'coverage', 'session', 'alive']).toContain(GRAMMARS[name]);
	});

	it('may be refused for the account that makes it', () => {
		expect(operation.refusals).toContain('001');
		if (operation.authentication !== 'login')
			expect(operation.refusals).toEqual(expect.arrayContaining(['003', '005']));
	});
});

describe('operations that name others', () => {
	it('name ones that exist', () => {
		const names = new Set(OPERATIONS.map(nameOf));
		for (const operation of OPERATIONS) {
			if (operation.api === 'composite') for (const step of operation.steps) expect(names).toContain(step);
			for (const { type } of operation.parameters) {
				if (type.kind !== 'lookup') continue;
				const list = defined(OPERATIONS.find((each) => nameOf(each) === type.operation));
				const results = list.result.map(({ name }) => name);
				expect(results).toContain(type.id);
				expect(results).toContain(type.label);
				expect(list).toMatchObject({ api: 'connect', reply: 'list', effect: 'read' });
			}
		}
	});

	it('give a composite every parameter that its steps send', () => {
		for (const operation of OPERATIONS) {
			if (operation.api !== 'composite') continue;
			const own = new Set(operation.parameters.map(({ name }) => name));
			// The batch is the operation's own affair.
			own.add('batchId');
			for (const step of operation.steps) {
				const { parameters } = defined(OPERATIONS.find((each) => nameOf(each) === step));
				expect(parameters.flatMap(({ name, local }) => (local || own.has(name) ? [] : [name]))).toEqual([]);
			}
		}
	});
});

describe('the code tables', () => {
	it.each([
		['SOAP errors', ERROR_CODES.map(({ code }) => code)],
		['Connect errors', CONNECT_ERROR_CODES.map(({ code }) => code)],
		['statuses', MESSAGE_STATUSES.map(({ code }) => code)],
	])('give every one of the %s once, in order, with three digits', (_what, codes) => {
		for (const code of codes) expect(code).toMatch(/^\d{3}$/);
		expect(codes).toEqual([...new Set(codes)].sort());
	});

	it('give every error a meaning, what happened and a way out', () => {
		expect(duplicates(ERROR_CODES.map(({ meaning }) => meaning))).toEqual([]);
		for (const table of [ERROR_CODES, CONNECT_ERROR_CODES]) {
			for (const { meaning, sentence, advice } of table) {
				expect(meaning.length).toBeLessThanOrEqual(32);
				expect(sentence).toMatch(/^[A-Z].*[^.]$/);
				expect(advice).toMatch(/^[A-Z].*\.$/);
			}
		}
	});

	it('quote only labels and titles that exist', () => {
		const known = new Set(
			OPERATIONS.flatMap((each) => [
				each.title,
				...each.parameters.flatMap(({ label }) => [label, label.replace(/ \(.*\)$/, '')]),
			]).concat(
				// Fields of the credentials.
				['API ID', 'User', 'Password', 'Base URL', 'Server', 'Token', 'Default Sender ID'],
			),
		);
		const texts = [
			...[...ERROR_CODES, ...CONNECT_ERROR_CODES].flatMap(({ sentence, advice }) => [sentence, advice]),
			...MESSAGE_STATUSES.map(({ meaning }) => meaning),
			...OPERATIONS.flatMap((each) => [
				each.description,
				each.limits ?? '',
				...each.parameters.flatMap(({ help, hint }) => [help, hint ?? '']),
			]),
		];
		const quoted = texts.flatMap((text) =>
			[...text.matchAll(/(?<![\w])'([A-Z][^']*)'/g)].map((match) => defined(match[1])),
		);
		expect(quoted.length).toBeGreaterThan(10);
		expect([...new Set(quoted)].filter((label) => !known.has(label))).toEqual([]);
	});

	it('hold every code of the document', () => {
		// Appendix A, with 100 (the shared list) and 606 (Token Pay).
		expect(ERROR_CODES.map(({ code }) => code).join(' ')).toBe(
			'001 002 003 004 005 007 100 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 120 121 122 123 128 130 201 202 301 302 606 901',
		);
		// Appendix B, with 013 and 015 as they are known from the field.
		expect(MESSAGE_STATUSES.map(({ code }) => Number(code))).toEqual(
			Array.from({ length: 15 }, (_, i) => i + 1),
		);
	});

	it('say which errors a new session or another try can help', () => {
		expect(ERROR_CODES.filter(({ session }) => session === 'expired').map(({ code }) => code)).toEqual([
			'003',
			'005',
		]);
		expect(ERROR_CODES.filter(({ session }) => session === 'ifSessionUsed').map(({ code }) => code)).toEqual([
			'001',
		]);
		expect(ERROR_CODES.filter(({ retry }) => retry === 'now').map(({ code }) => code)).toEqual(['901']);
	});
});

describe('the levels of delivery reports', () => {
	const { type } = defined(
		soap.flatMap((each) => each.parameters).find(({ name }) => name === 'deliveryReports'),
	);
	if (type.kind !== 'choice') throw new Error('Delivery reports are no choice');

	it('are the eight of the document (6.2.5)', () => {
		expect(CALLBACK_CLASSES.map(({ statuses }) => [...statuses].sort().join(' '))).toEqual([
			'',
			'003',
			'004 005 007 009 010 012',
			'003 004 005 007 009 010 012',
			'005 007 009 010 012',
			'003 005 007 009 010 012',
			'004 005 007 009 010 012',
			'003 004 005 007 009 010 012',
		]);
	});

	it('are offered once each: two of them are other names', () => {
		const sets = CALLBACK_CLASSES.map(({ statuses }) => [...statuses].sort().join());
		const offered = type.choices.map(({ value }) => defined(sets[Number(value)]));
		expect([...offered].sort()).toEqual([...new Set(sets)].sort());
	});

	it.each(type.choices.map(({ value }) => defined(CALLBACK_CLASSES[Number(value)])))(
		'name in the panel the statuses that level $value brings',
		({ value, statuses }) => {
			const help = defined(type.choices.find((choice) => choice.value === value)).help ?? '';
			expect((help.match(/\d{3}/g) ?? []).sort()).toEqual([...statuses].sort());
		},
	);
});

expect.extend({
	toSatisfyTitleCase(label: string) {
		return { pass: isTitleCase(label), message: () => `'${label}' is not in Title Case` };
	},
});

declare global {
	// eslint-disable-next-line @typescript-eslint/no-namespace -- jest types its matchers this way
	namespace jest {
		interface Matchers<R> {
			toSatisfyTitleCase(): R;
		}
	}
}
