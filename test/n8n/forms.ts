import { setTimeout as delay } from 'node:timers/promises';

/** One page of an n8n form, as a browser gets it. */
export interface FormPage {
	title: string;
	html: string;
}

/**
 * A person who fills in an n8n form of several pages, over HTTP. Fields are called `field-0`, `field-1` and so on in
 * the order of the page, custom HTML and hidden fields included; checkboxes take a JSON list of what is ticked.
 */
export class FormVisitor {
	private constructor(private readonly next: string) {}

	/** Sends the first page, the form trigger's; n8n then says where the execution waits. */
	static async start(formUrl: string, fields: Readonly<Record<string, string>>): Promise<FormVisitor> {
		const answer = (await submit(formUrl, fields)) as { formWaitingUrl?: string };
		if (answer.formWaitingUrl === undefined) throw new Error(`${formUrl} starts no form of several pages`);
		return new FormVisitor(answer.formWaitingUrl);
	}

	/** Waits, as n8n's own page does, until the execution shows the next page, and gets it. */
	async page(timeoutSeconds = 30): Promise<FormPage> {
		const status = new URL(this.next);
		status.pathname += '/n8n-execution-status';
		const deadline = Date.now() + timeoutSeconds * 1000;
		for (;;) {
			const now = await text(status);
			// n8n would keep a request for the page of a running execution waiting for ever.
			if (now !== 'running' && now !== 'new') break;
			if (Date.now() > deadline) throw new Error(`the form was still ${now} after ${timeoutSeconds} s`);
			await delay(100);
		}
		const html = await text(this.next);
		return { title: /<h1[^>]*>([^<]*)<\/h1>/.exec(html)?.[1]?.trim() ?? '', html };
	}

	/** Sends the page that is shown. */
	async submit(fields: Readonly<Record<string, string>>): Promise<void> {
		await submit(this.next, fields);
	}
}

async function text(url: string | URL): Promise<string> {
	const reply = await fetch(url, { signal: AbortSignal.timeout(15_000) });
	const body = await reply.text();
	if (!reply.ok) throw new Error(`the form answered ${reply.status}: ${body.slice(0, 300)}`);
	return body;
}

async function submit(url: string, fields: Readonly<Record<string, string>>): Promise<unknown> {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.append(name, value);
	const reply = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(15_000) });
	const answer = await reply.text();
	if (!reply.ok) throw new Error(`the form answered ${reply.status}: ${answer.slice(0, 300)}`);
	try {
		return JSON.parse(answer) as unknown;
	} catch {
		return {};
	}
}
