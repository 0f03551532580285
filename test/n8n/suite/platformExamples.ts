import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import type { Surroundings } from './exampleRuns';
import { read, settled } from './executions';
import { Visitor } from './forms';
import { wellDone } from './instance';
import { CALLBACK_LOGIN, PARCELS_KEY } from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const INTEGRATION = 'Demo One API';
const PERSON = '27999100071';

/** Publishes a workflow; returns the URL of its Clickatell Trigger, with the login that it asks for. */
async function published({ client }: Surroundings, workflow: ImportedWorkflow) {
	await client.publish(workflow.id);
	const trigger = defined(workflow.nodes.find(({ type }) => type === `${PACKAGE_NAME}.clickatellTrigger`));
	return { url: await client.webhookUrl(workflow, trigger), method: 'POST', ...CALLBACK_LOGIN } as const;
}

/** The example "Two-way WhatsApp and SMS": each message is answered over its own channel, STOP not at all. */
export async function answerBothChannels(around: Surroundings, workflow: ImportedWorkflow): Promise<string> {
	const { client, gateway } = around;
	const { platform } = gateway;
	const url = await published(around, workflow);
	const written = [
		{ channel: 'whatsapp', text: 'Hello?' },
		{ channel: 'whatsapp', location: { latitude: -33.9, longitude: 18.4 } },
		{ channel: 'sms', text: 'By SMS' },
		{ channel: 'sms', text: ' stop' },
	] as const;
	const inbound = written.map((one) =>
		platform.write({ integration: INTEGRATION, from: PERSON, url, ...one }),
	);
	for (const execution of await read(client, await settled(client, workflow.id, written.length)))
		wellDone(execution);
	const answers = platform.messages.all().filter(({ to }) => to === PERSON);
	const told = answers.map(
		({ channel, text, sent }) => `${channel}: ${text} ${String(sent.relatedMessageId ?? sent.from)}`,
	);
	const wanted = [
		`whatsapp: Thank you for your message. We will answer it today. ${defined(inbound[0]).id}`,
		`whatsapp: Thank you, we have your location. ${defined(inbound[1]).id}`,
		`sms: Thank you for your message. We will answer it today. ${defined(inbound[2]).to}`,
	];
	if (told.sort().join('\n') !== wanted.sort().join('\n'))
		throw new Error(`the answers are ${told.join('; ')}`);
	const unread = inbound.filter(({ channel, read: isRead }) => isRead !== (channel === 'whatsapp'));
	if (unread.length > 0) throw new Error(`${unread.length} messages are marked as read wrongly`);
	const lost = answers.filter(({ status }) => status === 131);
	if (lost.length > 0) throw new Error('an answer was outside the 24 hours');
	return 'two answers by WhatsApp, one by SMS, none to STOP';
}

/** The example "WhatsApp template with delivery tracking": an order that is read, one that fails, one that is refused. */
export async function trackTemplates(around: Surroundings, workflow: ImportedWorkflow): Promise<string> {
	const { client, gateway, n8nUrl } = around;
	const { platform } = gateway;
	const { url, method, user, password } = await published(around, workflow);
	const { name } = platform.portal.create({
		name: 'Parcels',
		key: PARCELS_KEY,
		account: 'demo',
		type: 'one-api',
		channels: ['whatsapp'],
	});
	platform.setCallback(name, 'status', { url, method, user, password });
	try {
		const form = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
		const orders = {
			'order-read': '+27 99 916 8006',
			'order-failed': '+27 99 916 8023',
			'order-refused': '+27 99 916 7026',
		};
		for (const [order, phone] of Object.entries(orders)) {
			const visitor = new Visitor();
			await visitor.open(`${n8nUrl}/form/${form?.webhookId ?? ''}`);
			await visitor.submit(phone, 'Thandi', order);
		}
		// Three forms, two statuses of the order that is read, one of the order that fails.
		for (const execution of await read(client, await settled(client, workflow.id, 6))) wellDone(execution);
		const wanted = { 'order-read': 'READ', 'order-failed': 'DELIVERY_FAILURE', 'order-refused': 'not sent' };
		const rows = await rowsOf(client, 'Clickatell example: parcels');
		const told: Row = Object.fromEntries(
			rows.map(({ orderNumber, status }) => [String(orderNumber), status]),
		);
		if (JSON.stringify(told) !== JSON.stringify(wanted))
			throw new Error(`the rows say ${JSON.stringify(told)}`);
		const [sent, , refused] = rows;
		if (platform.messages.get(String(sent?.messageId))?.to !== '27999168006')
			throw new Error(`the row has the message ID ${String(sent?.messageId)}`);
		if (!/opted out/.test(String(refused?.problem)))
			throw new Error(`the problem is ${String(refused?.problem)}`);
		return 'one read, one failed, one refused: the rows say so';
	} finally {
		platform.setCallback(name, 'status', null);
	}
}

export type Row = Record<string, unknown>;

/** The rows of a data table, oldest first. */
export async function rowsOf(client: Surroundings['client'], name: string): Promise<Row[]> {
	// Ten come by default.
	const path = '/rest/data-tables-global?take=250';
	const { data } = (await client.request('GET', path)) as {
		data: Array<{ id: string; name: string; projectId: string }>;
	};
	const table = data.find((one) => one.name === name);
	if (table === undefined) throw new Error(`there is no table ${name}`);
	const rows = (await client.request(
		'GET',
		`/rest/projects/${table.projectId}/data-tables/${table.id}/rows?sortBy=id:asc`,
	)) as { data: Row[] };
	return rows.data;
}
