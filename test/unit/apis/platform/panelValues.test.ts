import { nameOf, OPERATIONS, sends } from '../../../../nodes/Clickatell/catalogue';
import type { Parameter, PlatformOperation } from '../../../../nodes/Clickatell/catalogue/types';
import type {
	PlatformApiName,
	OneApiMessage,
	SmsSend,
} from '../../../../nodes/Clickatell/apis/platform/types';
import { isActive, type Checked, type RawValues } from '../../../../nodes/Clickatell/message/check';
import { planSends } from '../../../../nodes/Clickatell/message/plan';
import { callCases } from './cases';
import { checked, json, OPTIONS, platformOperation, sceneOf, ZONE } from './scene';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

/** From the values of the panel to the wire, through all that is between. */

const FILE = {
	ok: true,
	bytes: Buffer.from('%PDF'),
	fileName: 'a.pdf',
	contentType: 'application/pdf',
} as const;

/** What goes over the wire for items with these values, each call as its method, URL, headers and body. */
async function wireOf(
	operation: PlatformOperation,
	api: PlatformApiName,
	items: readonly RawValues[],
): Promise<string[]> {
	const scene = sceneOf(() => json({}), { api, files: items.map(() => FILE) });
	const good = items.map((raw): Checked => {
		const result = checked(operation, api, raw);
		if (!result.ok) throw new Error(result.faults.join('; '));
		return result.checked;
	});
	if (sends(operation))
		for (const call of planSends(good, false, scene.client.room))
			await scene.client.send(operation, call, OPTIONS);
	else
		for (const [item, { wire }] of good.entries())
			await scene.client.call(operation, wire, { ...OPTIONS, item });
	return [
		...new Set(
			scene.ports.requests.map(({ method, url, headers, body = '' }) => {
				const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
				const target = url.replace('https://host.example', '');
				return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${Buffer.from(body).toString('utf8')}`;
			}),
		),
	];
}

describe('the golden calls, from values of the panel', () => {
	/** Undefined where the panel has no field for something of it. */
	function ofMessage(message: OneApiMessage): readonly [string, RawValues] | undefined {
		const { to, clientMessageId } = message;
		if (message.channel === 'sms') return ['sms.send', { to, text: message.text, clientMessageId }];
		const shared = { to, clientMessageId, relatedMessageId: message.relatedMessageId };
		const { content } = message;
		const send = (values: RawValues) =>
			['whatsApp.send', { ...shared, messageType: content.type, ...values }] as const;
		switch (content.type) {
			case 'text':
				return send({ text: content.text, linkPreview: content.linkPreview });
			case 'location': {
				const { latitude, longitude, name, address } = content;
				return send({ latitude, longitude, locationName: name, locationAddress: address });
			}
			case 'contacts':
				return send({ contacts: content.contacts });
			case 'media':
				return undefined;
			case 'template': {
				const { name, parameters, header = {} } = content;
				const made =
					'text' in header ? { header: 'text', headerText: header.text } : { header: 'fileId', ...header };
				return ['whatsApp.sendTemplate', { to, templateName: name, templateParameters: parameters, ...made }];
			}
		}
	}

	function valuesOf(name: string, input: unknown) {
		if (name.startsWith('smsSend__')) {
			const { to, text, from, clientMessageId, schedule, validity, udh, charset } = input as SmsSend;
			const more = { from, clientMessageId, scheduledTime: schedule, validityPeriod: validity, udh, charset };
			return { operation: 'sms.send', api: 'smsApi' as const, items: [{ to, text, ...more }] };
		}
		const made = (input as { messages: OneApiMessage[] }).messages.map(ofMessage);
		const known = made.filter((each) => each !== undefined);
		return known.length < made.length
			? undefined
			: { operation: defined(known[0])[0], api: 'oneApi' as const, items: known.map(([, values]) => values) };
	}

	const cases = callCases().flatMap(({ name, input, request }) => {
		const values = /^(?:smsSend|send)__/.test(name) ? valuesOf(name, input) : undefined;
		return values === undefined ? [] : [{ name, request, ...values }];
	});

	it('are all but those with media by its checksum', () => {
		expect(cases.length).toBe(callCases().filter(({ name }) => /^(?:smsSend|send)__/.test(name)).length - 1);
	});

	test.each(cases.map((one) => [one.name, one] as const))(
		'%s',
		async (_, { operation, api, items, request }) => {
			// The notation of binary contents is not documented, so that the panel has none.
			const expected = request.replace(',"binary":true', '');
			expect(await wireOf(platformOperation(operation), api, items)).toEqual([expected]);
		},
	);
});

/** Something to fill a field with that is not what it has when it is left alone. */
function valueFor({ type, otherwise, initial }: Parameter, second = false): unknown {
	switch (type.kind) {
		case 'choice': {
			const usual = otherwise ?? initial;
			return defined(type.choices.find(({ value }) => value !== usual && value !== 'none')).value;
		}
		case 'flag':
			return otherwise !== true;
		case 'integer':
			return (type.min ?? 0) + 7;
		case 'decimal':
			return second ? 11.5 : 10.25;
		case 'hex':
			return '0605040B8423F0';
		case 'recipients':
		case 'msisdn':
			return second ? '27999100002' : '27999100001';
		case 'zonedTime':
			return second ? '2026-03-02T10:00:00' : '2026-03-01T10:00:00';
		case 'pairs':
			return { pair: [{ name: '1', value: second ? 'Ben' : 'Ann' }] };
		case 'json':
			return [{ name: { formatted_name: second ? 'Ben' : 'Ann' } }];
		case 'inputFile':
			return 'data';
		default:
			if (!('pattern' in type) || !type.pattern) return second ? 'Second' : 'First';
			return ['1.5', '27999300000'].find((value) => new RegExp(defined(type.pattern)).test(value)) === '1.5'
				? second
					? '2.5'
					: '1.5'
				: '27999300000';
	}
}

/** Values of an operation in which a parameter takes part, with it and without or otherwise. */
function withAndWithout(operation: PlatformOperation, parameter: Parameter): readonly [RawValues, RawValues] {
	const base: Record<string, unknown> = { ...operation.sample.parameters };
	const { when } = parameter;
	if (when) base[when.parameter] = when.is[0];
	if (nameOf(operation) === 'whatsApp.send' && parameter.name === 'fileId') base['messageType'] = 'media';
	const isChoice = parameter.name === 'messageType' || parameter.name === 'header';
	for (const value of isChoice ? [valueFor(parameter)] : []) base[parameter.name] = value;
	// What is required beside it.
	for (const other of operation.parameters)
		if (
			other !== parameter &&
			other.required &&
			base[other.name] === undefined &&
			isActive(operation, other, base)
		)
			base[other.name] = valueFor(other);
	const given = { ...base, [parameter.name]: valueFor(parameter) };
	if (isChoice) return [given, operation.sample.parameters];
	return [given, { ...base, [parameter.name]: parameter.required ? valueFor(parameter, true) : undefined }];
}

/** How the node works, or what it does with a text or an answer, not what is asked of Clickatell. */
const OF_THE_NODE = new Set([
	...['callsPerSecond', 'concurrency', 'timeout', 'includeInputFields', 'duplicateRecipients'],
	...['defaultDialPrefix', 'longTexts', 'maxParts', 'replaceTypography', 'outputDataFieldName'],
	...['doNotSendTo', 'quietHours', 'waitForFinalStatus'],
	// A file of the item is uploaded first: uploads.test.ts.
	'inputDataFieldName',
]);

const ALL = OPERATIONS.filter((operation): operation is PlatformOperation => operation.api === 'platform');

describe.each(['oneApi', 'smsApi'] as const)('with a key of %s', (api) => {
	const cases = ALL.flatMap((operation) =>
		operation.parameters
			.filter(({ name }) => !OF_THE_NODE.has(name))
			.map((parameter) => [`${nameOf(operation)} ${parameter.name}`, operation, parameter] as const),
	);

	test.each(cases)(
		'%s reaches the request, or is refused with a sentence',
		async (_, operation, parameter) => {
			const [given, otherwise] = withAndWithout(operation, parameter);
			const result = checked(operation, api, given);
			if (!result.ok) {
				expect(result.faults).toHaveLength(1);
				const lacking = api === 'smsApi' && !['sms', 'platformAccount'].includes(operation.resource);
				expect(result.faults[0]).toMatch(
					lacking
						? /^The key in the credential is for the SMS API, which has no '.*' for this resource; use a credential with a key of One API$/
						: new RegExp(
								`^'${parameter.label}' does not exist in (?:One API|SMS API); leave it out, or use a key of the`,
							),
				);
				return;
			}
			const wire = await wireOf(operation, api, [given]);
			expect(wire).toHaveLength(1);
			expect(wire).not.toEqual(await wireOf(operation, api, [otherwise]));
			expect(wire.join('')).not.toMatch(/undefined|NaN|\[object/);
		},
	);

	test('only the charset is left to one of the two alone', () => {
		const refused = cases.filter(([, operation, parameter]) => {
			const result = checked(operation, api, withAndWithout(operation, parameter)[0]);
			return !result.ok && result.faults.some((fault) => fault.includes('does not exist in'));
		});
		expect(refused.map(([name]) => name)).toEqual(api === 'oneApi' ? ['sms.send charset'] : []);
	});
});

describe('what would be refused is said before', () => {
	const faultsOf = (name: string, raw: RawValues, api: PlatformApiName = 'oneApi') => {
		const result = checked(platformOperation(name), api, { to: '27999100001', ...raw });
		return result.ok ? [] : result.faults;
	};
	const template = { templateName: 'welcome' };

	it.each(['x'.repeat(152), `${'x'.repeat(65)}世`])('not a text that fits beside its header: %s', (text) => {
		expect(faultsOf('sms.send', { text, udh: '0605040B8423F0' })).toEqual([]);
	});

	test.each<[string, RawValues, string]>([
		[
			'sms.send',
			{ text: 'Hi', scheduledTime: '2025-12-31T23:00:00' },
			"'Send At' is 2025-12-31T23:00:00+0200, which is past",
		],
		[
			'sms.send',
			{ text: 'x'.repeat(153), udh: '0605040B8423F0' },
			"'Text' has 153 characters, and beside a 'User Data Header' of 7 bytes a message part holds 152",
		],
		[
			'sms.send',
			{ text: `${'x'.repeat(66)}世`, udh: '0605040B8423F0' },
			"'Text' has 67 characters, and beside a 'User Data Header' of 7 bytes a message part holds 66",
		],
		['sms.send', { text: 'Hi', from: 'Shop' }, "'From' must be a number of 3 to 16 digits"],
		[
			'whatsApp.sendTemplate',
			{ ...template, templateParameters: { 1: 'a\nb' } },
			"The parameter '1' of the template holds a line break",
		],
		[
			'whatsApp.sendTemplate',
			{ ...template, templateParameters: { 1: 'a     b' } },
			"The parameter '1' of the template holds more than four blanks",
		],
		[
			'whatsApp.sendTemplate',
			{ ...template, templateParameters: 'Ann' },
			"'Parameters' is 'Ann'; it must be names with their values",
		],
		[
			'whatsApp.send',
			{ messageType: 'location', latitude: 91, longitude: 0 },
			"'Latitude' is 91: enter degrees",
		],
		['whatsApp.send', { messageType: 'text', text: '   ' }, "'Text' is empty; fill it in"],
		[
			'sms.send',
			{ text: 'Hi', clientMessageId: ' a' },
			"'Client Message ID' must be an ID without line breaks",
		],
		[
			'sms.send',
			{ text: 'Hi', clientMessageId: '  ' },
			"'Client Message ID' must be an ID without line breaks",
		],
		[
			'sms.send',
			{ text: 'Hi', scheduledTime: '2030-03-01T10:00:00+25:00' },
			"'Send At' has the offset +25:00",
		],
		[
			'sms.send',
			{ text: 'Hi', scheduledTime: '2030-03-01T10:00:00-12:75' },
			"'Send At' has the offset -12:75",
		],
		[
			'whatsApp.send',
			{ messageType: 'text', text: 'Hi', fileId: 'f1' },
			"'File ID' is only for media; choose Media",
		],
		[
			'whatsApp.send',
			{ messageType: 'media', inputDataFieldName: 'data', linkPreview: true },
			"'Link Preview' is only for text; choose Text",
		],
		[
			'whatsApp.send',
			{ messageType: 'contacts', contacts: '{' },
			"'Contacts' is '{'; it must be a list in JSON",
		],
		['whatsApp.send', { messageType: 'contacts', contacts: '[]' }, "'Contacts' is empty"],
	])('%s %j', (name, raw, begin) => {
		const faults = faultsOf(name, raw);
		expect(faults).toHaveLength(1);
		expect(defined(faults[0]).slice(0, begin.length)).toBe(begin);
		expect(faults[0]).toMatch(/[^.]$/);
	});

	test('a time is in the zone of the workflow, and only its own wins', async () => {
		const wire = async (scheduledTime: string) =>
			JSON.parse(
				defined(
					defined(
						(
							await wireOf(platformOperation('sms.send'), 'smsApi', [
								{ to: '27999100001', text: 'Hi', scheduledTime },
							])
						)[0],
					).split('\r\n\r\n')[1],
				),
			) as object;
		expect(ZONE).toBe('Africa/Johannesburg');
		expect(await wire('2026-03-01T10:00:00')).toMatchObject({
			scheduledDeliveryTime: '2026-03-01T10:00:00+0200',
		});
		expect(await wire('2026-03-01T10:00:00-05:30')).toMatchObject({
			scheduledDeliveryTime: '2026-03-01T10:00:00-0530',
		});
	});
});
