import { httpServer } from '../http/httpServer';
import { soapServers } from '../soap/soapServers';
import type { GatewayServer } from './server';

/** Every server of the SMS gateway, in the order of the panel. The first is the one that a new credential has. */
export const SERVERS: readonly GatewayServer[] = [...soapServers, httpServer];

const byName = new Map(SERVERS.map((server) => [server.name, server]));

export function findServer(name: unknown): GatewayServer | undefined {
	return typeof name === 'string' ? byName.get(name) : undefined;
}
