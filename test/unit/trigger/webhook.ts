import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { WebhookContext } from 'n8n-core';
import {
	type IBinaryKeyData,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { ClickatellPlatformApi } from '../../../credentials/ClickatellPlatformApi.credentials';
import { ClickatellTrigger } from '../../../nodes/Clickatell/ClickatellTrigger.node';

export interface Call {
	method?: string;
	/** Path and query string. */
	target?: string;
	headers?: Record<string, string>;
	body?: Buffer;
	/** The body as it comes, instead of `body`: in pieces, or never. */
	stream?: Readable;
	ip?: string;
	/** Values of the path's variables. */
	params?: Record<string, string>;
	/** What n8n does with an event before it answers; rejects if it cannot store the execution. */
	storing?: Promise<void>;
	/** Hangs up before n8n has stored the execution. */
	hangsUp?: boolean;
}

/** What the caller sees, and what n8n gets to start a workflow with. */
export interface Result {
	status: number | undefined;
	headers: Record<string, string>;
	body: string;
	items: IDataObject[];
	/** Binary data of each item, where there is any. */
	binaries: (IBinaryKeyData | undefined)[];
	/** Text of every log line, with its level and what is logged beside it. */
	log: string[];
}

export interface TriggerOptions {
	parameters?: INodeParameters;
	/** Fields of the callback credential; without it, the node has none. */
	credential?: IDataObject;
	/** Fields of a credential of the Platform; without it, the node has none. */
	platform?: ICredentialDataDecryptedObject;
	mode?: 'webhook' | 'manual';
	/** Tells nodes apart: each has its own memory of repeated callbacks. */
	nodeId?: string;
	/** Throws where n8n would: while the credential is read. */
	credentialFault?: Error;
	/** Told each time the credential is read. */
	onCredentialRead?: () => void;
	/** Another trigger than the one of the sources. */
	type?: INodeType;
	/** The address that n8n takes for its own. */
	baseUrl?: string;
}

type AuthenticateFunction = (
	data: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
) => Promise<IHttpRequestOptions>;

/** A response that records what it is told, and when it has ended. */
function responseInto(result: Result) {
	let hasEnded = () => {};
	const ended = new Promise<void>((resolve) => (hasEnded = resolve));
	const response = Object.assign(new EventEmitter(), {
		statusCode: 200,
		closed: false,
		setHeader: (name: string, value: string) => (result.headers[name.toLowerCase()] = value),
		status: (code: number) => ((response.statusCode = code), response),
		type: (value: string) => ((result.headers['content-type'] = value), response),
		end: (body: string) => {
			// What is said to a caller that has hung up goes nowhere.
			if (!response.closed) {
				result.status = response.statusCode;
				result.body = body;
				response.closed = true;
				response.emit('close');
			}
			hasEnded();
		},
	});
	return { response, ended };
}

/** A request whose body nobody has read, as n8n leaves it for such a node. */
function requestOf(call: Call) {
	const { body = Buffer.alloc(0), headers, stream, method = 'GET', target = '/webhook/w/callback' } = call;
	const announced = body.length > 0 ? { 'content-length': String(body.length) } : {};
	const request: Readable & { rawBody: Buffer | undefined; headers: Record<string, string> } = Object.assign(
		stream ?? Readable.from(body.length > 0 ? [body] : []),
		{
			method,
			originalUrl: target,
			headers: { ...headers, ...(stream ? { 'transfer-encoding': 'chunked' } : announced) },
			params: call.params ?? {},
			query: {},
			ip: call.ip ?? '127.0.0.1',
			rawBody: undefined as Buffer | undefined,
			/** What n8n's server offers; earlier versions of the trigger ask for it. */
			readRawBody: async () => {
				const chunks: Buffer[] = [];
				for await (const chunk of request) chunks.push(chunk as Buffer);
				request.rawBody = Buffer.concat(chunks);
			},
		},
	);
	return request;
}

/** What n8n does: it stores the execution, and answers then, whether or not anybody still listens. */
async function answerAsN8n(
	{ storing }: Call,
	result: Result,
	{ headers }: ReturnType<typeof requestOf>,
	response: ReturnType<typeof responseInto>['response'],
	responseData: unknown,
): Promise<void> {
	const stored = await (storing ?? Promise.resolve()).then(
		() => true,
		() => false,
	);
	if (!stored) result.items = [];
	const isFresh = 'if-none-match' in headers || 'if-modified-since' in headers;
	response.status(!stored ? 500 : isFresh ? 304 : 200);
	response.end(stored ? String(responseData) : 'Error in workflow');
}

let nodes = 0;

/**
 * The trigger on n8n's own webhook context. What n8n's server adds around it is stood in for: a response that records
 * what it is told, and a request whose body nobody has read, as n8n leaves it for such a node.
 */
export function createTrigger(options: TriggerOptions = {}) {
	const nodeType: INodeType = options.type ?? new ClickatellTrigger();
	const isGuarded = (options.credential ?? options.credentialFault) !== undefined;
	const nodeId = options.nodeId ?? `node-${++nodes}`;
	const node: INode = {
		id: nodeId,
		name: 'Clickatell Trigger',
		type: 'n8n-nodes-clickatell.clickatellTrigger',
		typeVersion: 1,
		position: [0, 0],
		webhookId: 'w',
		parameters: { ...(isGuarded && { authentication: 'credential' }), ...options.parameters },
		credentials: {
			...(isGuarded && { clickatellCallbackApi: { id: '1', name: 'Callback' } }),
			...(options.platform && { clickatellPlatformApi: { id: '2', name: 'Platform' } }),
		},
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ id: 'wf', nodes: [node], connections: {}, active: true, nodeTypes });
	const credentialsHelper = {
		isCredentialUsableByNode: () => true,
		getParentTypes: () => [],
		// As n8n does: what is empty in the credential is asked for before each request.
		preAuthentication: (_: unknown, data: ICredentialDataDecryptedObject) =>
			data.probe ? Promise.resolve() : Promise.reject(new Error('A download is no test of the credential')),
		authenticate: async (data: ICredentialDataDecryptedObject, _: string, request: IHttpRequestOptions) =>
			await (new ClickatellPlatformApi().authenticate as AuthenticateFunction)(data, request),
		getDecrypted: (_data: unknown, _credentials: unknown, type: string) => {
			if (type === 'clickatellPlatformApi') return Promise.resolve({ ...options.platform });
			options.onCredentialRead?.();
			return options.credentialFault
				? Promise.reject(options.credentialFault)
				: Promise.resolve({ ...options.credential });
		},
	};

	return async function receive(call: Call = {}): Promise<Result> {
		const result: Result = { status: undefined, headers: {}, body: '', items: [], binaries: [], log: [] };
		const { response, ended } = responseInto(result);
		const request = requestOf(call);
		const additionalData = {
			httpRequest: request,
			httpResponse: response,
			credentialsHelper,
			webhookBaseUrl: options.baseUrl ?? 'https://n8n.example/webhook',
		} as unknown as IWorkflowExecuteAdditionalData;
		const description = nodeType.description.webhooks?.[0];
		if (!description || !nodeType.webhook) throw new Error('The trigger has no webhook');
		const context = new WebhookContext(
			workflow,
			workflow.getNode(node.name) ?? node,
			additionalData,
			options.mode === 'manual' ? 'manual' : 'webhook',
			{ webhookDescription: description } as never,
			[],
			null,
		);
		// n8n's logger prints; here it is only listened to.
		const level =
			(name: string) =>
			(message: string, meta: object = {}) =>
				result.log.push(`${name} ${message} ${JSON.stringify(meta)}`);
		Object.defineProperty(context, 'logger', {
			value: { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') },
		});
		const { workflowData, noWebhookResponse } = await nodeType.webhook.call(
			context as unknown as IWebhookFunctions,
		);
		result.items = (workflowData?.[0] ?? []).map((item) => item.json);
		result.binaries = (workflowData?.[0] ?? []).map((item) => item.binary);
		if (noWebhookResponse !== true && result.items.length === 0) throw new Error('nobody would answer');
		if (call.hangsUp) {
			response.closed = true;
			response.emit('close');
		}
		if (noWebhookResponse !== true)
			await answerAsN8n(call, result, request, response, description.responseData);
		if (!call.hangsUp) await ended;
		return result;
	};
}
