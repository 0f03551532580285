import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from '../../gateway';
import { fetchAlone } from '../../../tools/n8n/fetchAlone';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { N8nClient } from '../../../tools/n8n/rest';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** A form may ignore what does not look like a person's browser. */
const HEADERS = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };

/** A person with a browser, as far as n8n's forms need one. */
export class Visitor {
	/** Where the next page is. */
	private next = '';
	page = '';

	/** Opens a form's first page. */
	async open(url: string): Promise<void> {
		const reply = await fetchAlone(url, { headers: HEADERS });
		this.page = await reply.text();
		if (!reply.ok) throw new Error(`the form's first page answered ${reply.status}`);
		this.next = url;
	}

	/** Fills in the fields of the page by their order, goes on and reads the next page. */
	async submit(...fields: readonly string[]): Promise<void> {
		const body = new FormData();
		fields.forEach((value, index) => body.append(`field-${index}`, value));
		const reply = await fetchAlone(this.next, { method: 'POST', headers: HEADERS, body });
		const answer = await reply.text();
		if (!reply.ok) throw new Error(`a page of the form answered ${reply.status}: ${answer.slice(0, 200)}`);
		const { formWaitingUrl } = JSON.parse(answer === '' ? '{}' : answer) as { formWaitingUrl?: string };
		this.next = formWaitingUrl ?? this.next;
		await this.untilWaiting();
		this.page = await (await fetchAlone(this.next, { headers: HEADERS })).text();
	}

	expect(what: RegExp): string {
		const found = what.exec(this.page);
		if (found !== null) return found[1] ?? found[0];
		const words = this.page.replace(/<(style|script)[^]*?<\/\1>|<[^>]*>/g, ' ').replace(/\s+/g, ' ');
		throw new Error(`the page does not say ${what.source}: ${words.slice(0, 300)}`);
	}

	/** The workflow runs between two pages. */
	private async untilWaiting(): Promise<void> {
		const status = new URL(this.next);
		status.pathname += '/n8n-execution-status';
		// A busy n8n answers the page before it has gone on.
		await delay(200);
		for (let tries = 0; tries < 1200; tries += 1) {
			const said = await (await fetchAlone(status)).text();
			if (!/^(running|new)$/.test(said)) return;
			await delay(100);
		}
		throw new Error('the workflow behind the form did not come to its next page');
	}
}

/** The first SMS to a number, which a workflow may still be about to send. */
async function smsTo(gateway: Gateway, to: string): Promise<string> {
	for (let tries = 0; tries < 1200; tries += 1) {
		const [sms] = gateway.messages({ to });
		if (sms !== undefined) return sms.text;
		await delay(100);
	}
	throw new Error(`there is no SMS to ${to}`);
}

/**
 * The example "register a customer", as a person goes through it: a wrong captcha and a wrong code first, then the
 * right ones, the email's link followed in between.
 */
export async function registerByForm(
	client: N8nClient,
	gateway: Gateway,
	workflow: ImportedWorkflow,
	n8nUrl: string,
): Promise<string> {
	await client.publish(workflow.id);
	const form = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
	const visitor = new Visitor();
	await visitor.open(`${n8nUrl}/form/${form?.webhookId ?? ''}`);
	await visitor.submit('First', 'Last');
	await visitor.submit('South Africa');
	const captchaId = () => visitor.expect(/value="([0-9a-f]{32})"/);
	visitor.expect(/data:image\/png;base64,[A-Za-z0-9+/=]{200,}/);
	const register = async (code: string) => {
		const login = ['visitor17', 'Secret17', 'visitor17@example.com', '+27 99 910 0071'];
		await visitor.submit(...login, '', code, captchaId(), '', JSON.stringify(['I accept them']));
	};
	await register('WRONG1');
	await register(gateway.connect.captchas.codeOf(captchaId()));
	visitor.expect(/Look into your email/);
	await fetch(defined(defined(gateway.connect.mailTo('visitor17@example.com')).link));
	await visitor.submit('');
	await visitor.submit('00000');
	visitor.expect(/418|code/i);
	const code = /\d{4,}/.exec(await smsTo(gateway, '27999100071'))?.[0];
	if (code === undefined) throw new Error('the SMS has no code');
	await visitor.submit(code);
	const apiId = visitor.expect(/API ID is (\d+)/);
	visitor.expect(/buy\?auth_id=/);
	if (!gateway.state.apis.has(apiId)) throw new Error(`the gateway knows no API ${apiId}`);
	return `five pages with a wrong captcha and a wrong code: account and API ${apiId} are there`;
}
