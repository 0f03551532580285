import type { Gateway } from '../../gateway';
import type { HttpCase } from './httpCases';
import { GIVEN, REFUSED, SPOILED } from './httpTold';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const PASSWORD = 's3cret & <more> "quotes"';
const API = '424242';
const SESSION = '0123456789abcdef0123456789abcdef';
const VOUCHERS = ['1234567890', '1234567890123456'];
/** IDs of messages and batches, and the session, as replies give them. */
const GIVEN_IDS = /^(?:ID|OK): ([0-9a-f]{32})/gm;

/**
 * Brings an empty gateway to where the case's reply is the right one: account and session, and the message, batch or
 * voucher that the request names, unless the reply says that there is none.
 *
 * @param nextIds takes the IDs that the gateway is to give next
 */
export function setScene(gateway: Gateway, { command, request, reply }: HttpCase, nextIds: string[]): void {
	const asked = new URLSearchParams(request.body.toString('latin1'));
	const said = reply.body.toString('latin1');
	const code = /^ERR: (\d{3})/.exec(said)?.[1];
	const { state } = gateway;
	gateway.seed({
		accounts: [
			{
				user: 'acme',
				password: code === '001' ? 'another' : PASSWORD,
				credit: Number(/^Credit: (-?\d+\.\d+)$/.exec(said)?.[1] ?? 1000),
				frozen: code === '004',
				apis: [
					{
						apiId: API,
						...(code === '108' ? { kinds: ['soap'] } : {}),
						...(code === '007' ? { allowedAddresses: ['192.0.2.1'] } : {}),
					},
				],
			},
		],
		vouchers: code === '606' ? [] : VOUCHERS.map((token) => ({ token, credit: 10 })),
	});
	if (code === '607') for (const voucher of state.vouchers.values()) voucher.redeemed = true;
	if (code !== '001') {
		state.sessions.set(SESSION, { id: SESSION, apiId: API, lastUsed: gateway.clock.now() });
	}
	if (/^(querymsg|delmsg|getmsgcharge)$/.test(command)) haveMessage(gateway, asked, said, nextIds);
	const batchId = asked.get('batch_id');
	if (batchId !== null && code !== '201') haveBatch(gateway, batchId);
	nextIds.push(...[...said.matchAll(GIVEN_IDS)].map(([, id]) => defined(id)));
}

/** The message that the reply speaks of, with the status and the charge that it tells. */
function haveMessage(gateway: Gateway, asked: URLSearchParams, said: string, nextIds: string[]): void {
	const status = /status: (\d{3})/i.exec(said)?.[1];
	const id = /(?:ID|apiMsgId): ([0-9a-f]{32})/.exec(said)?.[1];
	if (status === undefined || id === undefined || status === '001') return;
	nextIds.push(id);
	const message = gateway.state.messages.accept({
		apiId: API,
		climsgid: asked.get('climsgid') ?? '',
		to: '27999100001',
		from: '',
		text: 'Hi',
		udh: '',
		encoding: 'gsm',
		parts: 1,
		milliCharge: Math.round(Number(/charge: (\d+(\.\d+)?)/.exec(said)?.[1] ?? 1) * 1000),
		validity: 1440,
		msgCallback: 0,
		command: 'sendmsg',
		server: 'http',
		batchId: '',
		options: {},
		delivTime: 30,
		tooExpensive: false,
	});
	// What was stopped by the call waited before it.
	if (status !== '006') gateway.state.messages.force(message, status);
}

function haveBatch({ state, clock }: Gateway, id: string): void {
	const options = {
		from: '',
		climsgid: '',
		concat: 1,
		msgCallback: 0,
		delivTime: 0,
		validity: 1440,
		unicode: false,
		binary: false,
		udh: '',
		others: {},
	};
	const template = 'Hi #field1#, your appointment is at #field2#';
	state.batches.set(id, {
		id,
		apiId: API,
		template,
		data: '',
		options,
		startedAt: clock.now(),
		ended: false,
	});
}

/** Tells the gateway what it would not do unasked. */
export function tell(gateway: Gateway, { folder, reply }: HttpCase): void {
	const refusal = REFUSED[folder];
	if (refusal !== undefined) gateway.fail({ kind: 'error', ...refusal });
	const spoiled = SPOILED[folder];
	if (spoiled !== undefined) gateway.fail(spoiled);
	if (GIVEN.has(folder)) {
		gateway.fail({ kind: 'returns', returns: reply.body.toString('latin1').split('\n') });
	}
}
