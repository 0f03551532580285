import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

/** What the user chose in the node's panel. */
export interface TriggerSettings {
	authentication: 'none' | 'credential';
	events: readonly string[];
	statusFilter: 'all' | 'chosen' | 'final';
	/** Three digits, or a name in capitals; counts only where `statusFilter` is `chosen`. */
	statuses: readonly string[];
	/** Undefined: all. An empty list, such as an expression may give, lets none through. */
	apiIds: readonly string[] | undefined;
	/** Undefined: all. An empty list allows nobody. */
	allowedAddresses: string | undefined;
	loginAsParameters: boolean;
	simplify: boolean;
	startOnRepeats: boolean;
	startOnUnreadable: boolean;
	includeRawRequest: boolean;
	groupEvents: boolean;
	downloadMedia: boolean;
}

type Parameters = Pick<IWebhookFunctions, 'getNodeParameter'>;

/** Reads the node's parameters. Values may come from expressions, so none is taken for the type it should have. */
export function readSettings(context: Parameters): TriggerSettings {
	const settings = asObject(context.getNodeParameter('settings', {}));
	const statusFilter = context.getNodeParameter('statusFilter', 'all');
	return {
		authentication: context.getNodeParameter('authentication', 'none') === 'none' ? 'none' : 'credential',
		events: asList(context.getNodeParameter('events', ['status', 'inbound'])),
		statusFilter: statusFilter === 'chosen' || statusFilter === 'final' ? statusFilter : 'all',
		statuses: asList(context.getNodeParameter('statuses', [])),
		apiIds: enteredList(context, 'apiIds'),
		allowedAddresses: readAllowedAddresses(context),
		loginAsParameters: settings.loginAsParameters === true,
		simplify: settings.simplify === true,
		startOnRepeats: settings.startOnRepeats === true,
		startOnUnreadable: settings.startOnUnreadable === true,
		includeRawRequest: settings.includeRawRequest === true,
		groupEvents: settings.groupEvents === true,
		downloadMedia: settings.downloadMedia === true,
	};
}

export function readAllowedAddresses(context: Parameters): string | undefined {
	return enteredList(context, 'allowedAddresses')?.join(',');
}

/**
 * A list among the settings; undefined where none was entered. What was entered is a limit whatever it comes to: an
 * expression that yields nothing must not let everything in.
 */
function enteredList(context: Parameters, name: 'apiIds' | 'allowedAddresses'): string[] | undefined {
	const entered = asObject(context.getNodeParameter('settings', {}, { rawExpressions: true }))[name];
	if (entered === undefined || entered === '') return undefined;
	return asList(asObject(context.getNodeParameter('settings', {}))[name]);
}

/** Tells the trigger nodes of this n8n apart. */
export function nodeKeyOf(context: Pick<IWebhookFunctions, 'getNode' | 'getWorkflow'>): string {
	return JSON.stringify([context.getWorkflow().id, context.getNode().id]);
}

/** For n8n's log. */
export function whereOf(context: Pick<IWebhookFunctions, 'getNode' | 'getWorkflow'>): IDataObject {
	return { workflowId: context.getWorkflow().id ?? null, node: context.getNode().name };
}

export function asText(holder: unknown, key: string): string | undefined {
	const value: unknown = (holder as Record<string, unknown> | undefined | null)?.[key];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
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
