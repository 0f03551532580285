import { setTimeout as delay } from 'node:timers/promises';
import type { ImportedCredential, ImportedWorkflow } from './cli';
import { fetchAlone } from './fetchAlone';
import { parseFlatted } from './flatted';

export interface Owner {
	email: string;
	/** 8 to 64 characters with a digit and a capital letter. */
	password: string;
}

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	/** `new`, `running`, `waiting`, `success`, `error`, `crashed` or `canceled`. */
	status: string;
	mode: string;
}

/** One item of a node's output. */
export interface Item {
	json: Record<string, unknown>;
	pairedItem?: unknown;
	binary?: Record<string, unknown>;
}

export interface NodeRun {
	executionStatus?: string;
	error?: { message: string; description?: string };
	data?: { main?: Array<Item[] | null> };
}

export interface Execution extends ExecutionSummary {
	/** Runs of each node by its name, in order. */
	runs: Record<string, NodeRun[]>;
	/** What it was stored with and has not begun with yet: of a crashed one, all that is left. */
	pending: Item[];
	/** Nodes that are still to run. */
	left: number;
	/** What ended the execution, if it failed. */
	error: { message: string; description?: string; node?: string } | undefined;
	/** The items of a node's output in its last run. */
	output(node: string, index?: number): Item[];
}

/** What n8n's credential test says. */
export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

interface ExecutionData {
	resultData: {
		runData?: Record<string, NodeRun[]>;
		error?: { message: string; description?: string; node?: { name: string } };
	};
	executionData?: { nodeExecutionStack?: Array<{ data?: { main?: Array<Item[] | null> } }> };
}

/** How long an answer may take: Node's own patience ends after 300 s. */
const MOST_SECONDS = 290;

const FINAL = new Set(['success', 'error', 'crashed', 'canceled']);

/** An answer of n8n with an error status. */
export class N8nRefused extends Error {
	constructor(
		readonly request: string,
		readonly status: number,
		readonly answer: string,
	) {
		super(`n8n answered ${status} to ${request}: ${sentenceOf(answer)}`);
		this.name = 'N8nRefused';
	}
}

/** n8n's errors come with a stack trace behind the sentence. */
function sentenceOf(answer: string): string {
	try {
		const { message } = JSON.parse(answer) as { message?: unknown };
		if (typeof message === 'string') return message;
	} catch {
		// A page, not JSON.
	}
	return answer.slice(0, 300);
}

/** The interface that n8n's own editor uses, as its signed-in owner. */
export class N8nClient {
	private cookie = '';
	/** Before version 2, n8n's interface for its editor differed in places. */
	private isVersion1 = false;

	private constructor(private readonly url: string) {}

	/** Signs in, and in a new n8n first creates the owner with that e-mail address and password. */
	static async signIn(url: string, owner: Owner): Promise<N8nClient> {
		const client = new N8nClient(url);
		const settings = (await client.request('GET', '/rest/settings')) as {
			userManagement: { showSetupOnFirstLoad: boolean };
		};
		if (settings.userManagement.showSetupOnFirstLoad) {
			await client.request('POST', '/rest/owner/setup', {
				...owner,
				firstName: 'Demo',
				lastName: 'Owner',
			});
		} else {
			await client.request('POST', '/rest/login', {
				emailOrLdapLoginId: owner.email,
				password: owner.password,
			});
		}
		// Told only to those who have signed in.
		const { versionCli } = (await client.request('GET', '/rest/settings')) as { versionCli: string };
		client.isVersion1 = versionCli.startsWith('1.');
		return client;
	}

	/**
	 * One request; returns the `data` of the answer.
	 * @throws N8nRefused for any answer but 2xx
	 */
	async request(method: string, path: string, body?: unknown, timeoutSeconds = 60): Promise<unknown> {
		const text = (await this.send(method, path, body, timeoutSeconds)).toString('utf8');
		return text === '' ? undefined : (JSON.parse(text) as { data?: unknown }).data;
	}

	/** A file of n8n's that is JSON as a whole, such as the list of node types. */
	async json(path: string): Promise<unknown> {
		return JSON.parse((await this.send('GET', path)).toString('utf8'));
	}

	/** What is no JSON, such as binary data. */
	async bytes(path: string): Promise<Buffer> {
		return await this.send('GET', path);
	}

	private async send(method: string, path: string, body?: unknown, timeoutSeconds = 60): Promise<Buffer> {
		const reply = await fetchAlone(this.url + path, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': 'n8n-nodes-clickatell',
				...(this.cookie === '' ? {} : { cookie: this.cookie }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(timeoutSeconds * 1000),
		});
		const answer = Buffer.from(await reply.arrayBuffer());
		if (!reply.ok) throw new N8nRefused(`${method} ${path}`, reply.status, answer.toString('utf8'));
		for (const cookie of reply.headers.getSetCookie()) {
			const [pair] = cookie.split(';');
			if (pair?.startsWith('n8n-auth=')) this.cookie = pair;
		}
		return answer;
	}

	/** Publishes a workflow's current version and waits until its triggers are live. */
	async publish(workflowId: string): Promise<void> {
		const workflow = (await this.request('GET', `/rest/workflows/${workflowId}`)) as { versionId: string };
		await this.request('POST', `/rest/workflows/${workflowId}/activate`, { versionId: workflow.versionId });
		await this.waitUntilLive(workflowId);
	}

	/** Waits until the triggers of a published workflow are live, e.g. after a restart. */
	async waitUntilLive(workflowId: string, timeoutSeconds = 120): Promise<void> {
		// Version 1 activates before it answers.
		if (this.isVersion1) return;
		const deadline = Date.now() + timeoutSeconds * 1000;
		for (;;) {
			const { status, triggers } = (await this.request(
				'GET',
				`/rest/workflows/${workflowId}/publication-status`,
			)) as { status: string; triggers: Array<{ errorMessage?: string | null }> };
			if (status === 'published') return;
			if (status === 'failed' || status === 'partial') {
				const reasons = triggers.map(({ errorMessage }) => errorMessage ?? '').filter(Boolean);
				throw new Error(`n8n could not activate workflow ${workflowId}: ${reasons.join('; ')}`);
			}
			if (Date.now() > deadline) {
				throw new Error(`workflow ${workflowId} was not live after ${timeoutSeconds} s (${status})`);
			}
			await delay(100);
		}
	}

	/** The URL that starts a published workflow through its webhook node. */
	async webhookUrl(workflow: ImportedWorkflow, node: ImportedWorkflow['nodes'][number]): Promise<string> {
		const [type] = (await this.request('POST', '/rest/node-types', {
			nodeInfos: [{ name: node.type, version: node.typeVersion }],
		})) as Array<{ webhooks?: Array<{ path: string; isFullPath?: boolean }> }>;
		const webhook = type?.webhooks?.[0];
		if (webhook === undefined) throw new Error(`node type ${node.type} has no webhook`);
		const id = node.webhookId ?? `${workflow.id}/${encodeURIComponent(node.name.toLowerCase())}`;
		const parts = webhook.isFullPath === true ? [webhook.path] : [id, webhook.path];
		return `${this.url}/webhook/${parts.filter((part) => part !== '').join('/')}`;
	}

	/** Runs a workflow as the editor's button does, from the named trigger, and returns the execution's id. */
	async run(workflowId: string, triggerNode: string): Promise<string> {
		const { executionId } = await this.startFrom(workflowId, triggerNode);
		if (executionId === undefined) throw new Error(`"${triggerNode}" waits for a call instead of running`);
		return executionId;
	}

	/** Listens for one call to the test URL of a webhook node, as the editor's button does. */
	async listen(workflowId: string, triggerNode: string): Promise<void> {
		const { waitingForWebhook } = await this.startFrom(workflowId, triggerNode);
		if (waitingForWebhook !== true) throw new Error(`n8n does not wait for a call to "${triggerNode}"`);
	}

	private async startFrom(
		workflowId: string,
		triggerNode: string,
	): Promise<{ executionId?: string; waitingForWebhook?: boolean }> {
		const path = `/rest/workflows/${workflowId}`;
		return (await this.request('POST', `${path}/run`, {
			triggerToStartFrom: { name: triggerNode },
			...(this.isVersion1 ? { workflowData: await this.request('GET', path) } : {}),
		})) as { executionId?: string; waitingForWebhook?: boolean };
	}

	/** The latest executions of a workflow, newest first. */
	async executions(workflowId: string, limit = 100): Promise<ExecutionSummary[]> {
		const query = new URLSearchParams({ filter: JSON.stringify({ workflowId }), limit: String(limit) });
		const { results } = (await this.request('GET', `/rest/executions?${query.toString()}`)) as {
			results: ExecutionSummary[];
		};
		return results;
	}

	/** One execution with its data. */
	async execution(id: string): Promise<Execution> {
		const stored = (await this.request('GET', `/rest/executions/${id}`)) as ExecutionSummary & {
			data: string;
		};
		// An execution that has only begun has no data yet.
		const data = parseFlatted(stored.data) as ExecutionData | undefined;
		const runs = data?.resultData.runData ?? {};
		const error = data?.resultData.error;
		return {
			id: stored.id,
			workflowId: stored.workflowId,
			status: stored.status,
			mode: stored.mode,
			runs,
			pending: data?.executionData?.nodeExecutionStack?.[0]?.data?.main?.[0] ?? [],
			left: data?.executionData?.nodeExecutionStack?.length ?? 0,
			error:
				error === undefined
					? undefined
					: {
							message: error.message,
							...(error.description === undefined ? {} : { description: error.description }),
							...(error.node === undefined ? {} : { node: error.node.name }),
						},
			output: (node, index = 0) => runs[node]?.at(-1)?.data?.main?.[index] ?? [],
		};
	}

	/** Waits for the end of an execution. */
	async finished(id: string, timeoutSeconds = 120): Promise<Execution> {
		const deadline = Date.now() + timeoutSeconds * 1000;
		for (;;) {
			const execution = await this.execution(id);
			// Version 1 stores the status a moment before the data; what was stored before, at a wait, had nodes left to run.
			const hasData = Object.keys(execution.runs).length > 0 || execution.error !== undefined;
			const isStored =
				execution.status === 'success'
					? hasData && execution.left === 0
					: hasData || execution.status !== 'error';
			if (FINAL.has(execution.status) && isStored) return execution;
			if (Date.now() > deadline) {
				throw new Error(`execution ${id} was still ${execution.status} after ${timeoutSeconds} s`);
			}
			await delay(200);
		}
	}

	/**
	 * Retries an execution with the workflow as it was, as the list of executions does; returns the new execution's id. n8n
	 * answers when the retry has ended.
	 */
	async retry(id: string): Promise<string> {
		const path = `/rest/executions/${id}/retry`;
		const retried = await this.request('POST', path, { loadWorkflow: false }, MOST_SECONDS);
		return (retried as { id: string }).id;
	}

	/** n8n's own test of a credential, as the editor's button does it; the credential must be stored. */
	async testCredential(credential: ImportedCredential): Promise<CredentialTest> {
		return (await this.request('POST', '/rest/credentials/test', {
			credentials: credential,
		})) as CredentialTest;
	}
}
