import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation, Parameter } from '../catalogue/types';
import { DO_NOT_SEND_TO } from '../catalogue/messageParameters';
import { isObject } from '../formats/isObject';
import type { RawValues } from '../message/check';
import { asksForValues } from '../message/namedPlaceholders';
import { defined } from '../formats/defined';

function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (value === null || typeof value !== 'object') return false;
	return Object.values(value).some(holdsExpression);
}

/** What is another thing for each item, or may be. */
const OF_ITEM =
	/\$(?:json|binary|data|items?\b|itemIndex|position|parameter|rawParameter|node|self|fromAI|evaluateExpression|prevNode|runIndex)|\.\s*(?:item|itemMatching|pairedItem|context|params)\b|\[\s*["'`]/i;

/** Whether an expression comes to the same for all items, as one about all rows of another node does. */
function isSameForAll(value: unknown): boolean {
	return typeof value === 'string' && value.startsWith('=') && !OF_ITEM.test(value);
}

/** `={{ $json.name }}`, `={{ $json["name"] }}`: one field of the item and nothing else. */
const FIELD_OF_ITEM = /^=\{\{\s*\$json(?:\.([A-Za-z_]\w*)|\["([^"\\]+)"\]|\['([^'\\]+)'\])\s*\}\}$/;

/**
 * Reads an expression that names one field of the item without asking n8n, which builds a new context for every item:
 * 80 microseconds each, 0.8 s of 10,000 items. Only a plain value of the item's own is read so; whatever else
 * the field holds, n8n evaluates.
 */
function fieldReader(
	functions: IExecuteFunctions,
	saved: unknown,
	evaluate: (index: number) => unknown,
): ((index: number) => unknown) | undefined {
	const plainAt = plainReader(functions.getInputData(), saved);
	return plainAt && ((index) => plainAt(index) ?? evaluate(index));
}

/** Gives undefined for an item whose field holds anything but a text or a number. */
function plainReader(
	items: readonly INodeExecutionData[],
	saved: unknown,
): ((index: number) => unknown) | undefined {
	const match = typeof saved === 'string' ? FIELD_OF_ITEM.exec(saved) : null;
	const field = match?.[1] ?? match?.[2] ?? match?.[3];
	if (field === undefined) return undefined;
	return (index) => {
		const json = items[index]?.json;
		const value = json && Object.hasOwn(json, field) ? json[field] : undefined;
		return typeof value === 'string' || typeof value === 'number' ? value : undefined;
	};
}

/** The same for a collection of texts, such as merge fields: each is fixed, or names one field of the item. */
function collectionReader(
	functions: IExecuteFunctions,
	saved: unknown,
	evaluate: (index: number) => unknown,
): ((index: number) => unknown) | undefined {
	if (saved === null || typeof saved !== 'object' || Array.isArray(saved)) return undefined;
	const items = functions.getInputData();
	const entries: [name: string, read: (index: number) => unknown][] = [];
	for (const [name, value] of Object.entries(saved)) {
		const read = holdsExpression(value) ? plainReader(items, value) : undefined;
		if (!read && (typeof value !== 'string' || holdsExpression(value))) return undefined;
		entries.push([name, read ?? (() => value as string)]);
	}
	return (index) => {
		const values: Record<string, unknown> = {};
		for (const [name, read] of entries) {
			const value = read(index);
			if (value === undefined) return evaluate(index);
			values[name] = value;
		}
		return values;
	};
}

/** What n8n's mapper of fields is set to at first: each name has the field of the item that is called the same. */
function isMappedByName(saved: unknown): boolean {
	return !isObject(saved) || saved['mappingMode'] !== 'defineBelow';
}

/** A template that is the same for all items and holds no name needs no values: items then differ in less. */
function mayHoldNames({ parameters }: Operation, saved: Readonly<Record<string, unknown>>): boolean {
	const template = saved[parameters.find(({ type }) => type.kind === 'template')?.name ?? ''];
	return typeof template === 'string' && (template.startsWith('=') || asksForValues(template));
}

/**
 * Reads the parameters of every item. A parameter without expression is the same for all items and is read once:
 * with ten thousand items, reading would otherwise take longer than sending.
 */
export function readParameters(
	functions: IExecuteFunctions,
	operation: Operation,
	items: number,
): (index: number) => RawValues {
	const saved = functions.getNode().parameters;
	const read = (name: string, index: number): unknown => functions.getNodeParameter(name, index, null);
	const fixed: Record<string, unknown> = {};
	const varying: ((values: Record<string, unknown>, index: number) => void)[] = [];
	const take = (
		name: string,
		put: (values: Record<string, unknown>, value: unknown) => void,
		value: unknown = saved[name],
		once = false,
	): void => {
		const evaluate = (index: number): unknown => read(name, index);
		if (items > 0 && (once || !holdsExpression(value))) return put(fixed, evaluate(0));
		const valueAt =
			fieldReader(functions, value, evaluate) ?? collectionReader(functions, value, evaluate) ?? evaluate;
		varying.push((values, index) => put(values, valueAt(index)));
	};

	for (const { name, place, type } of operation.parameters) {
		if (place !== 'main') continue;
		const put = (values: Record<string, unknown>, value: unknown) => (values[name] = value);
		if (type.kind !== 'namedValues') take(name, put);
		else if (!mayHoldNames(operation, saved)) continue;
		else if (isMappedByName(saved[name])) {
			const inputs = functions.getInputData();
			varying.push((values, index) => put(values, inputs[index]?.json));
		} else take(name, (values, value) => put(values, isObject(value) ? value['value'] : undefined));
	}
	for (const place of ['options', 'advanced'] as const) {
		if (!operation.parameters.some((parameter) => parameter.place === place)) continue;
		const put = (values: Record<string, unknown>, value: unknown) =>
			addCollection(values, operation.parameters, place, value);
		const collection = saved[place] as Record<string, unknown> | undefined;
		if (!isSameForAll(collection?.[DO_NOT_SEND_TO.name])) take(place, put);
		// n8n would evaluate the whole list again for every item that has another option of its own.
		else
			for (const [name, value] of Object.entries(defined(collection)))
				take(
					`${place}.${name}`,
					(values, each) => put(values, { [name]: each }),
					value,
					name === DO_NOT_SEND_TO.name,
				);
	}

	return (index) => {
		const values = { ...fixed };
		for (const add of varying) add(values, index);
		return values;
	};
}

/** They limit what is sent, whatever an expression comes to there. */
const LIMITS: ReadonlySet<string> = new Set([DO_NOT_SEND_TO.name, 'allowedRecipients']);

/** An option that was not added is absent; whatever else a collection holds is not ours. */
function addCollection(
	values: Record<string, unknown>,
	parameters: readonly Parameter[],
	place: Parameter['place'],
	collection: unknown,
): void {
	if (collection === null || typeof collection !== 'object') return;
	for (const { name, place: own, orElse } of parameters) {
		const value = (collection as Record<string, unknown>)[name];
		// Absent ones stay absent: ten thousand small objects are made faster than ten thousand large ones.
		if (own === place && value !== undefined) values[name] = value;
		// An expression that came to nothing: then nobody would be spared, or everybody allowed, which is a fault.
		else if (own === place && (orElse !== undefined || LIMITS.has(name)) && name in collection)
			values[name] = null;
	}
}
