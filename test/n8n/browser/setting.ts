import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DEMO_TOKEN } from '../../gateway/connect';
import { type Gateway, startGateway } from '../../gateway/index';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { ensureN8n } from '../../../tools/n8n/install';
import { type RunningN8n, startN8n } from '../../../tools/n8n/n8n';
import { installPackage, packPackage } from '../../../tools/n8n/package';
import { N8N_VERSION, stateRoot } from '../../../tools/n8n/paths';
import { freePort } from '../../../tools/n8n/ports';
import { step } from '../../../tools/n8n/progress';
import { N8nClient, type Owner } from '../../../tools/n8n/rest';

export const DEMO_API = '424242';
export const CALLBACK_USER = 'clickatell';

/** A credential that n8n holds, as a node names it. */
export interface Stored {
	id: string;
	name: string;
}

export interface Setting {
	gateway: Gateway;
	n8n: RunningN8n;
	client: N8nClient;
	owner: Owner;
	callbackPassword: string;
	credentials: { soap: Stored; connect: Stored; callback: Stored };
	/** Where everything of this n8n is. */
	folder: string;
	/** Stores a workflow; returns its id. */
	store(workflow: Pick<ImportedWorkflow, 'name' | 'nodes' | 'connections'>): Promise<string>;
	close(): Promise<void>;
}

/** Once for each run, a new n8n with an empty database, and a new gateway: nothing is left of an earlier run. */
export async function bringUpSetting(): Promise<Setting> {
	const folder = path.join(stateRoot, 'browser');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const installed = await step(`Preparing n8n ${N8N_VERSION}`, ensureN8n);
	const packed = await step('Building and packing the package', packPackage);
	await step('Installing the package into n8n', () => installPackage(packed, folder));
	const gateway = await startGateway();
	const n8n = await step(`Starting n8n ${N8N_VERSION}`, async () =>
		startN8n({ installed, userFolder: folder, port: await freePort() }),
	).catch(async (error: unknown) => {
		await gateway.close();
		throw error;
	});
	const owner = { email: 'owner@example.com', password: `Sms1-${randomBytes(6).toString('hex')}` };
	const callbackPassword = randomBytes(12).toString('hex');
	const close = async () => {
		await n8n.stop();
		await gateway.close();
	};
	try {
		const client = await N8nClient.signIn(n8n.url, owner);
		const credential = async (name: string, type: string, data: Record<string, unknown>) => {
			const { id } = (await client.request('POST', '/rest/credentials', { name, type, data })) as Stored;
			return { id, name };
		};
		return {
			gateway,
			n8n,
			client,
			owner,
			callbackPassword,
			folder,
			credentials: {
				soap: await credential('Clickatell Gateway account', 'clickatellSoapApi', {
					apiId: DEMO_API,
					user: 'demo',
					password: 'demo-password',
					server: 'documentLiteral',
					baseUrl: gateway.url,
				}),
				connect: await credential('Clickatell Connect', 'clickatellConnectApi', {
					token: DEMO_TOKEN,
					baseUrl: `${gateway.url}/connect`,
				}),
				callback: await credential('Clickatell callbacks', 'clickatellCallbackApi', {
					user: CALLBACK_USER,
					password: callbackPassword,
					secret: '',
				}),
			},
			async store(workflow) {
				const { id } = (await client.request('POST', '/rest/workflows', {
					settings: { executionOrder: 'v1' },
					active: false,
					...workflow,
				})) as { id: string };
				return id;
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
