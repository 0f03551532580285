import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { operationNamed } from '../../catalogue';
import type { QuestionOperation } from '../../catalogue/types';
import { unrepeatable } from '../../engine/run';
import type { Opened } from '../prepare';
import { openSender, type Sender } from '../sender';
import { ask, type Asker } from './ask';

/** Asks by whichever operation carries the question. */
export async function runQuestion(
	functions: IExecuteFunctions,
	operation: QuestionOperation,
): Promise<INodeExecutionData[]> {
	const carrier = operationNamed(operation.through);
	return await ask(functions, operation, carrier, async () => askerOf(await openSender(functions, carrier)));
}

function askerOf(opened: Opened<Sender>): Asker {
	if ('error' in opened) throw opened.error;
	const { account } = opened;
	const { ports, context, baseUrl } = account;
	return {
		context,
		baseUrl,
		time: () => ports.time(),
		// A retry asks again, by links of its own: those of the execution before lead nowhere.
		send: async (checked) =>
			await account.send(
				checked,
				unrepeatable(() => ports.newId()),
			),
	};
}
