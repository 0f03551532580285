import { rmSync } from 'node:fs';
import { type ImportedCredential, type ImportedWorkflow, N8nCli } from '../../../tools/n8n/cli';
import type { InstalledN8n } from '../../../tools/n8n/install';
import { type RunningN8n, startN8n } from '../../../tools/n8n/n8n';
import { type PackedPackage, installPackage } from '../../../tools/n8n/package';
import { type Execution, N8nClient, type Owner } from '../../../tools/n8n/rest';
import { START } from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** The owner of every n8n that the tests bring up; it listens on loopback and is gone at the end. */
export const OWNER: Owner = { email: 'suite@example.com', password: 'Suite-of-tests-1' };

export interface Setting {
	installed: InstalledN8n;
	packed: PackedPackage;
	/** Its data; what was there is deleted. */
	folder: string;
	/** Nothing is there that would have to be deleted. */
	isEmpty?: boolean;
	credentials: readonly ImportedCredential[];
	workflows: readonly ImportedWorkflow[];
	env?: NodeJS.ProcessEnv;
}

export interface Instance {
	n8n: RunningN8n;
	client: N8nClient;
}

/** An empty user folder with the packed package installed and everything imported. */
export async function prepare(setting: Setting): Promise<void> {
	const { installed, packed, folder, credentials, workflows, env } = setting;
	if (setting.isEmpty !== true) rmSync(folder, { recursive: true, force: true });
	await installPackage(packed, folder);
	const cli = new N8nCli(installed, folder, env);
	await cli.importCredentials(credentials);
	await cli.importWorkflows(workflows);
}

/** A new n8n with the package, the credentials and the workflows, its owner signed in. */
export async function bringUp(setting: Setting): Promise<Instance> {
	await prepare(setting);
	return await start(setting);
}

/**
 * Starts n8n over a user folder that was prepared, or that another n8n has left.
 *
 * @param port of an n8n before, whose links are to work; version 1 signs the host as well
 */
export async function start({ installed, folder, env }: Setting, port = 0): Promise<Instance> {
	const n8n = await startN8n({ installed, userFolder: folder, port, ...(env ? { env } : {}) });
	return { n8n, client: await N8nClient.signIn(n8n.url, OWNER) };
}

/** Runs a workflow by hand to its end, whatever the end is. */
export async function run(client: N8nClient, workflowId: string, from = START): Promise<Execution> {
	return await client.finished(await client.run(workflowId, from));
}

/** Like `run`, for an execution that must succeed. */
export async function runWell(client: N8nClient, workflowId: string, from = START): Promise<Execution> {
	return wellDone(await run(client, workflowId, from));
}

/** @throws Error with what n8n says, if the execution did not end in success */
export function wellDone(execution: Execution): Execution {
	const { id, status, error } = execution;
	if (status === 'success' && error === undefined) return execution;
	const said =
		error === undefined ? '' : `: ${[error.message, error.description].filter(Boolean).join(' - ')}`;
	throw new Error(`execution ${id} ended as ${status}${error?.node ? ` in ${error.node}` : ''}${said}`);
}

/** Runs tasks, at most `limit` at a time; the first failure is thrown when all have ended. */
export async function inParallel<T>(
	items: readonly T[],
	limit: number,
	work: (item: T, index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const failures: unknown[] = [];
	const lane = async () => {
		while (next < items.length) {
			const index = next++;
			await work(defined(items[index]), index).catch((error: unknown) => failures.push(error));
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
	if (failures.length > 0) throw failures[0];
}
