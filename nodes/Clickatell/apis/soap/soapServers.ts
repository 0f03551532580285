import type { Operation } from '../../catalogue/types';
import type { CallValues } from '../../message/callValues';
import { cutText, measureText } from '../../message/text/gsm';
import type { GatewayServer } from '../gateway/server';
import { fillAccountSlot } from './accountSlot';
import { writeEnvelope } from './envelope';
import { FACTS, requestHeaders } from './facts';
import { readSoapLogin, understandSoap } from './reply';
import { byPart, partOf, PART_NAMES, SIGNATURES, signatureOf, type SoapServer, type SoapType } from './wire';

/** The parts of a call in lower case, with their types. */
function typesOf(operations: readonly string[], server: SoapServer): ReadonlyMap<string, SoapType> {
	const parts = operations.flatMap((operation) => SIGNATURES[operation]?.[server].parts ?? []);
	return new Map(parts.map(([name, type]) => [name.toLowerCase(), type]));
}

/** The names of values that a call has a place for: parameters, and what has no parameter of its own. */
function valuesOf(operation: string, server: SoapServer): ReadonlySet<string> {
	const parts = typesOf([operation], server);
	const names = [...Object.keys(PART_NAMES), ...parts.keys()];
	// What a delay of a batch counts from is not documented, and its items come later.
	return new Set(
		names.filter(
			(name) =>
				parts.has(partOf(operation, name)) && !(operation === 'batch.start' && name === 'scheduledTime'),
		),
	);
}

/** Values that only the other server takes. */
function decimalFaults(
	{ parameters }: Pick<Operation, 'parameters'>,
	operations: readonly string[],
	values: CallValues,
	server: SoapServer,
): string[] {
	const types = typesOf(operations, server);
	return Object.entries(values).flatMap(([name, value]) => {
		const isWhole = typeof value !== 'string' || !value.includes('.');
		if (isWhole || operations.every((operation) => types.get(partOf(operation, name)) !== 'int')) return [];
		const label = parameters.find((parameter) => parameter.name === name)?.label ?? name;
		return [
			`'${label}' is ${value}, but the ${FACTS[server].label} server takes whole numbers only; round it or choose the ${FACTS.rpcEncoded.label} server in the credential`,
		];
	});
}

/** A time of delivery as minutes from now on, upwards; none where it has come. */
function asDelay({ scheduledTime, ...others }: CallValues, now: number): CallValues {
	if (typeof scheduledTime !== 'string') return others;
	const minutes = Math.ceil((Date.parse(scheduledTime) - now) / 60_000);
	return minutes > 0 ? { ...others, deliveryDelay: String(minutes) } : others;
}

function soapServer(server: SoapServer): GatewayServer {
	const { title, label, path, mergeFields } = FACTS[server];
	const carried = new Map(
		Object.keys(SIGNATURES).map((operation) => [operation, valuesOf(operation, server)]),
	);
	return {
		name: server,
		title,
		label,
		api: 'SOAP',
		mergeFields,
		measure: measureText,
		cut: cutText,
		carries: (operation) => carried.get(operation),
		faults: (record, operations, values) => decimalFaults(record, operations, values, server),
		// What XML cannot hold is refused for every server.
		carriesLogin: () => true,
		write: (operation, values, now) => {
			const signature = signatureOf(operation, server);
			return {
				path,
				headers: requestHeaders(server, signature),
				body: writeEnvelope(server, signature, byPart(operation, asDelay(values, now))),
			};
		},
		fill: fillAccountSlot,
		understand: understandSoap,
		readLogin: readSoapLogin,
	};
}

/** The two servers of the SOAP API. */
export const soapServers: readonly GatewayServer[] = [
	soapServer('documentLiteral'),
	soapServer('rpcEncoded'),
];
