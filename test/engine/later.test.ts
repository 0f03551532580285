import type { IDataObject } from 'n8n-workflow';
import type { Gateway } from '../gateway';
import { readZonedTime } from '../../nodes/Clickatell/formats/zonedTime';
import { PLATFORM_APIS, platformVault, richPlatform, sendSms } from './platformSending';
import { runNode, type NodeResult } from './engine';
import { itemsOf, jsonOf, numberOf, richGateway, sendEach, SERVERS, vaultFor } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

const HOUR = 3_600_000;
const UK = '447700900123';
const US = '14155551234';
const text = 'Hello';

/** Whole seconds from now on. */
const inHours = (hours: number) =>
	new Date(Math.ceil(Date.now() / 1000) * 1000 + hours * HOUR).toISOString().replace('.000Z', 'Z');

/** What the clocks of a zone show so many minutes from now. */
const clockIn = (minutes: number, timeZone = 'Africa/Johannesburg') =>
	new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(
		Date.now() + minutes * 60_000,
	);

/** Quiet in South Africa for two hours around now, and then nowhere else that a test sends to. */
const quietNow = (timeZone = '') => ({ values: { from: clockIn(-50), to: clockIn(50), timeZone } });

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richGateway();
});
afterEach(async () => {
	await gateway.close();
});

type Server = (typeof SERVERS)[number];

async function run(
	items: readonly IDataObject[],
	options: IDataObject,
	{
		server = 'http',
		more = {},
		advanced = {},
	}: { server?: Server; more?: IDataObject; advanced?: IDataObject } = {},
): Promise<NodeResult> {
	return await runNode({
		parameters: { ...sendEach(advanced, options), ...more },
		items: itemsOf(items),
		credentials: vaultFor(gateway, server),
	});
}

const faultOf = async (items: readonly IDataObject[], options: IDataObject) =>
	(await run(items, options)).error?.message;

/** Minutes from now on. */
const minutesUntil = (time: unknown) => (Date.parse(String(time)) - Date.now()) / 60_000;

describe.each(SERVERS)('on %s', (server) => {
	it('Send At reaches Clickatell in the form of the server, and the row says the time', async () => {
		const scheduledTime = inHours(1);
		const rows = jsonOf(await run([{ to: numberOf(1), text }], { scheduledTime }, { server }));
		expect(rows).toMatchObject([{ accepted: true, scheduledFor: scheduledTime.replace('Z', '.000Z') }]);
		const { parameters } = defined(gateway.calls({ command: 'sendmsg' }).at(-1));
		if (server === 'http') expect(parameters).toMatchObject({ scheduled_time: scheduledTime });
		else expect([60, 61]).toContain(Number(parameters['deliv_time']));
		expect(gateway.messages()).toMatchObject([{ status: '011' }]);
		expect(gateway.violations()).toEqual([]);
	});

	it('Send At is refused where Clickatell would send at once', async () => {
		const items = [{ to: numberOf(1), text }];
		const message = async (options: IDataObject, advanced: IDataObject = {}) =>
			(await run(items, options, { server, advanced })).error?.message;
		expect(await message({ scheduledTime: inHours(7 * 24 + 1) })).toMatch(
			/^'Send At' is .*, more than 7 days ahead, which Clickatell would deliver at once; choose an earlier time/,
		);
		expect(await message({ scheduledTime: inHours(-1) })).toMatch(/^'Send At' is .*, which is past/);
		expect(await message({ scheduledTime: inHours(1) }, { deliveryDelay: 60 })).toMatch(
			/^'Send At' cannot be set together with 'Delivery Delay \(Minutes\)'/,
		);
		expect(gateway.calls({ command: 'sendmsg' })).toEqual([]);
	});

	it('Quiet Hours put off the messages of those who sleep, and no others', async () => {
		const items = [
			{ to: `${numberOf(1)}, ${UK}`, text },
			{ to: numberOf(2), text },
		];
		const result = await run(items, { quietHours: quietNow() }, { server });
		expect(result.hints).toEqual(["2 messages wait at Clickatell: 'scheduledFor' says until when"]);
		const rows = jsonOf(result);
		expect(rows.map(({ to, accepted }) => [to, accepted])).toEqual([
			[numberOf(1), true],
			[UK, true],
			[numberOf(2), true],
		]);
		const [first, second, third] = rows.map(({ scheduledFor }) => scheduledFor);
		expect(second).toBeNull();
		expect(third).toBe(first);
		// They end 50 minutes from now, and the gateway may deliver 5 minutes early.
		expect(minutesUntil(first)).toBeGreaterThan(53.5);
		expect(minutesUntil(first)).toBeLessThanOrEqual(55.1);
		const waiting = gateway.messages().filter(({ status }) => status === '011');
		expect(waiting.map(({ to }) => to).sort()).toEqual([numberOf(1), numberOf(2)]);
		expect(gateway.calls({ command: 'sendmsg' })).toHaveLength(2);
		expect(gateway.violations()).toEqual([]);
	});
});

it('a time that names no zone is in that of the workflow', async () => {
	const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
	const result = await runNode({
		parameters: sendEach({}, { scheduledTime: `${day}T10:00:00` }),
		items: itemsOf([{ to: numberOf(1), text }]),
		credentials: vaultFor(gateway, 'http'),
	});
	// n8n's own, where the workflow names none.
	const read = readZonedTime(`${day}T10:00:00`, 'America/New_York');
	expect(jsonOf(result)).toMatchObject([{ scheduledFor: read.ok && new Date(read.time).toISOString() }]);
});

it('a column may say whose clock counts; the country does where it is empty', async () => {
	const items = [
		{ to: numberOf(1), text, zone: 'Europe/London' },
		{ to: numberOf(2), text, zone: '' },
		{ to: UK, text, zone: 'Africa/Johannesburg' },
	];
	const rows = jsonOf(await run(items, { quietHours: quietNow('={{ $json.zone }}') }));
	expect(rows.map(({ scheduledFor }) => scheduledFor !== null)).toEqual([false, true, true]);
});

it('Quiet Hours hold for the time of Send At, too', async () => {
	const quietHours = { values: { from: clockIn(100), to: clockIn(180), timeZone: '' } };
	const rows = jsonOf(
		await run([{ to: `${numberOf(1)}, ${UK}`, text }], { quietHours, scheduledTime: inHours(2) }),
	);
	expect(minutesUntil(defined(rows[0])['scheduledFor'])).toBeGreaterThan(183);
	expect(minutesUntil(defined(rows[1])['scheduledFor'])).toBeLessThan(121);
});

it('Preview says the same as Send, without sending', async () => {
	const more = { operation: 'preview' };
	const rows = jsonOf(
		await run([{ to: `${numberOf(1)}, ${UK}`, text }], { quietHours: quietNow() }, { more }),
	);
	expect(rows.map(({ scheduledFor }) => scheduledFor ?? null)).toEqual([expect.any(String), null]);
	expect(rows).toMatchObject([{ totalCalls: 2 }, { totalCalls: 2 }]);
	expect(gateway.calls({ command: 'sendmsg' })).toEqual([]);
});

it('the same message goes to a number once, whichever clocks its items name', async () => {
	const items = [
		{ to: numberOf(1), text, zone: 'Europe/London' },
		{ to: numberOf(1), text, zone: '' },
	];
	const rows = jsonOf(
		await run(
			items,
			{ quietHours: quietNow('={{ $json.zone }}') },
			{ advanced: { duplicateRecipients: 'oncePerRun' } },
		),
	);
	expect(new Set(rows.map(({ messageId }) => messageId)).size).toBe(1);
	expect(gateway.messages()).toHaveLength(1);
});

it.each([
	[
		'883512345678',
		quietNow(),
		/cannot be kept for 883512345678, whose time zone is not known; fill in Time Zone/,
	],
	[
		US,
		{ values: { from: '13:00', to: '12:00', timeZone: '' } },
		/leave no time that suits all \d+ time zones of United States, where 14155551234 is; shorten them, or fill in Time Zone/,
	],
	[
		numberOf(1),
		{ values: { from: '12:00', to: '11:59', timeZone: '' } },
		/leave less than a quarter of an hour of the day; shorten them/,
	],
	[numberOf(1), { values: { from: '9pm', to: '08:00' } }, /has '9pm' in From; write it as 21:00/],
])('nothing is sent where Quiet Hours cannot be kept: %s', async (to, quietHours, sentence) => {
	const message = await faultOf(
		[
			{ to: numberOf(3), text },
			{ to, text },
		],
		{ quietHours },
	);
	expect(message).toMatch(sentence);
	expect(message).toMatch(/^'Quiet Hours' /);
	expect(gateway.messages()).toEqual([]);
});

it('a message that would wait more than 7 days is refused', async () => {
	const quietHours = { values: { from: clockIn(-60), to: clockIn(60), timeZone: '' } };
	expect(
		await faultOf([{ to: numberOf(1), text }], { quietHours, scheduledTime: inHours(7 * 24 - 0.1) }),
	).toMatch(
		/^'Quiet Hours' put the message to \d+ off to .*, which is more than 7 days ahead; choose an earlier 'Send At'/,
	);
});

it.each(PLATFORM_APIS)('on the Platform both work as well: %s', async (api) => {
	const platform = await richPlatform();
	try {
		const send = async (options: IDataObject) =>
			jsonOf(
				await runNode({
					parameters: sendSms({}, options),
					items: itemsOf([
						{ to: numberOf(1), text },
						{ to: UK, text },
					]),
					credentials: platformVault(platform, api),
				}),
			);
		const rows = await send({ quietHours: quietNow() });
		expect(rows.map(({ accepted, to }) => [to, accepted])).toEqual([
			[numberOf(1), true],
			[UK, true],
		]);
		const times = platform.platform.messages
			.all()
			.map(({ sent }) => [String(sent.to), sent.scheduledDeliveryTime]);
		expect(times).toEqual(
			expect.arrayContaining([
				[numberOf(1), (defined(rows[0])['scheduledFor'] as string).replace('.000Z', '+0000')],
				[UK, undefined],
			]),
		);
		expect(defined(rows[1])['scheduledFor']).toBeNull();
		// The Platform is not known to come early.
		expect(minutesUntil(defined(rows[0])['scheduledFor'])).toBeLessThanOrEqual(50.1);
		const scheduledTime = inHours(3);
		expect(await send({ scheduledTime })).toMatchObject([
			{ scheduledFor: scheduledTime.replace('Z', '.000Z') },
			{ scheduledFor: scheduledTime.replace('Z', '.000Z') },
		]);
	} finally {
		await platform.close();
	}
});

it.each(['composeFtpFile', 'composeEmail'])(
	'%s refuses a time that Clickatell would not keep',
	async (operation) => {
		const message = async (scheduledTime: string) => {
			const texts = { texts: 'same', text, replyAddress: 'customer@example.com' };
			return (
				await run(
					[{ to: numberOf(1), text }],
					{ scheduledTime },
					{ more: { resource: 'bulkFile', operation, ...texts } },
				)
			).error?.message;
		};
		expect(await message(inHours(7 * 24 + 1))).toMatch(/^'Send At' is .* more than 7 days ahead/);
		expect(await message(inHours(-1))).toMatch(/^'Send At' is .* which is past/);
		expect(await message(inHours(1))).toBeUndefined();
	},
);

it('a batch takes a time of delivery on HTTP/S alone', async () => {
	const template = {
		resource: 'batch',
		operation: 'sendPersonalized',
		template: 'Hi #field1#',
		fields: { field1: 'Ann' },
	};
	const message = async (server: Server) =>
		(await run([{ to: numberOf(1), text }], { scheduledTime: inHours(1) }, { server, more: template })).error
			?.message;
	expect(await message('documentLiteral')).toMatch(
		/^'Send At' does not exist on the document\/literal server; leave it out or choose the HTTP\/S server in the credential/,
	);
	expect(await message('http')).toBeUndefined();
});

it('whose number must not get the message needs no time', async () => {
	const result = await run([{ to: `${numberOf(1)}, 883512345678`, text }], {
		quietHours: { values: { from: '0:00', to: '1:00', timeZone: '' } },
		doNotSendTo: '883512345678',
	});
	expect(jsonOf(result)).toMatchObject([{ accepted: true }, { suppressed: true }]);
});
