import { Workflow } from 'n8n-workflow';
import { Clickatell } from '../../../nodes/Clickatell/Clickatell.node';

const { description } = new Clickatell();

/** What n8n's own engine makes of an expression of the panel, as the editor does with every change. */
export function evaluate(expression: string, parameters: Record<string, unknown>): unknown {
	const node = {
		id: '1',
		name: 'Clickatell',
		type: 'clickatell',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {
			authentication: 'smsGateway',
			resource: 'message',
			operation: 'send',
			...parameters,
		} as never,
	};
	const type = { description };
	const nodeTypes = { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) };
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypes,
	});
	return workflow.expression.getParameterValue(expression, null, 0, 0, node.name, [], 'internal', {});
}
