import { randomUUID } from 'node:crypto';
import { accountOf, OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import type { Setting, Stored } from './setting';
import { defined } from '../../../nodes/Clickatell/formats/defined';

type Node = ImportedWorkflow['nodes'][number];

export const START = 'When clicking Execute workflow';

export function startNode(): Node {
	return {
		id: randomUUID(),
		name: START,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

/** A Clickatell node with the credential that its resource needs. */
export function clickatellNode(
	name: string,
	parameters: { resource: string; operation: string; [name: string]: unknown },
	credentials: Setting['credentials'],
	position: [number, number] = [240, 0],
): Node {
	const account = accountOf(parameters.resource)?.value;
	return {
		id: randomUUID(),
		name,
		type: `${PACKAGE_NAME}.clickatell`,
		typeVersion: 1,
		position,
		parameters: { authentication: account, ...parameters },
		credentials:
			account === 'connect'
				? { clickatellConnectApi: credentials.connect }
				: { clickatellSoapApi: credentials.soap },
	};
}

export function triggerNode(name: string, credential: Stored, position: [number, number] = [0, 0]): Node {
	return {
		id: randomUUID(),
		name,
		type: `${PACKAGE_NAME}.clickatellTrigger`,
		typeVersion: 1,
		position,
		webhookId: randomUUID(),
		parameters: { authentication: 'credential' },
		credentials: { clickatellCallbackApi: credential },
	};
}

/** A node of ours below an AI agent, as the variant that n8n makes of it for agents. */
export function agentWith(
	name: string,
	node: Node,
	variant: 'Tool' | 'HitlTool',
	typeVersion: 2 | 3,
): Pick<ImportedWorkflow, 'name' | 'nodes' | 'connections'> {
	const agent: Node = {
		id: randomUUID(),
		name: 'AI Agent',
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion,
		position: [240, 0],
		parameters: {},
	};
	const tool: Node = { ...node, type: node.type + variant, position: [240, 220] };
	return {
		name,
		nodes: [startNode(), agent, tool],
		connections: { [tool.name]: { ai_tool: [[{ node: agent.name, type: 'ai_tool', index: 0 }]] } },
	};
}

/** Each node's output goes to the next one's input. */
export function chain(name: string, nodes: Node[]): Pick<ImportedWorkflow, 'name' | 'nodes' | 'connections'> {
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map((node, index) => [
				defined(nodes[index]).name,
				{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
			]),
	);
	return { name, nodes, connections };
}

/** One node for each operation of the catalogue, in a square, none of them connected. */
export function everyOperation(
	credentials: Setting['credentials'],
): Pick<ImportedWorkflow, 'name' | 'nodes' | 'connections'> {
	const nodes = OPERATIONS.map(({ resource, operation, sample }, index) =>
		clickatellNode(`${resource}.${operation}`, { resource, operation, ...sample.parameters }, credentials, [
			(index % 6) * 260,
			Math.floor(index / 6) * 180,
		]),
	);
	return { name: 'Every operation', nodes, connections: {} };
}
