import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';
import { PLATFORM_CREDENTIAL } from '../../apis/platform/credential';
import { ONE_API_STATUSES } from '../../apis/platform/platformStatuses';
import { MESSAGE_STATUSES } from '../../catalogue/statuses';
import { readAddressList } from './addresses';
import { CREDENTIAL } from './admission';
import { doubtAbout } from './reach';
import { readAllowedAddresses } from './settings';

/**
 * The callback URL is entered in the Clickatell account by hand, so there is nothing to register. What can be known to
 * be wrong is said when the workflow is activated, not when the first callback is refused.
 */
export const callbackLifecycle = {
	checkExists(this: IHookFunctions): Promise<boolean> {
		return Promise.resolve(false);
	},
	create(this: IHookFunctions): Promise<boolean> {
		const fault = faultOf(this);
		if (fault !== undefined) throw new NodeOperationError(this.getNode(), fault);
		const doubt = doubtAbout(this.getNodeWebhookUrl('default') ?? '');
		if (doubt !== undefined) this.logger.warn(`Clickatell Trigger: ${doubt}`, { node: this.getNode().name });
		return Promise.resolve(true);
	},
	delete(this: IHookFunctions): Promise<boolean> {
		return Promise.resolve(true);
	},
};

/** An expression that was written by hand into one of these would let nothing through. */
const CHOICES = [
	{ name: 'authentication', label: 'Authentication', values: ['none', 'credential'] },
	{ name: 'events', label: 'Trigger On', values: ['status', 'inbound', 'other'] },
	{ name: 'statusFilter', label: 'Statuses', values: ['all', 'chosen', 'final'] },
	{
		name: 'statuses',
		label: 'Chosen Statuses',
		values: [...MESSAGE_STATUSES.map(({ code }) => code), ...ONE_API_STATUSES.keys()],
	},
] as const;

function isAmong(value: unknown, values: readonly string[]): boolean {
	return (Array.isArray(value) ? value : [value]).every((each) => values.includes(each as string));
}

/** What would keep callbacks from coming through, as a sentence. */
function faultOf(context: IHookFunctions): string | undefined {
	const options = context.getNodeParameter('options', {}) as { binaryData?: unknown } | null;
	if (!options?.binaryData) {
		return `The hidden parameter 'options' of this node was saved without 'binaryData', as in workflows written by hand: n8n would then refuse callbacks that are not in UTF-8. Take "options" out of the node's JSON, or put a new Clickatell Trigger in its place`;
	}
	const wrong = CHOICES.find(({ name, values }) => !isAmong(context.getNodeParameter(name, []), values));
	if (wrong !== undefined) {
		return `'${wrong.label}' holds what is not in its list, for instance an expression, which it cannot take: choose from the list`;
	}
	const isGuarded = context.getNodeParameter('authentication', 'none') !== 'none';
	if (isGuarded && context.getNode().credentials?.[CREDENTIAL] === undefined) {
		return "'Authentication' is 'Credential', and no credential is chosen: choose one, or set 'Authentication' to 'None'";
	}
	const { downloadMedia } = context.getNodeParameter('settings', {}) as { downloadMedia?: unknown };
	if (downloadMedia === true && context.getNode().credentials?.[PLATFORM_CREDENTIAL] === undefined) {
		return "'Download Media' is on, and no credential 'Clickatell Platform API' is chosen: choose one, or turn it off";
	}
	const entered = readAllowedAddresses(context);
	if (entered === undefined) return undefined;
	const list = readAddressList(entered);
	return list.ok ? undefined : `${list.reason}: correct it, or remove it to allow all`;
}
