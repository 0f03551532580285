import { isObject } from '../formats/isObject';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { resourceNamed } from '../catalogue';
import { GUARDS, isGuarded, NEVER_BY_AGENTS } from '../catalogue/guards';
import type { Operation } from '../catalogue/types';
import type { Checked } from '../message/check';
import { guardFaults, readGuards } from '../message/guardCheck';
import { INVALID } from '../message/rows';
import { isTool } from './tool';

/** What an agent is told that asks for an operation which agents do not get; undefined where it may have it. */
export function refusalForAgent(
	functions: IExecuteFunctions,
	{ api, resource, title, notForAgents }: Operation,
): INodeExecutionData[] | undefined {
	if (notForAgents !== true || !isTool(functions)) return undefined;
	const { label, fullLabel = label } = resourceNamed(resource);
	const why =
		api === 'verify'
			? 'because a code proves something only where nobody but the person can ask for it and type it'
			: 'because it handles passwords, sessions or vouchers';
	const errorText = `'${title}' of '${fullLabel}' is not for AI agents, ${why}; a person can use it in a node of the workflow itself. Nothing was sent`;
	return [{ json: { errorText, errorCode: null, errorMeaning: INVALID }, pairedItem: { item: 0 } }];
}

/**
 * What an agent decides: $fromAI, the item of a tool, which holds its arguments, and the node's own parameters,
 * which are made of them.
 */
const BY_AGENT =
	/(?:\$(?:fromai|json|input|parameter|rawparameter|binary|data|items?|tool)|(?:\.|\[\s*["'`])(?:parameter|params))(?![\w$])/i;

/**
 * What forbids an agent to send these items, by item. What an agent could have set is no limit, and is refused
 * before anything is evaluated.
 */
export function faultsForAgent(
	functions: IExecuteFunctions,
	operation: Operation,
	items: readonly (Checked | undefined)[],
): ReadonlyMap<number, readonly string[]> {
	if (!isTool(functions)) return new Map();
	const everywhere = (faults: readonly string[]) =>
		new Map([...items.keys()].flatMap((index) => (items[index] ? [[index, faults] as const] : [])));
	const saved = functions.getNode().parameters;
	const given = openToAgents(operation, saved);
	if (given.length > 0) return everywhere(given);
	if (!isGuarded(operation)) return new Map();
	let filled: Record<string, unknown>;
	try {
		filled = filledIn(saved['guards'], functions);
	} catch (error) {
		// An expression may fail, and an agent is told of items only.
		const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
		return everywhere([`'Guards' cannot be read, so that nobody is allowed: ${why}`]);
	}
	const read = readGuards(filled);
	return read.ok ? guardFaults(read.guards, operation, items) : everywhere(read.faults);
}

/** @param value as it is saved: an expression, or what holds some */
function isLeftToAgent(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=') && BY_AGENT.test(value);
	return isObject(value) && Object.values(value).some(isLeftToAgent);
}

function openToAgents(operation: Operation, saved: Readonly<Record<string, unknown>>): string[] {
	const ofNode = operation.parameters.filter(({ name }) => NEVER_BY_AGENTS.includes(name));
	const open = [...GUARDS, ...ofNode].filter(({ name, place }) => {
		const holder = place === 'main' ? saved : (saved[place] as typeof saved | undefined);
		return isLeftToAgent(holder?.[name]);
	});
	const wayOut = 'a person must set it, or take it from another node of the workflow';
	return open.map(({ label }) => `'${label}' is left to the AI agent, which may not set it; ${wayOut}`);
}

/** The guards that were filled in, each as what it came to. */
function filledIn(saved: unknown, functions: IExecuteFunctions): Record<string, unknown> {
	if (saved === null || typeof saved !== 'object') return {};
	const values = functions.getNodeParameter('guards', 0, {}) as Record<string, unknown>;
	const names = Object.entries(saved).flatMap(([name, value]) => (value === '' ? [] : [name]));
	return Object.fromEntries(names.map((name) => [name, values[name]]));
}
