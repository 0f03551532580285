import type { IDataObject } from 'n8n-workflow';
import type { Parameter, PlatformOperation } from '../../nodes/Clickatell/catalogue/types';
import { startGateway, type Gateway, type GatewayOptions, type Route } from '../gateway';
import { runNode, type NodeResult, type NodeRun, type Vault } from './engine';
import { numberOf } from './sending';

export const PLATFORM_APIS = ['oneApi', 'smsApi'] as const;
export type PlatformApiName = (typeof PLATFORM_APIS)[number];

/** They look like those of the Platform. */
export const KEYS: Readonly<Record<PlatformApiName, string>> = {
	oneApi: 'TestKeyOneApi-_56789012A==',
	smsApi: 'TestKeySmsApi-_56789012A==',
};

export const TWO_WAY = '27999300000';

/** A gateway of its own for each test, its Platform with plenty of money, production and two-way. */
export async function richPlatform(options: GatewayOptions = {}): Promise<Gateway> {
	const sink: Route = async (exchange) => {
		if (exchange.path !== '/replies') return false;
		exchange.send(200, 'text/plain', '');
		return true;
	};
	const gateway = await startGateway({ routes: [sink], ...options });
	const inbound = { url: `${gateway.url}/replies`, method: 'POST' as const };
	gateway.platform.reset({
		accounts: [{ name: 'shop', balance: 10_000_000 }],
		integrations: [
			{ name: 'one', key: KEYS.oneApi, account: 'shop', type: 'one-api', twoWayNumbers: [TWO_WAY], inbound },
			{ name: 'sms', key: KEYS.smsApi, account: 'shop', type: 'sms' },
		],
	});
	return gateway;
}

/** A credential for one of the two APIs. */
export function platformVault(
	gateway: Gateway,
	api: PlatformApiName = 'oneApi',
	more: IDataObject = {},
): Vault {
	return {
		clickatellPlatformApi: { apiKey: KEYS[api], api, baseUrl: gateway.platform.url, probe: '', ...more },
	};
}

/** Parameters of `sms.send` whose recipient and text come from each item. */
export function sendSms(advanced: IDataObject = {}, options: IDataObject = {}): IDataObject {
	return {
		authentication: 'platform',
		resource: 'sms',
		operation: 'send',
		to: '={{ $json.to }}',
		text: '={{ $json.text }}',
		options,
		advanced,
	};
}

/** Parameters as the panel saves them: those of the operation's sample, and more by name. */
export function parametersOf(
	{ resource, operation, parameters, sample }: PlatformOperation,
	more: IDataObject = {},
): IDataObject {
	const given: IDataObject = { ...(sample.parameters as IDataObject), ...more };
	const placed: Record<Parameter['place'], IDataObject> = { main: {}, options: {}, advanced: {} };
	for (const { name, place } of parameters) if (given[name] !== undefined) placed[place][name] = given[name];
	const { main, options, advanced } = placed;
	return { authentication: 'platform', resource, operation, ...main, options, advanced };
}

/** Runs one operation of the Platform. */
export async function runPlatform(
	vault: Vault,
	parameters: IDataObject,
	more: Partial<NodeRun> = {},
): Promise<NodeResult> {
	return await runNode({
		parameters: { authentication: 'platform', ...parameters },
		credentials: vault,
		...more,
	});
}

/** Sends one SMS. */
export async function sendOneSms(
	vault: Vault,
	parameters: IDataObject = {},
	more: Partial<NodeRun> = {},
): Promise<NodeResult> {
	return await runPlatform(vault, { ...sendSms(), to: numberOf(1), text: 'Hello', ...parameters }, more);
}

/** How often the Platform was called for an operation of its contract. */
export function platformCalls(gateway: Gateway, operation?: string): number {
	return gateway.platform.calls.filter((call) => operation === undefined || call.operation === operation)
		.length;
}
