import { mediaCredential } from './platformCallbacks';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Gateway, ManualClock, startGateway } from '../../gateway';
import { DEMO_TOKEN } from '../../gateway/connect';
import type { InstalledN8n } from '../../../tools/n8n/install';
import type { PackedPackage } from '../../../tools/n8n/package';
import { stateRoot } from '../../../tools/n8n/paths';
import { olderAnswers } from './olderAnswers';
import { agentTools, agentToolWorkflows } from './agentTools';
import { codes, codeWorkflows, verifyExample } from './codes';
import { bringUp, inParallel, type Instance, runWell, type Setting, start } from './instance';
import { judgeOperation, operationCases, seedForOperations } from './operations';
import { mountPictureReader } from './pictures';
import { platform, platformWorkflows } from './platform';
import {
	answeredAfterRestart,
	askedBeforeRestart,
	questionCredentials,
	questions,
	questionWorkflows,
} from './questions';
import { questionRounds, roundsWorkflows } from './questionRounds';
import type { Ledger } from './table';
import { credentialTests } from './credentials';
import { failingWorkflows } from './errorAlerts';
import { placeholders, placeholderWorkflows } from './placeholders';
import { exampleRuns, examples } from './exampleRuns';
import { startFileServers } from './fileServers';
import { humanReview, reviewWorkflows } from './humanReview';
import { features, featureWorkflows, secrecy } from './features';
import { servers, serverWorkflows } from './servers';
import { asTool, modelCredentials, startScriptedModel, toolWorkflow } from './tool';
import { callbacks, callbackWorkflows, manyCalls, manyCallsWorkflows } from './callbacks';
import { credentialsFor, soapCredential } from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Executions under way at the same time; more would only wait for n8n's one process. */
const AT_ONCE = 4;

/**
 * `whole`: everything there is. `compatible`: without most examples, which use what only newer versions of n8n's own
 * nodes have, and without the long runs of callbacks, which are about our own code.
 */
type Extent = 'whole' | 'compatible';

/**
 * Two n8n processes side by side, each with its own database: one for every operation, the trigger, credentials and
 * n8n's own features, another for thousands of calls of the trigger.
 */
export async function mainMode(
	ledger: Ledger,
	installed: InstalledN8n,
	packed: PackedPackage,
	how: Extent,
): Promise<void> {
	const results = await Promise.allSettled([
		everyFeature(ledger, installed, packed, how),
		...(how === 'whole' ? [underManyCalls(ledger.in(`main, ${ENGINE}`), installed, packed)] : []),
	]);
	const failed = results.find((result) => result.status === 'rejected');
	if (failed !== undefined) throw failed.reason;
}

/** With it n8n takes a fifth of the time for a call; what the trigger makes of the call is the same. */
const ENGINE = 'legacy expressions';

/** What is known by thousands of calls, with the other of n8n's two engines for expressions. */
async function underManyCalls(ledger: Ledger, installed: InstalledN8n, packed: PackedPackage): Promise<void> {
	const clock = new ManualClock();
	const gateway = await startGateway({ clock });
	const folder = path.join(stateRoot, 'suite', `calls-${installed.version}`);
	let instance: Instance | undefined;
	try {
		instance = await bringUp({
			installed,
			packed,
			folder,
			credentials: [
				...credentialsFor(gateway.url, { url: gateway.connect.url, token: DEMO_TOKEN }),
				soapCredential('slow', gateway.url),
			],
			workflows: manyCallsWorkflows,
			env: { N8N_EXPRESSION_ENGINE: 'legacy' },
		});
		await manyCalls(ledger, instance.client, { gateway, clock });
		await secrecy(ledger, folder, instance.n8n.log);
	} finally {
		await instance?.n8n.stop();
		await gateway.close();
	}
}

async function everyFeature(
	ledger: Ledger,
	installed: InstalledN8n,
	packed: PackedPackage,
	how: Extent,
): Promise<void> {
	const gateway = await startGateway({ pace: { toGateway: 50, toHandset: 50 } });
	const model = await startScriptedModel();
	const folder = path.join(stateRoot, 'suite', `main-${installed.version}`);
	const files = await startFileServers(mkdtempSync(path.join(tmpdir(), 'clickatell-uploads-')));
	let instance: Instance | undefined;
	try {
		mountPictureReader(gateway);
		seedForOperations(gateway);
		const operations = operationCases(gateway);
		const setting: Setting = {
			installed,
			packed,
			folder,
			credentials: [
				...credentialsFor(gateway.url, { url: gateway.connect.url, token: DEMO_TOKEN }),
				mediaCredential(gateway.platform.url),
				...modelCredentials(model.url),
				...files.credentials,
				...questionCredentials,
			],
			workflows: [
				...operations.map(({ workflow }) => workflow),
				...callbackWorkflows(),
				...featureWorkflows,
				...serverWorkflows,
				...platformWorkflows(gateway),
				toolWorkflow,
				...agentToolWorkflows,
				...questionWorkflows,
				...roundsWorkflows,
				...codeWorkflows,
				...placeholderWorkflows,
				...(how === 'whole'
					? [...reviewWorkflows, ...examples().map(({ workflow }) => workflow), ...failingWorkflows]
					: [verifyExample]),
			],
		};
		instance = await bringUp(setting);
		const { client } = instance;
		await everyOperation(ledger, instance, gateway, operations);
		await credentialTests(ledger, client, gateway);
		await features(ledger, client, gateway);
		await servers(ledger, client, gateway);
		await platform(ledger, client, gateway);
		await asTool(ledger, client, gateway, model);
		await questions(ledger, { client, gateway });
		await questionRounds(ledger, { client, gateway });
		await codes(ledger, { client, gateway, n8nUrl: instance.n8n.url }, how === 'compatible');
		await placeholders(ledger, { client, gateway });
		if (how === 'whole') await humanReview(ledger, { client, gateway }, model);
		await agentTools(ledger, client, gateway);
		await callbacks(ledger, client, gateway, how === 'whole');
		const around = { client, gateway, model, n8nUrl: instance.n8n.url, files };
		if (how === 'whole') await exampleRuns(ledger, around);
		await secrecy(ledger, folder, instance.n8n.log);
		if (how === 'compatible') await olderAnswers(ledger, around, { ...setting, folder: `${folder}-answers` });
		// Last, since n8n begins a new log.
		await ledger.check('a question is answered after a restart of n8n', async () => {
			const asked = await askedBeforeRestart({ client, gateway });
			await defined(instance).n8n.stop();
			instance = await start(setting, defined(instance).n8n.port);
			await answeredAfterRestart({ client: instance.client, gateway }, instance.n8n.url, asked);
		});
	} finally {
		await instance?.n8n.stop();
		await Promise.all([gateway.close(), model.close(), files.close()]);
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
