import type { IExecuteFunctions } from 'n8n-workflow';
import { carrierOf } from '../apis/gateway/gatewayCarrier';
import { GATEWAY_CREDENTIAL, GatewayClient } from '../apis/gateway/client';
import { readCredential } from '../apis/gateway/credential';
import { PlatformClient } from '../apis/platform/client';
import { PLATFORM_CREDENTIAL, readPlatformCredential } from '../apis/platform/credential';
import { platformCarrier } from '../apis/platform/platformCarrier';
import type { Ports } from '../engine/ports';
import type { CheckContext } from '../message/check';
import { portsOf } from './hostPorts';
import { filesOf } from './inputFiles';
import type { Opened } from './prepare';
import { credentialFault } from './problems';
import type { AccountSecret } from './verify/codeKey';

/** An account whose calls go through the engine. */
export interface Caller<Client> {
	readonly ports: Ports;
	readonly client: Client;
	readonly context: CheckContext;
	readonly baseUrl: string;
	readonly secret: AccountSecret;
}

export async function openGateway(functions: IExecuteFunctions): Promise<Opened<Caller<GatewayClient>>> {
	const ports = portsOf(functions, GATEWAY_CREDENTIAL);
	const stored = await ports.credential();
	const read = readCredential(stored);
	if (!read.ok) return { error: credentialFault(functions, read.fault) };
	const client = new GatewayClient(ports, read.credential, { ...stored });
	const { server, defaultSender, baseUrl, apiId, user, password } = read.credential;
	const secret = { account: ['smsGateway', apiId, user], secret: password };
	const zone = functions.getTimezone();
	const context = {
		carrier: carrierOf(server, () => ports.time(), functions.getMode() === 'retry'),
		defaultSender,
		zone,
	};
	return { account: { ports, client, context, baseUrl, secret } };
}

export async function openPlatform(functions: IExecuteFunctions): Promise<Opened<Caller<PlatformClient>>> {
	const ports = portsOf(functions, PLATFORM_CREDENTIAL);
	const stored = await ports.credential();
	const read = readPlatformCredential(stored);
	if (!read.ok) return { error: credentialFault(functions, read.fault) };
	const zone = functions.getTimezone();
	const client = new PlatformClient(ports, filesOf(functions), read.credential, stored, zone);
	const carrier = platformCarrier(read.credential.api, zone, () => ports.time());
	const { baseUrl, key } = read.credential;
	const secret = { account: ['platform'], secret: key };
	return { account: { ports, client, context: { carrier, zone }, baseUrl, secret } };
}
