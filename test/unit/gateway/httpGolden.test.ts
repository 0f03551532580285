import { type Gateway, ManualClock, randomIds, startGateway } from '../../gateway';
import { HTTP_COMMANDS } from '../../gateway/httpApi/contract';
import { HTTP_CASES, type HttpCase } from './httpCases';
import { GIVEN, REFUSED, SPOILED } from './httpTold';

const PASSWORD = 's3cret & <more> "quotes"';
const LOGIN = new URLSearchParams({ api_id: '424242', user: 'acme', password: PASSWORD }).toString();
const SESSION = '0123456789abcdef0123456789abcdef';
const DOC = 'http://api.clickatell.com/soap/document_literal/webservice';
const FORM = 'application/x-www-form-urlencoded';

/** Tells the gateway what it would not do by itself. */
function tell(gateway: Gateway, { folder, reply }: HttpCase): void {
	const refusal = REFUSED[folder];
	if (refusal !== undefined) gateway.fail({ kind: 'error', ...refusal });
	const spoiled = SPOILED[folder];
	if (spoiled !== undefined) gateway.fail(spoiled);
	if (GIVEN.has(folder))
		gateway.fail({ kind: 'returns', returns: reply.body.toString('latin1').split('\n') });
}

describe('the wire cases of the HTTP/S API', () => {
	let gateway: Gateway;
	let ids: string[];
	beforeEach(async () => {
		const spare = randomIds();
		ids = [];
		gateway = await startGateway({
			clock: new ManualClock(Date.UTC(2030, 0, 30, 12)),
			ids: () => ids.shift() ?? spare(),
			seed: { accounts: [] },
		});
	});
	afterEach(() => gateway.close());

	const post = async (path: string, contentType: string, body: Buffer) => {
		const init = { method: 'POST', headers: { 'content-type': contentType }, body };
		return await fetch(gateway.url + path, init);
	};

	/** Brings the gateway to where the reply is the one to give. */
	const prepare = async (one: HttpCase) => {
		const asked = new URLSearchParams(one.request.body.toString('latin1'));
		const said = one.reply.body.toString('latin1');
		const seed = (password: string) => {
			const credit = Number(/^Credit: (\S+)$/.exec(said)?.[1] ?? 1000);
			const api = {
				apiId: '424242',
				...(/^ERR: 108/.test(said) ? { kinds: ['soap' as const] } : {}),
				allowedAddresses: /^ERR: 007/.test(said) ? ['192.0.2.1'] : [],
			};
			const frozen = /^ERR: 004/.test(said);
			gateway.seed({ accounts: [{ user: 'acme', password, credit, frozen, apis: [api] }] });
		};
		const refused = /^ERR: 001/.test(said);
		const status = /Status: (\d{3})/i.exec(said)?.[1];
		const charge = /charge: (\d+(\.\d+)?)/.exec(said)?.[1];
		const isKnown = (asked.has('apimsgid') || asked.has('climsgid')) && one.command !== 'sendmsg';
		gateway.seed({
			accounts: [{ user: 'acme', password: PASSWORD, apis: [{ apiId: '424242' }] }],
			vouchers: [
				{ token: '1234567890', credit: 10 },
				{ token: '1234567890123456', credit: 10 },
			].filter(() => !said.startsWith('ERR: 606')),
		});
		const session = { id: SESSION, apiId: '424242', lastUsed: gateway.clock.now() };
		if (!refused) gateway.state.sessions.set(SESSION, session);
		if (said.startsWith('ERR: 607')) gateway.state.vouchers.get(asked.get('token')!)!.redeemed = true;
		if (isKnown && status !== undefined && status !== '001') {
			ids.push(/\b1{4}\w{28}\b/.exec(said)![0]);
			const form = `${LOGIN}&to=27999100001&text=x&deliv_time=30&cliMsgId=${asked.get('climsgid') ?? ''}`;
			await post('/http/sendmsg', FORM, Buffer.from(form));
			const [message] = gateway.messages();
			if (status !== '006') gateway.state.messages.force(message!, status);
			if (charge !== undefined) message!.milliCharge = Math.round(Number(charge) * 1000);
		}
		const batch = asked.get('batch_id');
		if (batch !== null && !said.startsWith('ERR: 201')) {
			ids.push(batch);
			await post('/http_batch/startbatch', FORM, Buffer.from(`${LOGIN}&template=Hi+%23field1%23`));
		}
		seed(refused ? 'another' : PASSWORD);
		gateway.callLog.clear();
		ids.push(...[...said.matchAll(/^(?:ID|OK): ([0-9a-f]{32})/gm)].map(([, id]) => id!));
	};

	it.each(HTTP_CASES.map((one) => [one.folder, one] as const))('%s', async (_folder, one) => {
		await prepare(one);
		tell(gateway, one);
		const response = await post(one.path, one.request.contentType, one.request.body);
		const body = Buffer.from(await response.arrayBuffer());
		expect(gateway.violations()).toEqual([]);
		expect(body.toString('latin1')).toBe(one.reply.body.toString('latin1'));
		expect([response.status, response.headers.get('content-type')]).toEqual([
			one.reply.status,
			one.reply.contentType,
		]);
	});
});
