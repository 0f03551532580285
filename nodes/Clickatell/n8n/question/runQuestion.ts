import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { operationNamed } from '../../catalogue';
import type { Operation, QuestionOperation } from '../../catalogue/types';
import type { Api } from '../../engine/api';
import { sendAll } from '../../engine/sends';
import { openGateway, openPlatform, type Caller } from '../callers';
import type { Opened } from '../prepare';
import { ask, type Asker } from './ask';

/** Asks by whichever operation carries the question. */
export async function runQuestion(
	functions: IExecuteFunctions,
	operation: QuestionOperation,
): Promise<INodeExecutionData[]> {
	const carrier = operationNamed(operation.through);
	switch (carrier?.api) {
		case 'gateway':
			return await ask(functions, operation, carrier, async () =>
				askerOf(carrier, await openGateway(functions)),
			);
		case 'platform':
			return await ask(functions, operation, carrier, async () =>
				askerOf(carrier, await openPlatform(functions)),
			);
		default:
			throw new Error(`A question cannot go by '${operation.through}'`);
	}
}

function askerOf<O extends Operation, Client extends Api<O>>(
	carrier: O,
	opened: Opened<Caller<Client>>,
): Asker {
	if ('error' in opened) throw opened.error;
	const { ports, client, context, baseUrl } = opened.account;
	return {
		context,
		baseUrl,
		time: () => ports.time(),
		send: async (checked) => await sendAll(ports, client, carrier, checked),
	};
}
