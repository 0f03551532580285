import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

/** What the user chose in the node's panel. */
export interface TriggerSettings {
	events: readonly string[];
	statusFilter: 'all' | 'chosen' | 'final';
	/** Three digits each; counts only where `statusFilter` is `chosen`. */
	statuses: readonly string[];
	/** Empty: all. */
	apiIds: readonly string[];
	allowedAddresses: string;
	loginAsParameters: boolean;
	simplify: boolean;
	startOnRepeats: boolean;
	startOnUnreadable: boolean;
	includeRawRequest: boolean;
}

/** Reads the node's parameters. Values may come from expressions, so none is taken for the type it should have. */
export function readSettings(context: Pick<IWebhookFunctions, 'getNodeParameter'>): TriggerSettings {
	const settings = asObject(context.getNodeParameter('settings', {}));
	const statusFilter = context.getNodeParameter('statusFilter', 'all');
	return {
		events: asList(context.getNodeParameter('events', ['status', 'inbound'])),
		statusFilter: statusFilter === 'chosen' || statusFilter === 'final' ? statusFilter : 'all',
		statuses: asList(context.getNodeParameter('statuses', [])),
		apiIds: asList(settings.apiIds),
		allowedAddresses: asList(settings.allowedAddresses).join(','),
		loginAsParameters: settings.loginAsParameters === true,
		simplify: settings.simplify === true,
		startOnRepeats: settings.startOnRepeats === true,
		startOnUnreadable: settings.startOnUnreadable === true,
		includeRawRequest: settings.includeRawRequest === true,
	};
}

function asObject(value: unknown): IDataObject {
	return typeof value === 'object' && value !== null ? (value as IDataObject) : {};
}

/** A list, or one text with its entries parted by commas, blanks or line breaks. */
function asList(value: unknown): string[] {
	const entries: unknown[] = Array.isArray(value) ? value : [value];
	return entries
		.filter((entry) => typeof entry === 'string' || typeof entry === 'number')
		.flatMap((entry) => String(entry).split(/[\s,;]+/))
		.filter((entry) => entry !== '');
}
