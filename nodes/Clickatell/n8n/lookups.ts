import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { findOperation, OPERATIONS } from '../catalogue';
import type { ConnectOperation, ParameterType } from '../catalogue/types';
import { describeConnectRefusal } from '../apis/connect/refusal';
import { CONNECT_CREDENTIAL, ConnectClient } from '../apis/connect/client';
import { portsOf } from './hostPorts';
import { credentialFault } from './problems';
import { lookupName } from './panel/inputs';
import { shownNode } from './shownNode';
import { defined } from '../formats/defined';

type Lookup = Extract<ParameterType, { kind: 'lookup' }>;

const LOOKUP_TIMEOUT_MS = 30_000;

/** Fills a dropdown from the list that an operation of the catalogue fetches: by name, stored by ID. */
async function loadLookup(functions: ILoadOptionsFunctions, lookup: Lookup): Promise<INodePropertyOptions[]> {
	const [resource, name] = lookup.operation.split('.');
	const operation = findOperation(defined(resource), defined(name)) as ConnectOperation;
	const opened = await ConnectClient.open(portsOf(functions, CONNECT_CREDENTIAL));
	if (!opened.ok) throw credentialFault(functions, opened.fault);
	const answer = await opened.client.call(operation, {}, LOOKUP_TIMEOUT_MS);
	if (answer.kind !== 'records') {
		const { sentence, description } =
			answer.kind === 'refused'
				? describeConnectRefusal(answer.errors, answer.extra, false)
				: { sentence: answer.sentence, description: answer.advice };
		throw new NodeOperationError(shownNode(functions), sentence, { description });
	}
	return answer.records
		.map((record) => ({ name: String(record[lookup.label] ?? ''), value: String(record[lookup.id] ?? '') }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

type LoadOptions = Record<string, (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>>;

/** One method for each list that a parameter of the catalogue chooses from. */
export function lookupMethods(): LoadOptions {
	const methods: LoadOptions = {};
	for (const { type } of OPERATIONS.flatMap(({ parameters }) => parameters)) {
		if (type.kind !== 'lookup') continue;
		methods[lookupName(type.operation)] = async function (this: ILoadOptionsFunctions) {
			return await loadLookup(this, type);
		};
	}
	return methods;
}
