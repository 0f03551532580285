import 'reflect-metadata';
import path from 'node:path';
import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import {
	Credentials,
	ExecutionLifecycleHooks,
	InstanceSettings,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	isExpression,
	LoggerProxy,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeProperties,
	type INodeCredentialsDetails,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { defined } from '../../nodes/Clickatell/formats/defined';

/** The package as built, in its own folder: what a user installs, not the sources. */
export const PACKAGE = path.resolve(__dirname, '../..');

export interface LogLine {
	readonly level: 'debug' | 'error' | 'info' | 'warn';
	readonly message: string;
	readonly metadata: unknown;
}

/** Everything that n8n and the node have written to n8n's log, in place of the console. */
export const log: LogLine[] = [];

class RecordingLogger {
	debug = this.writer('debug');
	error = this.writer('error');
	info = this.writer('info');
	warn = this.writer('warn');

	scoped(): this {
		return this;
	}

	private writer(level: LogLine['level']) {
		return (message: string, metadata?: unknown): void => void log.push({ level, message, metadata });
	}
}

const logger = new RecordingLogger();
Container.set(Logger, logger as unknown as Logger);
LoggerProxy.init(logger);

export type Vault = Record<string, ICredentialDataDecryptedObject>;

/**
 * n8n keeps credentials in its database, which is not part of n8n-core. This keeps them in memory and follows the
 * rules of n8n's own helper: a session is opened when there is none, and stored with all that the login was made with.
 */
export class VaultCredentialsHelper extends ICredentialsHelper {
	/** How often n8n would have logged in. */
	logins = 0;

	constructor(
		private readonly types: Record<string, { type: ICredentialType }>,
		readonly vault: Vault,
	) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(type: string) {
		return defined(this.types[type]).type.properties;
	}

	async getDecrypted(
		_data: unknown,
		details: INodeCredentialsDetails,
	): Promise<ICredentialDataDecryptedObject> {
		return { ...this.vault[defined(details.id)] };
	}

	async getCredentials(): Promise<Credentials> {
		return new Credentials({ id: null, name: '' }, '', '');
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	) {
		this.vault[defined(details.id)] = data;
	}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { type: credentialType } = defined(this.types[type]);
		const property = credentialType.properties.find(
			(each) => each.type === 'hidden' && each.typeOptions?.expirable === true,
		);
		if (!property || typeof credentialType.preAuthentication !== 'function') return undefined;
		if (credentials[property.name] !== '' && credentials[property.name] !== undefined && !expired)
			return undefined;
		this.logins++;
		const output = (await credentialType.preAuthentication.call(
			helpers,
			credentials,
		)) as ICredentialDataDecryptedObject;
		if (output[property.name] === undefined) return undefined;
		const details = node.credentials?.[type];
		if (details?.id) this.vault[details.id] = { ...credentials, ...output };
		return Object.assign(credentials, output);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		options: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = defined(this.types[type]).type;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		for (const [place, values] of Object.entries(authenticate?.properties ?? {})) {
			const target = ((options as unknown as IDataObject)[place] ??= {}) as IDataObject;
			for (const [key, value] of Object.entries(values as IDataObject)) {
				target[key] = isExpression(value)
					? workflow.expression.getSimpleParameterValue(node, value, 'internal', {
							$credentials: credentials,
						})
					: value;
			}
		}
		return options;
	}
}

export interface NodeRun {
	/** `clickatell` unless another node of the package is meant, or one of its variants for agents, `clickatellTool` and `clickatellHitlTool`. */
	readonly node?: string;
	readonly parameters: IDataObject;
	readonly items?: INodeExecutionData[];
	/** By credential type; the id under which the vault keeps it is the type's name. */
	readonly credentials?: Vault;
	/** Settings of the node, for instance `onError` or `retryOnFail`. */
	readonly settings?: Partial<INode>;
	readonly mode?: WorkflowExecuteMode;
	/** Called when the run has started, with the way to cancel it. */
	readonly started?: (cancel: () => void) => void;
}

export interface NodeResult {
	readonly run: IRun;
	/** What the node put out, by output; empty when it failed. */
	readonly outputs: INodeExecutionData[][];
	readonly error: (Error & { description?: string | null; context?: IDataObject }) | undefined;
	/** What the node tells above its output. */
	readonly hints: string[];
	readonly helper: VaultCredentialsHelper;
}

let loading: Promise<PackageDirectoryLoader> | undefined;

async function loadPackage(): Promise<PackageDirectoryLoader> {
	// n8n makes its settings folder when these are first asked for; a package is loaded after that.
	Container.get(InstanceSettings);
	const loader = new PackageDirectoryLoader(PACKAGE);
	await loader.loadAll();
	return loader;
}

/** The loaded package, as n8n's own loader reads it from `dist`. */
export async function loadedPackage(): Promise<PackageDirectoryLoader> {
	return await (loading ??= loadPackage());
}

/** n8n fixes resource and operation of a human review, and shows them in no case. */
const FIXED: Readonly<Record<string, string>> = { resource: 'message', operation: 'sendAndWait' };
const reviewed = (properties: INodeProperties[]): INodeProperties[] =>
	properties.map((property) => {
		const { name, displayName } = property;
		const fixed = FIXED[name];
		return fixed === undefined ? property : { name, displayName, type: 'hidden', default: fixed };
	});

/** A node, or what n8n makes of it for its agents: the same under another name. */
function typeIn(loader: PackageDirectoryLoader, name: string): INodeType | IVersionedNodeType {
	const { type } = loader.getNode(name.replace(/(Hitl)?Tool$/, ''));
	if (!name.endsWith('Tool')) return type;
	const tool = Object.create(type) as INodeType;
	const { description } = type as INodeType;
	const properties = name.endsWith('HitlTool') ? reviewed(description.properties) : description.properties;
	tool.description = { ...description, name, properties };
	return tool;
}

const START: INode = {
	id: 'start',
	name: 'Start',
	type: 'test.start',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const startType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: { getInputData(): INodeExecutionData[] }) {
		return [this.getInputData()];
	},
} as unknown as INodeType;

/** A workflow that goes from its start to this node. */
export function workflowOf(node: INode, resolve: (type: string) => INodeType | IVersionedNodeType): Workflow {
	const find = (type: string) => (type === START.type ? startType : resolve(type));
	const nodeTypes: INodeTypes = {
		getByName: find,
		getByNameAndVersion: (type, version) => NodeHelpers.getVersionedNodeType(find(type), version),
		getKnownTypes: () => ({}),
	};
	return new Workflow({
		id: 'workflow',
		nodes: [START, node],
		connections: { [START.name]: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		nodeTypes,
		settings: {},
		active: false,
	});
}

/** An execution that begins at the start with these items, not yet begun. */
export function executionOf(
	helper: ICredentialsHelper,
	mode: WorkflowExecuteMode,
	items: INodeExecutionData[],
): WorkflowExecute {
	const additionalData = {
		executionId: '1',
		hooks: new ExecutionLifecycleHooks(mode, '1', {
			id: 'workflow',
			name: 'workflow',
			nodes: [],
			connections: {},
		} as never),
		restApiUrl: 'http://localhost/rest',
		instanceBaseUrl: 'http://localhost/',
		webhookBaseUrl: 'http://localhost/webhook',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		webhookTestBaseUrl: 'http://localhost/webhook-test',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		variables: {},
		credentialsHelper: helper,
		setExecutionStatus() {},
		sendDataToUI() {},
		logAiEvent() {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const start: IExecuteData = { node: START, data: { main: [items] }, source: null };
	return new WorkflowExecute(
		additionalData,
		mode,
		createRunExecutionData({ executionData: { nodeExecutionStack: [start] } }),
	);
}

/** A node behind this one may change the JSON of an item, and must not change another item's with it. */
function haveJsonOfTheirOwn(items: readonly INodeExecutionData[]): void {
	if (new Set(items.map(({ json }) => json)).size < items.length)
		throw new Error('Two items that the node put out share their JSON');
}

/** Runs one node of the built package on n8n's own engine. */
export async function runNode(input: NodeRun): Promise<NodeResult> {
	const loader = await loadedPackage();
	const credentials = input.credentials ?? {};
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: `${loader.packageName}.${input.node ?? 'clickatell'}`,
		typeVersion: 1,
		position: [200, 0],
		parameters: input.parameters as INode['parameters'],
		credentials: Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: type, name: type }])),
		...input.settings,
	};
	const workflow = workflowOf(node, (type) => typeIn(loader, defined(type.split('.').pop())));
	const helper = new VaultCredentialsHelper(loader.credentialTypes, credentials);
	const execution = executionOf(helper, input.mode ?? 'manual', input.items ?? [{ json: {} }]);
	await workflow.expression.acquireIsolate?.();
	const running = execution.processRunExecutionData(workflow);
	input.started?.(() => running.cancel());
	try {
		const run = await running;
		const taskData = run.data.resultData.runData['Node']?.at(-1);
		const outputs = (taskData?.data?.['main'] ?? []).map((output) => output ?? []);
		haveJsonOfTheirOwn(outputs.flat());
		return {
			run,
			outputs,
			error: run.data.resultData.error as NodeResult['error'],
			hints: (taskData?.hints ?? []).map(({ message }) => message),
			helper,
		};
	} finally {
		await workflow.expression.releaseIsolate?.();
	}
}
