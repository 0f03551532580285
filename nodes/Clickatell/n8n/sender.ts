import type { IExecuteFunctions } from 'n8n-workflow';
import { nameOf } from '../catalogue';
import type { Operation } from '../catalogue/types';
import type { Api } from '../engine/api';
import type { CheckedItems } from '../engine/checkedItems';
import type { Run } from '../engine/run';
import { sendAll, type SendResults } from '../engine/sends';
import { openGateway, openPlatform, type Caller } from './callers';
import type { Opened } from './prepare';

/** An account that sends by one operation, whichever API carries it. */
export interface Sender extends Omit<Caller<unknown>, 'client'> {
	send(checked: CheckedItems, run: Run): Promise<SendResults>;
}

/** Opens the account of an operation that sends. */
export async function openSender(functions: IExecuteFunctions, carrier: Operation): Promise<Opened<Sender>> {
	switch (carrier.api) {
		case 'gateway':
			return senderOf(carrier, await openGateway(functions));
		case 'platform':
			return senderOf(carrier, await openPlatform(functions));
		default:
			throw new Error(`No account sends by '${nameOf(carrier)}'`);
	}
}

function senderOf<O extends Operation, Client extends Api<O>>(
	carrier: O,
	opened: Opened<Caller<Client>>,
): Opened<Sender> {
	if ('error' in opened) return opened;
	const { client, ...account } = opened.account;
	const send = async (checked: CheckedItems, run: Run) =>
		await sendAll(account.ports, client, carrier, checked, run);
	return { account: { ...account, send } };
}
