import { gatewayOperation, operationNamed } from '../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import { carrierOf } from '../../../nodes/Clickatell/apis/gateway/gatewayCarrier';
import { SERVERS } from '../../../nodes/Clickatell/apis/gateway/servers';
import { counting, type Run } from '../../../nodes/Clickatell/engine/run';
import { sendBatches } from '../../../nodes/Clickatell/engine/batches';
import { sendAll, type SendResults } from '../../../nodes/Clickatell/engine/sends';
import type { Checked, RawValues } from '../../../nodes/Clickatell/message/check';
import { itemChecker } from '../../../nodes/Clickatell/message/itemChecker';
import type { Gateway, ManualClock, ServerName } from '../../gateway';
import { gatewayOnHold, RunPorts } from '../runtime/overGateway';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Runs of a file's own gateway that can be killed in the middle and run again; its books tell what was sent. */

export const SEND = gatewayOperation('message', 'send');
export const PERSONALIZED = operationNamed('batch.sendPersonalized');
export const SERVER_NAMES = SERVERS.map(({ name }) => name) as ServerName[];

export let gateway: Gateway;
export let clock: ManualClock;
beforeAll(async () => ({ gateway, clock } = await gatewayOnHold()));
afterAll(async () => await gateway.close());

let keys = 0;
/** A key that no other run of this file has. */
export const freshKey = () => `key-${keys++}`;

interface Death {
	readonly at: number;
	readonly arrives: boolean;
}

export interface Attempt {
	readonly items: readonly RawValues[];
	readonly run: Partial<Run> & Pick<Run, 'key'>;
	readonly server?: ServerName;
	/** The call with which the process ends. */
	readonly dies?: Death;
	readonly operation?: GatewayOperation | typeof PERSONALIZED;
	/** What the checks of n8n's room add to each item. */
	readonly more?: Partial<Checked>;
	/** The process, where it is not one of its own. */
	readonly process?: string;
	readonly ports?: RunPorts;
}

export interface Outcome {
	readonly results: SendResults | undefined;
	readonly ports: RunPorts;
}

/** What n8n keeps. */
const seenKeys = new Set<string>();

export async function attempt(asked: Attempt): Promise<Outcome> {
	const { items, run, server = 'documentLiteral', dies, operation = SEND, process, more } = asked;
	const ports = asked.ports ?? new RunPorts(gateway, clock, server, dies);
	const carrier = carrierOf(defined(SERVERS.find(({ name }) => name === server)), () => ports.time());
	const check = itemChecker(operation, { carrier });
	const sound = items.map((raw): Checked => {
		const result = check(raw);
		if (!result.ok) throw new Error(result.faults.join());
		return { ...result.checked, ...more };
	});
	const whole: Run = {
		maySendTwice: 'no',
		...counting(),
		isTraceable: true,
		// As n8n's list does where nothing else comes in between; `perhaps` is the first retry.
		callsBefore: async () => (run.maySendTwice === 'perhaps' ? 'none' : 'same'),
		begunAt: ports.now(),
		mayGoOn: false,
		seenSince: async (keys) => {
			const before = keys.some((each) => seenKeys.has(each));
			for (const each of keys) seenKeys.add(each);
			return before ? ports.now() : undefined;
		},
		...run,
	};
	const checked = { items: sound, refused: new Map() };
	const client = ports.client(process);
	const sent =
		operation.api === 'gateway'
			? sendAll(ports, client, operation, checked, whole)
			: sendBatches(ports, client, checked, whole);
	const results = await Promise.race([sent, ports.killed.then(() => undefined)]);
	return { results, ports };
}

export const retryOf = (key: string): Attempt['run'] => ({ key, maySendTwice: 'yes' });

/** What the gateway has accepted, by recipient and text, each time it did. */
export const books = (mark: string) =>
	gateway
		.messages()
		.filter(({ text }) => text.includes(mark))
		.map(({ to, text }) => `${to} ${text}`)
		.sort();

export const rowsOf = ({ results }: Outcome) =>
	defined(results)
		.flat()
		.map(({ row }) => row);
export const number = (n: number) => String(27_999_300_000 + n);

let marks = 0;
export const freshMark = () => `m${marks++}x`;
