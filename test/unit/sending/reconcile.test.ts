import * as fc from 'fast-check';
import { carrierOf } from '../../../nodes/Clickatell/apis/gateway/gatewayCarrier';
import { SERVERS } from '../../../nodes/Clickatell/apis/gateway/servers';
import { gatewayOperation, operationNamed } from '../../../nodes/Clickatell/catalogue';
import { reconcile } from '../../../nodes/Clickatell/engine/reconcile';
import { sendAll } from '../../../nodes/Clickatell/engine/sends';
import { unrepeatable } from '../../../nodes/Clickatell/engine/run';
import type { Checked, RawValues } from '../../../nodes/Clickatell/message/check';
import { itemChecker } from '../../../nodes/Clickatell/message/itemChecker';
import type { ReconciledRow } from '../../../nodes/Clickatell/message/reconciled';
import type { Operation } from '../../../nodes/Clickatell/catalogue/types';
import type { Gateway, ManualClock, ServerName } from '../../gateway';
import { gatewayOnHold, RunPorts } from '../runtime/overGateway';
import { defined } from '../../../nodes/Clickatell/formats/defined';
import { casesOf, IS_QUICK } from '../../extent';

/** What 'Reconcile' says of messages, against the books of the embedded gateway. */

const SEND = gatewayOperation('message', 'send');
const RECONCILE = operationNamed('message.reconcile');
const SERVER_NAMES = SERVERS.map(({ name }) => name) as ServerName[];
const DAY = 86_400_000;

let gateway: Gateway;
let clock: ManualClock;
beforeAll(async () => ({ gateway, clock } = await gatewayOnHold()));
afterAll(async () => await gateway.close());

let marks = 0;
const freshMark = () => `r${marks++}x`;
const number = (n: number) => String(27_999_400_000 + n);

function checked(operation: Operation, items: readonly RawValues[], server: ServerName) {
	const of = defined(SERVERS.find(({ name }) => name === server));
	const check = itemChecker(operation, { carrier: carrierOf(of, () => clock.now()) });
	const sound = items.map((raw): Checked => {
		const result = check(raw);
		if (!result.ok) throw new Error(result.faults.join());
		return result.checked;
	});
	return { items: sound, refused: new Map() };
}

interface Sending {
	readonly server?: ServerName;
	readonly dies?: { at: number; arrives: boolean };
}

/** Sends in a process of its own, which may be killed. */
async function send(items: readonly RawValues[], { server = 'http', dies }: Sending = {}) {
	const ports = new RunPorts(gateway, clock, server, dies);
	const sent = sendAll(
		ports,
		ports.client(),
		SEND,
		checked(SEND, items, server),
		unrepeatable(() => ports.newId()),
	);
	return (await Promise.race([sent, ports.killed.then(() => [])])).flat().map(({ row }) => row);
}

interface Asking {
	readonly server?: ServerName;
	readonly during?: (ports: RunPorts) => void;
}

async function ask(items: readonly RawValues[], { server = 'http', during }: Asking = {}) {
	const ports = new RunPorts(gateway, clock, server);
	during?.(ports);
	const rows = await reconcile(ports, ports.client(), checked(RECONCILE, items, server));
	return { rows: rows.map(({ row }) => row), whole: rows, ports };
}

const booksOf = (mark: string) => gateway.messages().filter(({ text }) => text.includes(mark));
const outcomes = (rows: readonly ReconciledRow[]) => rows.map(({ outcome }) => outcome);
const queries = () => gateway.calls({ command: 'querymsg' }).length;

describe('the client message ID', () => {
	const character = fc.constantFrom('a', 'é', '€', '“', 'Ω', 'Ç', 'ж', '😀', '\n', ' ', '^');
	const text = fc.oneof(
		fc.array(character, { minLength: 1, maxLength: 30 }).map((list) => list.join('')),
		fc.tuple(character, fc.integer({ min: 60, max: 200 })).map(([one, length]) => one.repeat(length)),
	);
	const to = fc.constantFrom('+27 99 940 0001', '0027999400002', ' 27999400003, ', '(099) 940-0004');

	it('is the one that Send gives the message, however it is written', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...SERVER_NAMES),
				fc.array(fc.record({ to, text }), { minLength: 1, maxLength: 4 }),
				fc.constantFrom('cut', 'more'),
				fc.constantFrom('automatic', 'unicode'),
				fc.boolean(),
				async (server, rows, longTexts, encoding, replaceTypography) => {
					const idempotencyKey = freshMark();
					const common = { idempotencyKey, encoding, replaceTypography, defaultDialPrefix: '27' };
					const written = rows.map((row) => ({ ...row, text: `${row.text}${idempotencyKey}`.trim() }));
					const sent = await send(
						written.map((row) => ({ ...row, ...common, longTexts, maxParts: 35 })),
						{ server },
					);
					const { rows: told } = await ask(
						written.map((row) => ({
							...row,
							...common,
							longTexts: longTexts === 'cut' ? 'cut' : 'whole',
						})),
						{ server },
					);
					expect(told.map(({ clientMessageId }) => clientMessageId)).toEqual(
						sent.map(({ clientMessageId }) => clientMessageId),
					);
					expect(told.map(({ messageId }) => messageId)).toEqual(sent.map(({ messageId }) => messageId));
					expect(told.every(({ sendAgain }) => !sendAgain)).toBe(true);
				},
			),
			{ numRuns: casesOf(25) },
		);
	}, 120_000);
});

describe('after a killed run with an Idempotency Key', () => {
	const messages = fc.array(fc.tuple(fc.nat({ max: 8 }), fc.constantFrom('a', 'ж', 'c')), {
		minLength: 1,
		maxLength: 14,
	});

	it('exactly what the books lack is to be sent again, and sending that completes them', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...SERVER_NAMES),
				messages,
				fc.record({ at: fc.nat({ max: 20 }), arrives: fc.boolean() }),
				fc.constantFrom(0, 1_000, 29_000),
				async (server, given, dies, known) => {
					gateway.state.pace.known = known;
					const idempotencyKey = freshMark();
					const items = given.map(([n, text]) => ({
						to: number(n),
						text: `${text} ${idempotencyKey}`,
						idempotencyKey,
					}));
					// One call at a time: no other one is on the wire when the process ends, and arrives after the books were read.
					await send(
						items.map((item) => ({ ...item, concurrency: 1 })),
						{ server, dies },
					);
					const books = () => new Set(booksOf(idempotencyKey).map(({ to, text }) => `${to} ${text}`));
					const before = books();
					const { rows } = await ask(items, { server });
					expect(rows.map(({ sendAgain }) => sendAgain)).toEqual(
						items.map(({ to, text }) => !before.has(`${to} ${text}`)),
					);
					await send(
						items.filter((_, i) => defined(rows[i]).sendAgain),
						{ server },
					);
					expect(books()).toEqual(new Set(items.map(({ to, text }) => `${to} ${text}`)));
					expect(booksOf(idempotencyKey)).toHaveLength(books().size);
				},
			),
			{ numRuns: casesOf(25) },
		);
		gateway.state.pace.known = 0;
	}, 120_000);
});

describe('what is asked', () => {
	it('is each message once, and again after half a minute where it is unknown', async () => {
		const mark = freshMark();
		const [row] = await send([{ to: number(1), text: mark, idempotencyKey: mark }]);
		const before = queries();
		const begun = clock.now();
		const keyed = { to: number(1), text: mark, idempotencyKey: mark };
		const known = { to: number(1), messageId: defined(row).messageId };
		const lost = { to: number(2), text: mark, idempotencyKey: mark };
		const { rows, ports } = await ask([keyed, keyed, known, lost, lost]);
		expect(outcomes(rows)).toEqual(['underWay', 'underWay', 'underWay', 'neverSent', 'neverSent']);
		// By its client message ID, by its message ID, and the unknown one twice.
		expect(queries() - before).toBe(4);
		expect(clock.now() - begun).toBeGreaterThanOrEqual(30_000);
		expect(ports.hints).toHaveLength(1);
		const after = clock.now();
		await ask([keyed, known]);
		expect(clock.now() - after).toBeLessThan(30_000);
	});

	it('is the message ID first, then the client message ID, then the key', async () => {
		const mark = freshMark();
		const [own] = await send([{ to: number(1), text: `one ${mark}`, clientMessageId: `own${mark}` }]);
		const [byId] = await send([{ to: number(2), text: `two ${mark}` }]);
		await send([{ to: number(3), text: `three ${mark}`, idempotencyKey: mark }]);
		const base = { to: number(3), text: `three ${mark}`, idempotencyKey: mark };
		const { rows } = await ask([
			base,
			{ ...base, clientMessageId: `own${mark}` },
			{ ...base, clientMessageId: `other${mark}`, messageId: defined(byId).messageId },
		]);
		expect(rows.map(({ messageId }) => messageId)).toEqual([
			defined(booksOf(`three ${mark}`)[0]).apiMsgId,
			defined(own).messageId,
			defined(byId).messageId,
		]);
	});
});

describe('what nobody can know', () => {
	it('is a message ID that Clickatell has forgotten', async () => {
		const mark = freshMark();
		const [row] = await send([{ to: number(1), text: mark }]);
		await clock.advance(7 * DAY);
		const { rows } = await ask([{ to: number(1), messageId: defined(row).messageId }]);
		expect(rows).toMatchObject([{ outcome: 'unknown', sendAgain: false, messageId: defined(row).messageId }]);
	});

	it('is whose message a shared client message ID is, unless Clickatell does not have it', async () => {
		const mark = freshMark();
		const everybody = { to: [1, 2, 3].map(number).join(), text: mark, clientMessageId: `all${mark}` };
		const sent = await send([everybody]);
		const row = (n: number) => ({ to: number(n), clientMessageId: `all${mark}` });
		const before = queries();
		const { rows } = await ask([row(1), { ...row(2), messageId: defined(sent[1]).messageId }, row(3)]);
		expect(queries() - before).toBe(2);
		expect(outcomes(rows)).toEqual(['unknown', 'underWay', 'unknown']);
		expect(defined(rows[0]).advice).toMatch(/3 items share this client message ID/);
		expect(defined(rows[0]).messageId).toBeNull();
		const none = [1, 2].map((n) => ({ to: number(n), clientMessageId: `none${mark}` }));
		expect(outcomes((await ask(none)).rows)).toEqual(['neverSent', 'neverSent']);
	});

	it.each(SERVER_NAMES)('is not told by the message of another one in the same call (%s)', async (server) => {
		const mark = freshMark();
		const refusal = { kind: 'error', command: 'sendmsg', to: number(2), code: '105' } as const;
		const added = gateway.faultList.add(refusal);
		const sent = await send([{ to: [1, 2, 3].map(number).join(), text: mark }], { server });
		gateway.faultList.remove(added.id);
		const asking = sent.map(({ to, messageId, clientMessageId }) => ({
			to,
			clientMessageId,
			...(messageId === null ? {} : { messageId }),
		}));
		const { rows } = await ask(asking, { server });
		expect(outcomes(rows)).toEqual(['underWay', 'unknown', 'underWay']);
		expect(rows[1]).toMatchObject({ messageId: null, sendAgain: false });
		expect(defined(rows[1]).advice).toMatch(/3 items share this client message ID/);
		// Alone, it can be told where Clickatell names all messages of the call.
		const [alone] = (await ask([defined(asking[1])], { server })).rows;
		if (server !== 'documentLiteral') {
			expect(alone).toMatchObject({ outcome: 'unknown', messageId: null });
			expect(defined(alone).advice).toMatch(/2 messages share this client message ID/);
		}
	});

	it.each([
		['an answer that is lost', { kind: 'http-502', times: 6 }, /could not give the status of the message/],
		['a refusal', { kind: 'error', code: '007', times: 6 }, /\(007\)|007/],
		[
			'what it cannot read',
			{ kind: 'returns', returns: ['Perhaps'], times: 6 },
			/something that is not an answer|could not be understood/,
		],
	] as const)('is what %s leaves open', async (_, fault, said) => {
		const mark = freshMark();
		const added = gateway.faultList.add({ command: 'querymsg', ...fault } as never);
		const { rows, whole } = await ask([{ to: number(1), text: mark, idempotencyKey: mark }]);
		gateway.faultList.remove(added.id);
		expect(rows).toMatchObject([{ outcome: 'unknown', sendAgain: false }]);
		expect(defined(rows[0]).errorText).toMatch(said);
		expect(defined(whole[0]).failed).toBeDefined();
	});

	it('is a message that Clickatell has an ID for, and no report', async () => {
		const mark = freshMark();
		const id = 'ab'.repeat(16);
		const added = gateway.faultList.add({
			kind: 'returns',
			returns: [`ID: ${id} Status: 001`],
			command: 'querymsg',
			times: 6,
		});
		const { rows } = await ask([{ to: number(1), text: mark, idempotencyKey: mark }]);
		gateway.faultList.remove(added.id);
		expect(rows).toMatchObject([{ outcome: 'unknown', sendAgain: false }]);
		expect(defined(rows[0]).errorText).toContain(id);
	});

	it('is anything where the execution is canceled, in the wait as well', async () => {
		const mark = freshMark();
		const items = [1, 2].map((n) => ({ to: number(n), text: mark, idempotencyKey: mark }));
		const at = await ask(items, { during: (ports) => (ports.isCancelled = true) });
		expect(outcomes(at.rows)).toEqual(['unknown', 'unknown']);
		const begun = clock.now();
		const during = (ports: RunPorts) => {
			const sleep = ports.sleep;
			ports.sleep = async (ms) => {
				if (ms === 1_000) ports.isCancelled = true;
				await sleep(ms);
			};
		};
		const waiting = await ask(items, { during });
		expect(outcomes(waiting.rows)).toEqual(['unknown', 'unknown']);
		expect(clock.now() - begun).toBeLessThan(10_000);
	});
});

describe('the charge', () => {
	it.each(SERVER_NAMES)('is asked for by the message ID on the %s server', async (server) => {
		const mark = freshMark();
		await send([{ to: number(1), text: mark, idempotencyKey: mark }], { server });
		const item = { to: number(1), text: mark, idempotencyKey: mark };
		const asked = await ask([{ ...item, askForCharge: true }], { server });
		expect(defined(asked.rows[0]).charge).toBeGreaterThan(0);
		expect(defined((await ask([item], { server })).rows[0]).charge).toBeNull();
	});

	it('that cannot be asked for leaves the outcome as it is', async () => {
		const mark = freshMark();
		const item = { to: number(1), text: mark, idempotencyKey: mark };
		await send([item]);
		const added = gateway.faultList.add({ kind: 'error', code: '007', command: 'getmsgcharge', times: 6 });
		const { rows, whole } = await ask([{ ...item, askForCharge: true }]);
		gateway.faultList.remove(added.id);
		expect(rows).toMatchObject([{ outcome: 'underWay', charge: null }]);
		expect(defined(rows[0]).errorText).toMatch(/could not say what the message has cost/);
		expect(defined(whole[0]).failed).toBeUndefined();
	});
});

it('answers for thousands of rows', async () => {
	const many = IS_QUICK ? 1_000 : 10_000;
	const mark = freshMark();
	const item = (n: number) => ({ to: number(n), text: mark, idempotencyKey: mark, callsPerSecond: 0 });
	await send(Array.from({ length: 20 }, (_, n) => item(n)));
	const { rows } = await ask(Array.from({ length: many }, (_, n) => item(n % 40)));
	expect(rows).toHaveLength(many);
	expect(rows.every(({ sendAgain }, n) => sendAgain === n % 40 >= 20)).toBe(true);
});
