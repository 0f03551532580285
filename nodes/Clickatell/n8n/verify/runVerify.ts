import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { operationNamed } from '../../catalogue';
import type { VerifyOperation } from '../../catalogue/types';
import type { CheckedItems } from '../../engine/checkedItems';
import type { SendResults } from '../../engine/sends';
import { sendInRun } from '../runs/nodeRun';
import type { Opened } from '../prepare';
import { openSender, type Sender } from '../sender';
import { checkCodes } from './checkCodes';
import { sendCodes } from './sendCodes';

/** The account whose codes these are, as far as they need it. */
export interface CodeAccount extends Pick<Sender, 'ports' | 'context' | 'secret'> {
	send(checked: CheckedItems): Promise<SendResults>;
}

/** Sends or checks codes by the account of whichever operation carries them. */
export async function runVerify(
	functions: IExecuteFunctions,
	operation: VerifyOperation,
): Promise<INodeExecutionData[]> {
	const carrier = operationNamed(operation.through);
	const open = async () => accountOf(functions, await openSender(functions, carrier));
	return operation.work === 'send'
		? await sendCodes(functions, operation, carrier, open)
		: await checkCodes(functions, operation, open);
}

function accountOf(functions: IExecuteFunctions, opened: Opened<Sender>): Opened<CodeAccount> {
	if ('error' in opened) return opened;
	const { account } = opened;
	const { ports, context, secret } = account;
	const send = async (checked: CheckedItems) =>
		await sendInRun(functions, ports, async (run) => await account.send(checked, run));
	return { account: { ports, context, secret, send } };
}
