import type { IExecuteFunctions } from 'n8n-workflow';
import type { Operation } from '../catalogue/types';
import type { CheckedItems } from '../engine/checkedItems';
import type { CheckContext } from '../message/check';
import { checkAll, messageOf, refuseAll } from './checkItems';
import { credentialUnread } from './problems';
import { goesOn } from './tool';

/** Calls that can be made, by whom; nobody where the credential cannot be used and the run is to continue all the same. */
export interface Prepared<Account> {
	readonly checked: CheckedItems;
	readonly account?: Account;
}

export type Opened<Account> = { readonly account: Account } | { readonly error: unknown };

/** Opens the account, and checks the items against what it can carry. */
export async function prepare<Account>(
	functions: IExecuteFunctions,
	operation: Operation,
	open: () => Promise<Opened<Account>>,
	contextOf: (account: Account) => CheckContext,
	continues?: boolean,
): Promise<Prepared<Account>> {
	const opened = await open().catch((error: unknown) => ({ error: credentialUnread(functions, error) }));
	if ('account' in opened) {
		const { account } = opened;
		return { checked: await checkAll(functions, operation, contextOf(account), continues), account };
	}
	// n8n gives the input of a node that throws to the first output, where it looks as if it had been sent.
	if (!goesOn(functions)) throw opened.error;
	return { checked: await refuseAll(functions, operation, messageOf(opened.error)) };
}
