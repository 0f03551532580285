import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { operationNamed } from '../catalogue';
import type { Operation, PreviewOperation } from '../catalogue/types';
import type { Api } from '../engine/api';
import { previewAll, type Preview } from '../engine/previewAll';
import type { refusedOutcomes } from '../engine/sends';
import { codeValue } from '../message/values';
import { openGateway, openPlatform, type Caller } from './callers';
import { MACHINE } from './hostPorts';
import { toItems, type Output } from './output';
import { prepare, type Opened } from './prepare';
import { warn } from './warnings';
import { defined } from '../formats/defined';

/** Puts out what a send would do with all items, and makes no call that spends. */
export async function runPreview(
	functions: IExecuteFunctions,
	operation: PreviewOperation,
): Promise<INodeExecutionData[]> {
	const send = operationNamed(operation.of);
	return send.api === 'platform'
		? await preview(functions, operation, send, async () => await openPlatform(functions))
		: await preview(functions, operation, send, async () => await openGateway(functions));
}

/** One choice for the whole run, since it asks once. */
function asksFor(functions: IExecuteFunctions, { parameters }: PreviewOperation): boolean {
	const parameter = defined(parameters.find(({ name }) => /^askFor/.test(name)));
	const given = functions.getNodeParameter(`${parameter.place}.${parameter.name}`, 0, false);
	const coded = codeValue(given, parameter.type);
	return coded.ok && coded.value === '1';
}

async function preview<O extends Operation>(
	functions: IExecuteFunctions,
	operation: PreviewOperation,
	send: Operation,
	open: () => Promise<Opened<Caller<Api<O>>>>,
): Promise<INodeExecutionData[]> {
	const { checked, account } = await prepare(functions, send, open, ({ context }) => context, true);
	const asks = functions.getInputData().length > 0 && asksFor(functions, operation);
	const { rows, totals, unknown } = account
		? await previewAll(account.ports, account.client, checked, asks)
		: await nothing(checked);
	if (unknown.length > 0) {
		const more = unknown.length > 1 ? ` (and ${unknown.length - 1} more)` : '';
		warn(functions, `Not everything that was asked for is known: ${unknown[0]}${more}`);
	}
	const names = operation.result.map(({ name }) => name);
	const outputs = rows.flatMap((own, item) =>
		own.map((row): Output => {
			const all: Record<string, unknown> = { ...row, ...totals };
			const kept = names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]] as const]));
			const json = Object.fromEntries(kept) as IDataObject;
			const failed = row.sendable || row.suppressed ? undefined : row.errorText;
			return { item, json, ...(failed === null || failed === undefined ? {} : { failed }) };
		}),
	);
	return await toItems(functions, operation, outputs, false);
}

/** Of a run whose credential cannot be used, and which is to go on all the same. */
async function nothing(checked: Parameters<typeof refusedOutcomes>[1]): Promise<Preview> {
	const api = {
		room: { recipients: 1, differentMessages: false, repeatedNumbers: false },
		call: async () => await Promise.reject(new Error('There is no account to ask')),
		describe: () => ({ code: null, meaning: '', sentence: '', advice: '', text: '' }),
	};
	return await previewAll({ ...MACHINE } as never, api, checked, false);
}
