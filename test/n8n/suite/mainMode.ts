import { mediaCredential } from './platformCallbacks';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Gateway, ManualClock, startGateway } from '../../gateway';
import { DEMO_TOKEN } from '../../gateway/connect';
import type { InstalledN8n } from '../../../tools/n8n/install';
import type { PackedPackage } from '../../../tools/n8n/package';
import { stateRoot } from '../../../tools/n8n/paths';
import { agentTools, agentToolWorkflows } from './agentTools';
import { bringUp, inParallel, type Instance, runWell } from './instance';
import { judgeOperation, operationCases, seedForOperations } from './operations';
import { mountPictureReader } from './pictures';
import { platform, platformWorkflows } from './platform';
import type { Ledger } from './table';
import { credentialTests } from './credentials';
import { failingWorkflows } from './errorAlerts';
import { exampleRuns, examples } from './exampleRuns';
import { startFileServers } from './fileServers';
import { features, featureWorkflows, secrecy } from './features';
import { servers, serverWorkflows } from './servers';
import { asTool, modelCredentials, startScriptedModel, toolWorkflow } from './tool';
import { callbacks, callbackWorkflows } from './callbacks';
import { credentialsFor, soapCredential } from './workflows';

/** Executions under way at the same time; more would only wait for n8n's one process. */
const AT_ONCE = 4;

/**
 * `whole`: everything there is. `compatible`: without the examples, which use what only newer versions of n8n's own
 * nodes have, and without the long runs of callbacks, which are about our own code.
 */
type Extent = 'whole' | 'compatible';

/** One n8n process with its own database: every operation, the trigger, credentials and n8n's own features. */
export async function mainMode(
	ledger: Ledger,
	installed: InstalledN8n,
	packed: PackedPackage,
	how: Extent,
): Promise<void> {
	const gateway = await startGateway({ pace: { toGateway: 50, toHandset: 50 } });
	const clock = new ManualClock();
	const slow = { clock, gateway: await startGateway({ clock }) };
	const model = await startScriptedModel();
	const folder = path.join(stateRoot, 'suite', `main-${installed.version}`);
	const files = await startFileServers(mkdtempSync(path.join(tmpdir(), 'clickatell-uploads-')));
	let instance: Instance | undefined;
	try {
		mountPictureReader(gateway);
		seedForOperations(gateway);
		const operations = operationCases(gateway);
		instance = await bringUp({
			installed,
			packed,
			folder,
			credentials: [
				...credentialsFor(gateway.url, { url: gateway.connect.url, token: DEMO_TOKEN }),
				soapCredential('slow', slow.gateway.url),
				mediaCredential(gateway.platform.url),
				...modelCredentials(model.url),
				...files.credentials,
			],
			workflows: [
				...operations.map(({ workflow }) => workflow),
				...callbackWorkflows(),
				...featureWorkflows,
				...serverWorkflows,
				...platformWorkflows(gateway),
				toolWorkflow,
				...agentToolWorkflows,
				...(how === 'whole' ? [...examples().map(({ workflow }) => workflow), ...failingWorkflows] : []),
			],
		});
		const { client } = instance;
		await everyOperation(ledger, instance, gateway, operations);
		await credentialTests(ledger, client, gateway);
		await features(ledger, client, gateway);
		await servers(ledger, client, gateway);
		await platform(ledger, client, gateway);
		await asTool(ledger, client, gateway, model);
		await agentTools(ledger, client, gateway);
		await callbacks(ledger, client, gateway, how === 'whole' ? slow : undefined);
		if (how === 'whole')
			await exampleRuns(ledger, { client, gateway, model, n8nUrl: instance.n8n.url, files });
		await secrecy(ledger, folder, instance.n8n.log);
	} finally {
		await instance?.n8n.stop();
		await Promise.all([gateway.close(), slow.gateway.close(), model.close(), files.close()]);
	}
}

async function everyOperation(
	ledger: Ledger,
	{ client }: Instance,
	gateway: Gateway,
	operations: ReturnType<typeof operationCases>,
): Promise<void> {
	await inParallel(operations, AT_ONCE, async (each) => {
		await ledger.check(each.workflow.name, async () =>
			judgeOperation(each, await runWell(client, each.workflow.id), gateway),
		);
	});
}
