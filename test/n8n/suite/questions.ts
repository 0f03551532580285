import { setTimeout as delay } from 'node:timers/promises';
import { fetchAlone } from '../../../tools/n8n/fetchAlone';
import type { ImportedCredential, ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Execution, N8nClient } from '../../../tools/n8n/rest';
import type { Gateway } from '../../gateway';
import { run } from './instance';
import type { Ledger } from './table';
import {
	chain,
	clickatell,
	fields,
	manualStart,
	soapCredential,
	START,
	type WorkflowNode,
} from './workflows';

/** The channels that a question goes by, as `resource`. */
type Channel = 'message' | 'sms' | 'whatsApp';
type Kind = 'approval' | 'freeText' | 'customForm';

const ASK = 'Ask';
const QUESTION = 'May order 17 be placed? It costs 900 €.';

/** How each kind is asked, answered, and comes out. */
const KINDS: Readonly<
	Record<Kind, { parameters: object; sent: Record<string, string | string[]>; data: Record<string, unknown> }>
> = {
	approval: {
		parameters: { approvalOptions: { values: { approvalType: 'double', disapproveLabel: 'No' } } },
		sent: { decision: 'decline' },
		data: { approved: false },
	},
	freeText: {
		parameters: {},
		sent: { f0: 'Tomorrow, please.\r\nGrüße 世界 <b>&' },
		data: { text: 'Tomorrow, please.\nGrüße 世界 <b>&' },
	},
	customForm: {
		parameters: {
			formFields: {
				values: [
					{ fieldLabel: 'Amount', fieldType: 'number', requiredField: true },
					{
						fieldLabel: 'Where to',
						fieldType: 'dropdown',
						fieldOptions: { values: [{ option: 'Depot' }, { option: 'Home' }] },
					},
					{
						fieldLabel: 'Extras',
						fieldType: 'checkbox',
						fieldOptions: { values: [{ option: 'Gift wrap' }, { option: 'Card' }] },
					},
				],
			},
		},
		sent: { f0: '17.5', f1: 'Home', f2: ['Gift wrap', 'Card'] },
		data: { Amount: 17.5, 'Where to': 'Home', Extras: ['Gift wrap', 'Card'] },
	},
};

const CHANNELS: readonly Channel[] = ['message', 'sms', 'whatsApp'];

const numberOf = (channel: Channel, place: number) =>
	`27999${100_200 + CHANNELS.indexOf(channel) * 20 + place}`;

function question(
	name: string,
	channel: Channel,
	parameters: Record<string, unknown>,
	before: WorkflowNode[] = [],
	settings: Partial<WorkflowNode> = {},
): ImportedWorkflow {
	const ask = clickatell(ASK, `${channel}.sendAndWait`, { message: QUESTION, ...parameters }, { settings });
	return chain(`question-${name.replace(/\W+/g, '-').toLowerCase()}`.slice(0, 36), `Question: ${name}`, [
		manualStart(),
		...before,
		ask,
		fields('After', { after: '={{ $json.respondedBy ?? "nobody" }}' }),
	]);
}

/** A question to one number, behind a start of its own. */
export const questionOn = (id: string, start: WorkflowNode, to: string): ImportedWorkflow =>
	chain(id, `Question: ${id}`, [
		start,
		clickatell(ASK, 'message.sendAndWait', { message: QUESTION, to }),
		fields('After', { after: '={{ $json.respondedBy ?? "nobody" }}' }),
	]);

const byKind = CHANNELS.flatMap((channel, c) =>
	(Object.keys(KINDS) as Kind[]).map((kind, k) => {
		const to = numberOf(channel, c + k);
		const workflow = question(`${channel}, ${kind}`, channel, {
			to,
			responseType: kind,
			...KINDS[kind].parameters,
		});
		return { channel, kind, to, workflow };
	}),
);

const twoPeople = question('two people', 'message', { to: '+27999100281, +27999100282' });
const timed = question('time is up', 'sms', {
	to: '27999100283',
	limitWaitTime: { values: { limitType: 'afterTimeInterval', resumeAmount: 0.5, resumeUnit: 'minutes' } },
});
const atOnce = question('five at once', 'message', { to: '27999100284' });
const guarded = question('links', 'sms', { to: '27999100285' });
const items = question('several items', 'message', { to: '27999100286' }, [
	{
		name: 'Two',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode: 'return [{ json: { a: 1 } }, { json: { a: 2 } }];' },
	},
]);

const restarted = question('a restart in between', 'message', { to: '27999100288' });

/** An account at a gateway that is not on this machine, so that its phones are not either. */
const FAR = { id: 'clickatell-far', name: 'Clickatell Gateway account, far away' };
const unreachable = question('an address that no phone can open', 'message', { to: '27999100287' }, [], {
	credentials: { clickatellSoapApi: FAR },
});

export const questionCredentials: readonly ImportedCredential[] = [
	{ ...soapCredential('documentLiteral', 'https://gateway.example.com'), ...FAR },
];

export const questionWorkflows: readonly ImportedWorkflow[] = [
	...byKind.map(({ workflow }) => workflow),
	twoPeople,
	timed,
	atOnce,
	guarded,
	items,
	unreachable,
	restarted,
];

const LINK = /https?:\/\/\S+$/;

export function textTo(gateway: Gateway, channel: Channel, to: string): string | undefined {
	if (channel === 'message') return gateway.messages({ to }).at(-1)?.text;
	return gateway.platform.messages
		.all()
		.filter((message) => message.to === to)
		.at(-1)?.text;
}

/** Waits until a phone has the question and the execution waits; returns the link. */
export async function asked(
	{ client, gateway }: Around,
	id: string,
	channel: Channel,
	to: string,
	timeoutSeconds = 120,
): Promise<string> {
	const deadline = Date.now() + timeoutSeconds * 1000;
	const linkNow = () => LINK.exec(textTo(gateway, channel, to) ?? '')?.[0];
	for (;;) {
		// The number may have been asked before, or the execution may ask once more: what it waits for is the last link, before
		// and after.
		const before = linkNow();
		const { status } = await client.execution(id);
		const link = linkNow();
		if (link !== undefined && link === before && status === 'waiting') return link;
		if (Date.now() > deadline || status === 'error' || status === 'success')
			throw new Error(`the execution is ${status}; the phone has ${link ?? 'no link'}`);
		await delay(100);
	}
}

/** As a browser sends the page's form. */
export function form(sent: Record<string, string | string[]>): FormData {
	const body = new FormData();
	// A form without any field is none that n8n can read.
	body.append('page', '');
	for (const [name, value] of Object.entries(sent)) for (const one of [value].flat()) body.append(name, one);
	return body;
}

export async function post(link: string, sent: Record<string, string | string[]>): Promise<[number, string]> {
	const reply = await fetchAlone(link, { method: 'POST', body: form(sent) });
	return [reply.status, await reply.text()];
}

const BROWSER = { 'user-agent': 'Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile' };
const ROBOT = { 'user-agent': 'WhatsApp/2.25 preview' };

async function open(link: string, headers: Record<string, string> = BROWSER): Promise<[number, string]> {
	const reply = await fetchAlone(link, { headers });
	return [reply.status, await reply.text()];
}

export interface Around {
	client: N8nClient;
	gateway: Gateway;
}

function expectThat(is: boolean, otherwise: string): void {
	if (!is) throw new Error(otherwise);
}

/** The answer as the node after the question has it. */
export function answerOf(execution: Execution): Record<string, unknown> {
	expectThat(execution.status === 'success', `the execution ended as ${execution.status}`);
	const [item] = execution.output(ASK);
	return item?.json ?? {};
}

export function expectAnswer(execution: Execution, data: Record<string, unknown>, by: string): void {
	const { data: given, respondedBy, ...others } = answerOf(execution);
	const { respondedAt, ...rest } = given as Record<string, unknown>;
	const isRight =
		JSON.stringify(rest) === JSON.stringify(data) &&
		respondedBy === by &&
		Math.abs(Date.parse(String(respondedAt)) - Date.now()) < 60_000 &&
		Object.keys(others).length === 0;
	expectThat(isRight, `the answer is ${JSON.stringify(answerOf(execution))}`);
}

/** Of several answers at once, one is taken. Returns their HTTP statuses. */
export function expectOneOf(replies: ReadonlyArray<readonly [number, string]>): string {
	const taken = replies.filter(([code, page]) => code === 200 && page.includes('Thank you.'));
	const codes = replies.map(([code]) => code).join(', ');
	expectThat(taken.length === 1, `${taken.length} of ${replies.length} were taken: ${codes}`);
	return codes;
}

async function answered(
	around: Around,
	workflow: ImportedWorkflow,
	channel: Channel,
	kind: Kind,
	to: string,
): Promise<string> {
	const { client, gateway } = around;
	if (channel === 'whatsApp') {
		const url = { url: `${gateway.url}/nobody`, method: 'POST' } as const;
		gateway.platform.write({ integration: 'Demo One API', channel: 'whatsapp', from: to, text: 'Hi', url });
	}
	const id = await client.run(workflow.id, START);
	const link = await asked(around, id, channel, to);
	const text = textTo(gateway, channel, to) ?? '';
	expectThat(text.startsWith(`${QUESTION}\n`), `the phone reads ${text}`);
	const [status, page] = await open(link);
	expectThat(
		status === 200 && page.includes(QUESTION) && !page.includes('<script'),
		`GET came to ${status}: ${page}`,
	);
	const [empty] = await post(link, {});
	expectThat(empty === 400, `nothing sent came to ${empty}`);
	expectThat((await client.execution(id)).status === 'waiting', 'an answer that is none was taken');
	const { sent, data } = KINDS[kind];
	const [code, thanks] = await post(link, sent);
	expectThat(code === 200 && thanks.includes('Thank you.'), `the answer came to ${code}: ${thanks}`);
	expectAnswer(await client.finished(id), data, to);
	const [, late] = await open(link);
	expectThat(/no action required|already answered/i.test(late), `a late click reads ${late.slice(0, 300)}`);
	return `${text.length} characters, link ${link.length}`;
}

/** A question that is asked before n8n is restarted, and answered after it. */
export async function askedBeforeRestart(around: Around): Promise<{ id: string; link: string }> {
	const id = await around.client.run(restarted.id, START);
	return { id, link: await asked(around, id, 'message', '27999100288') };
}

export async function answeredAfterRestart(
	{ client }: Around,
	n8nUrl: string,
	{ id, link }: { id: string; link: string },
): Promise<void> {
	const { pathname, search } = new URL(link);
	const [status, page] = await open(n8nUrl + pathname + search);
	expectThat(status === 200 && page.includes(QUESTION), `the question is shown with ${status}`);
	await post(n8nUrl + pathname + search, { decision: 'approve' });
	// At its start n8n 1 calls an execution crashed that waits, until it goes on.
	let execution = await client.finished(id);
	for (let tries = 0; execution.status === 'crashed' && tries < 60; tries++) {
		await delay(500);
		execution = await client.finished(id);
	}
	expectAnswer(execution, { approved: true }, '27999100288');
}

/** Questions that wait for a person, by every channel. */
export async function questions(ledger: Ledger, around: Around): Promise<void> {
	const { client, gateway } = around;
	await Promise.all([
		...byKind.map(({ channel, kind, to, workflow }) =>
			ledger.check(workflow.name, () => answered(around, workflow, channel, kind, to)),
		),
		ledger.check(timed.name, async () => {
			const id = await client.run(timed.id, START);
			await asked(around, id, 'sms', '27999100283');
			const execution = await client.finished(id, 150);
			const [item] = execution.output('After');
			expectThat(item?.json.after === 'nobody', `it went on with ${JSON.stringify(item?.json)}`);
			expectThat(execution.output(ASK)[0]?.json.data === undefined, 'somebody has answered');
		}),
		ledger.check(twoPeople.name, async () => {
			const id = await client.run(twoPeople.id, START);
			const first = await asked(around, id, 'message', '27999100281');
			const second = await asked(around, id, 'message', '27999100282');
			expectThat(first !== second, 'both have the same link');
			const [forged] = await post(first.replace('by=27999100281', 'by=27999100282'), { decision: 'approve' });
			expectThat(forged === 401, `somebody else's number came to ${forged}`);
			await post(second, { decision: 'approve' });
			expectAnswer(await client.finished(id), { approved: true }, '27999100282');
			const [, late] = await post(first, { decision: 'approve' });
			expectThat(/no action required/i.test(late), `the second answer reads ${late.slice(0, 200)}`);
		}),
		ledger.check(atOnce.name, async () => {
			const id = await client.run(atOnce.id, START);
			const link = await asked(around, id, 'message', '27999100284');
			const replies = await Promise.all(Array.from({ length: 5 }, () => post(link, { decision: 'approve' })));
			const codes = expectOneOf(replies);
			const execution = await client.finished(id);
			expectAnswer(execution, { approved: true }, '27999100284');
			expectThat(execution.runs['After']?.length === 1, 'the workflow went on more than once');
			return codes;
		}),
		ledger.check(guarded.name, async () => {
			const id = await client.run(guarded.id, START);
			const link = await asked(around, id, 'sms', '27999100285');
			for (const changed of [
				link.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
				link.replace(/&?signature=.*/, ''),
			]) {
				const [code] = await post(changed, { decision: 'approve' });
				expectThat(code === 401, `a changed signature came to ${code}`);
			}
			for (let i = 0; i < 3; i++) await open(link, ROBOT);
			const [approvedByGet] = await open(`${link}&decision=approve`);
			expectThat(approvedByGet === 401, `a parameter that nobody signed came to ${approvedByGet}`);
			expectThat((await client.execution(id)).status === 'waiting', 'opening the link has answered');
			await post(link, { decision: 'approve' });
			expectAnswer(await client.finished(id), { approved: true }, '27999100285');
		}),
		refused(ledger, around, items, 'gets 2 items'),
		refused(ledger, around, unreachable, 'A phone cannot open'),
	]);

	async function refused(table: Ledger, { client: n8n }: Around, workflow: ImportedWorkflow, says: string) {
		return await table.check(workflow.name, async () => {
			const execution = await run(n8n, workflow.id);
			const { message = '', description = '' } = execution.error ?? {};
			expectThat(
				execution.status === 'error' && message.includes(says),
				`it ended as ${execution.status}: ${message}`,
			);
			expectThat(gateway.messages({ to: '27999100286' }).length === 0, 'something was sent');
			return `"${message}. ${description}"`;
		});
	}
}
