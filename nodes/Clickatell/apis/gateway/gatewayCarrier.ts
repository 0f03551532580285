import { nameOf } from '../../catalogue';
import type { Operation } from '../../catalogue/types';
import { either } from '../../formats/either';
import type { CallValues } from '../../message/callValues';
import type { Carrier } from '../../message/carrier';
import { SCHEDULING, type GatewayServer } from './server';
import { SERVERS } from './servers';

/** What calls of the gateway an operation makes, or asks about. */
function callsOf(record: Operation): readonly string[] {
	switch (record.api) {
		case 'gateway':
			return [nameOf(record)];
		case 'composite':
			return [...record.steps, ...(record.about ?? [])];
		default:
			return [];
	}
}

function carries(server: GatewayServer, operations: readonly string[], value: string): boolean {
	return operations.some((operation) => server.carries(operation)?.has(value));
}

/** What the server has no place for at all. */
function missing(
	server: GatewayServer,
	record: Operation,
	operations: readonly string[],
	values: CallValues,
): string[] {
	return Object.keys(values)
		.filter((value) => !carries(server, operations, value))
		.map((value) => {
			const label = record.parameters.find(({ name }) => name === value)?.label ?? value;
			const others = SERVERS.filter((other) => carries(other, operations, value));
			const wayOut =
				others.length === 0
					? ''
					: ` or choose the ${either(others.map((other) => other.label))} server in the credential`;
			return `'${label}' does not exist on the ${server.label} server; leave it out${wayOut}`;
		});
}

/**
 * A time that is past, or too far ahead, would be delivered at once.
 *
 * @param isRetry the time was to come when the execution began: what it had not sent goes at once
 */
export function scheduleFaults({ scheduledTime }: CallValues, now: number, isRetry = false): string[] {
	if (typeof scheduledTime !== 'string') return [];
	const wait = Date.parse(scheduledTime) - now;
	if (wait < 0 && !isRetry)
		return [`'Send At' is ${scheduledTime}, which is past; choose a later time, or leave it out to send now`];
	return wait > SCHEDULING.mostMs
		? [
				`'Send At' is ${scheduledTime}, more than 7 days ahead, which Clickatell would deliver at once; choose an earlier time`,
			]
		: [];
}

/** A server as the checks know it. */
export function carrierOf(server: GatewayServer, time: () => number, isRetry = false): Carrier {
	const { label, mergeFields, measure, cut } = server;
	return {
		label,
		mergeFields,
		measure,
		cut,
		scheduling: SCHEDULING,
		faults: (record, values) => {
			const operations = callsOf(record);
			if (operations.length === 0) return [];
			return [
				...missing(server, record, operations, values),
				...server.faults(record, operations, values),
				...scheduleFaults(values, time(), isRetry),
			];
		},
	};
}
