import { WebhookContext } from 'n8n-core';
import {
	createRunExecutionData,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeTypes,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { findOperation } from '../../../nodes/Clickatell/catalogue';
import { checkItem } from '../../../nodes/Clickatell/message/check';
import { questionOf, type Question } from '../../../nodes/Clickatell/n8n/question/readQuestion';
import { Clickatell } from '../../../nodes/Clickatell/Clickatell.node';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** How somebody opens a link, or sends its page. */
export interface Visit {
	method?: string;
	query?: Record<string, unknown>;
	body?: unknown;
	/** Of the waiting node. */
	parameters?: INodeParameters;
	/** The input item of the waiting node. */
	json?: IDataObject;
	/** Which run of the node before has put the item out. */
	run?: number;
	/** The question as the node has kept it; as it keeps one with these parameters unless it is given. */
	kept?: unknown;
	executionId?: string;
	/** The status of the answer that n8n gives when it has been told to go on. */
	n8nAnswers?: number;
}

export interface Visited {
	status: number | undefined;
	headers: Record<string, string>;
	/** Of the node itself, or what n8n is told to answer. */
	page: string;
	/** What the workflow goes on with; undefined where it does not. */
	json: IDataObject | undefined;
	log: string[];
}

const nodeType = new Clickatell();

/** What the node keeps when it asks; undefined where it would refuse to. */
function questionFrom(workflow: Workflow, node: INode, json: IDataObject): Question | undefined {
	const resolved = workflow.expression.getParameterValue(
		node.parameters,
		null,
		0,
		0,
		node.name,
		[{ json }],
		'internal',
		{},
	) as IDataObject;
	const raw = { ...resolved, ...(resolved['options'] as IDataObject | undefined) };
	const result = checkItem(defined(findOperation('message', 'sendAndWait')), raw, {});
	return result.ok ? questionOf(result.checked.values) : undefined;
}

/** Calls the node's webhook in n8n's own context, as n8n does while the node waits. */
export async function visit({
	method = 'GET',
	query = {},
	body,
	parameters = {},
	json = {},
	run = 0,
	kept: given,
	executionId = '17',
	n8nAnswers = 200,
}: Visit): Promise<Visited> {
	const node: INode = {
		id: 'node-of-the-question',
		name: 'Ask',
		type: 'test.clickatell',
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			authentication: 'smsGateway',
			resource: 'message',
			operation: 'sendAndWait',
			to: '27999100001',
			message: 'Is it so?',
			...parameters,
		},
	};
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	} as unknown as INodeTypes;
	const workflow = new Workflow({
		id: 'w',
		nodes: [node],
		connections: {},
		nodeTypes,
		active: false,
		settings: {},
	});
	const kept = given ?? questionFrom(workflow, node, json);
	const told: Visited = { status: undefined, headers: {}, page: '', json: undefined, log: [] };
	const response = {
		statusCode: n8nAnswers,
		closed: false,
		once: () => response,
		setHeader: (name: string, value: string) => void (told.headers[name.toLowerCase()] = value),
		status: (code: number) => {
			told.status = code;
			return response;
		},
		type: () => response,
		end: (content?: unknown) => void (told.page += typeof content === 'string' ? content : ''),
	};
	const additionalData = {
		executionId,
		httpRequest: { method, query, body, headers: {}, params: {} },
		httpResponse: response,
		webhookWaitingBaseUrl: 'https://n8n.example.com/webhook-waiting',
		formWaitingBaseUrl: 'https://n8n.example.com/form-waiting',
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const execution = createRunExecutionData({
		executionData: {
			contextData: kept === undefined ? {} : { 'node:Ask': { question: JSON.stringify(kept) } },
			nodeExecutionStack: [
				{
					node,
					data: { main: [[{ json }]] },
					source: { main: [{ previousNode: 'Before', previousNodeRun: run }] },
				},
			],
		},
	});
	await workflow.expression.acquireIsolate?.();
	try {
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			'webhook',
			{} as never,
			[],
			execution,
		) as unknown as IWebhookFunctions;
		Object.defineProperty(context, 'logger', {
			value: { error: (message: string) => void told.log.push(message) },
		});
		const result = await nodeType.webhook.call(context);
		if (result.noWebhookResponse !== true) {
			told.status = n8nAnswers;
			told.page = String(result.webhookResponse);
			told.json = result.workflowData?.[0]?.[0]?.json;
			response.end();
		}
		return told;
	} finally {
		await workflow.expression.releaseIsolate?.();
	}
}
