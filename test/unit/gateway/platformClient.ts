import { type Gateway, ManualClock, repeatableIds, startGateway } from '../../gateway';
import { DEMO_KEYS } from '../../gateway/platform/portal';

/** A gateway on a clock that stands still, and calls to its Platform by plain HTTP. */
export interface PlatformScene {
	gateway: Gateway;
	clock: ManualClock;
	call(method: string, path: string, body?: unknown, key?: string): Promise<Told>;
}

export interface Told {
	status: number;
	body: never;
}

export async function startPlatform(): Promise<PlatformScene> {
	const clock = new ManualClock();
	const gateway = await startGateway({ clock, ids: repeatableIds('platform') });
	return {
		gateway,
		clock,
		call: async (method, path, body, key = keyFor(path)) => {
			const response = await fetch(gateway.platform.url + path, {
				method,
				headers: {
					accept: 'application/json',
					...(key === '' ? {} : { authorization: key }),
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
				},
				...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
			});
			const text = await response.text();
			return { status: response.status, body: JSON.parse(text) as never };
		},
	};
}

function keyFor(path: string): string {
	return path.startsWith('/v1/') ? DEMO_KEYS.oneApi : DEMO_KEYS.smsApi;
}
