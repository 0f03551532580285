import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';
import { readAddressList } from './addresses';

/**
 * The callback URL is entered in the Clickatell account by hand, so there is nothing to register. What can be known to
 * be wrong is said when the workflow is activated, not when the first callback is refused.
 */
export const callbackLifecycle = {
	checkExists(this: IHookFunctions): Promise<boolean> {
		return Promise.resolve(false);
	},
	create(this: IHookFunctions): Promise<boolean> {
		const written: unknown = this.getNodeParameter('settings.allowedAddresses', '');
		const list = readAddressList(typeof written === 'string' ? written : '');
		if (!list.ok) throw new NodeOperationError(this.getNode(), list.reason);
		return Promise.resolve(true);
	},
	delete(this: IHookFunctions): Promise<boolean> {
		return Promise.resolve(true);
	},
};
