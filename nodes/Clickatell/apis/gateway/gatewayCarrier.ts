import { nameOf } from '../../catalogue';
import type { Operation } from '../../catalogue/types';
import { either } from '../../formats/either';
import type { CallValues } from '../../message/callValues';
import type { Carrier } from '../../message/carrier';
import type { GatewayServer } from './server';
import { SERVERS } from './servers';

/** What calls of the gateway an operation makes. */
function callsOf(record: Operation): readonly string[] {
	switch (record.api) {
		case 'gateway':
			return [nameOf(record)];
		case 'composite':
			return record.steps;
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

/** A server as the checks know it. */
export function carrierOf(server: GatewayServer, time: () => number): Carrier {
	const { label, mergeFields, measure, cut } = server;
	return {
		label,
		mergeFields,
		measure,
		cut,
		faults: (record, values) => {
			const operations = callsOf(record);
			if (operations.length === 0) return [];
			return [
				...missing(server, record, operations, values),
				...server.faults(record, operations, values, time()),
			];
		},
	};
}
