import { connectRoute } from './connect/route';
import { controlRoute } from './control';
import { Gateway, type GatewayOptions } from './gateway';
import { listen } from './http/server';
import { httpApiRoute } from './httpApi/endpoint';
import { inboxRoute } from './inbox/route';
import { platformControlRoute } from './platform/control';
import { platformRoute } from './platform/route';
import { soapRoute } from './soap/endpoint';

export { type Clock, ManualClock, realClock } from './clock';
export { Gateway, type GatewayOptions } from './gateway';
export { repeatableIds, randomIds } from './ids';
export { Exchange, HttpError, type Route } from './http/exchange';
export type * from './model';
export type { CallRecord } from './calls';
export type { CallbackVariant } from './callbacks/formats';
export type { CallbackRecord, CallbackWeather } from './callbacks/sender';
export type { FaultKind, FaultScript } from './faults';
export type { Seed } from './state';

/** Starts a gateway on loopback. Rejects with node's own error when the port is taken. */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
	const gateway = new Gateway(options);
	const parts = {
		state: gateway.state,
		faults: gateway.faultList,
		calls: gateway.callLog,
		baseUrl: () => gateway.url,
		latencyMs: () => gateway.latencyMs,
	};
	const routes = [
		...(options.routes ?? []),
		await soapRoute('documentLiteral', parts),
		await soapRoute('rpcEncoded', parts),
		httpApiRoute(parts),
		connectRoute(gateway.connect),
		platformRoute(gateway.platform),
		platformControlRoute(gateway.platform),
		controlRoute(gateway),
		inboxRoute(gateway),
	];
	gateway.attach(await listen(options.host ?? '127.0.0.1', options.port ?? 0, routes));
	return gateway;
}
