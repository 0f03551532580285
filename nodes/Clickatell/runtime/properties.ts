import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { OPERATIONS, RESOURCES } from '../operations';
import type { Choice, Operation, Parameter } from '../operations/types';
import { MOST_MERGE_FIELDS } from '../protocol/mergeFields';
import { counterProperties } from './counter';
import { operationUrl } from './documentation';

/** n8n's wording rule: one sentence ends without a period, several end with one. */
function sentences(text: string): string {
	const several = /\.\s+\S/.test(text);
	return several && !/[.!?]$/.test(text) ? `${text}.` : text;
}

/** The order of the alphabet. Not by localeCompare, whose first use takes 6 ms of n8n's start. */
function alphabetically(a: string, b: string): number {
	const one = a.toLowerCase();
	const other = b.toLowerCase();
	return one < other ? -1 : one > other ? 1 : 0;
}

function byLabel<T extends { readonly label: string }>(list: readonly T[]): T[] {
	return [...list].sort((a, b) => alphabetically(a.label, b.label));
}

function toOptions(choices: readonly Choice[]): INodePropertyOptions[] {
	return byLabel(choices).map(({ label, value, help }) => ({
		name: label,
		value,
		...(help === undefined ? {} : { description: sentences(help) }),
	}));
}

/** The method that fills a dropdown is named like the operation that lists its entries. */
export function lookupName(operation: string): string {
	return operation.split('.').pop()!;
}

/** How the panel asks for a kind of value. */
function inputFor(
	parameter: Parameter,
): Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties> {
	const { type, initial } = parameter;
	switch (type.kind) {
		case 'message':
		case 'template':
			return { type: 'string', default: initial ?? '', typeOptions: { rows: 4 } };
		case 'text':
			return {
				type: 'string',
				default: initial ?? '',
				...(parameter.secret
					? { typeOptions: { password: true } }
					: type.rows
						? { typeOptions: { rows: type.rows } }
						: {}),
			};
		case 'integer':
			return {
				type: 'number',
				default: initial ?? type.min,
				typeOptions: { minValue: type.min, maxValue: type.max, numberPrecision: 0 },
			};
		case 'decimal':
			return {
				type: 'number',
				default: initial ?? type.min,
				typeOptions: {
					minValue: type.min,
					...(type.max === undefined ? {} : { maxValue: type.max }),
					numberPrecision: 3,
				},
			};
		case 'flag':
			return { type: 'boolean', default: initial ?? false };
		case 'choice':
			return {
				type: 'options',
				default: initial ?? type.choices[0]!.value,
				options: toOptions(type.choices),
			};
		case 'bits':
			return { type: 'multiOptions', default: [], options: toOptions(type.choices) };
		case 'utcTime':
			return { type: 'dateTime', default: '' };
		case 'mergeFields':
			return {
				type: 'fixedCollection',
				default: {},
				placeholder: 'Add Field',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Field' },
				options: [
					{
						displayName: 'Field',
						name: 'field',
						values: [
							{
								displayName: 'Number',
								name: 'number',
								type: 'number',
								default: 1,
								typeOptions: { minValue: 1, maxValue: MOST_MERGE_FIELDS, numberPrecision: 0 },
								description: 'Which placeholder it fills: 1 for #field1#',
							},
							{
								displayName: 'Value',
								name: 'value',
								type: 'string',
								default: '',
								description: 'What stands in its place',
							},
						],
					},
				],
			};
		case 'lookup':
			return { type: 'options', default: '', typeOptions: { loadOptionsMethod: lookupName(type.operation) } };
		default:
			return { type: 'string', default: initial ?? '' };
	}
}

/** n8n's wording for every list that is filled from elsewhere; what it is for goes into the hint. */
const FROM_LIST =
	'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

function toProperty(parameter: Parameter): INodeProperties {
	if (parameter.type.kind === 'lookup') {
		const { label, help, ...rest } = parameter;
		const named = toPlainProperty({ ...rest, label: `${label} Name or ID`, help: FROM_LIST });
		return { ...named, hint: sentences(help) };
	}
	return toPlainProperty(parameter);
}

function toPlainProperty(parameter: Parameter): INodeProperties {
	return {
		displayName: parameter.label,
		name: parameter.name,
		...inputFor(parameter),
		...(parameter.required && parameter.place === 'main' ? { required: true } : {}),
		...(parameter.placeholder === undefined ? {} : { placeholder: parameter.placeholder }),
		...(parameter.hint === undefined ? {} : { hint: parameter.hint }),
		description: sentences(parameter.help),
	};
}

function showFor(operation: Operation, parameter?: Parameter): IDisplayOptions {
	return {
		show: {
			resource: [operation.resource],
			operation: [operation.operation],
			...(parameter?.when ? { [parameter.when.parameter]: [...parameter.when.is] } : {}),
		},
	};
}

/** What the two collections of an operation are called. */
function collectionTexts(
	place: 'options' | 'sending',
	{ effect }: Operation,
): Pick<INodeProperties, 'displayName' | 'placeholder' | 'description'> {
	if (place === 'options') {
		return { displayName: 'Options', placeholder: 'Add Option', description: 'What else can be set' };
	}
	return {
		displayName: effect === 'spend' ? 'Sending' : 'Request Options',
		placeholder: effect === 'spend' ? 'Add Sending Option' : 'Add Request Option',
		description: 'How the node makes its calls',
	};
}

function collectionsOf(operation: Operation): INodeProperties[] {
	return (['options', 'sending'] as const).flatMap((place): INodeProperties[] => {
		const members = byLabel(operation.parameters.filter((parameter) => parameter.place === place));
		if (members.length === 0) return [];
		return [
			{
				...collectionTexts(place, operation),
				name: place,
				type: 'collection',
				default: {},
				displayOptions: showFor(operation),
				options: members.map(toProperty),
			},
		];
	});
}

/** What must be ready before, what the operation costs in the words of its description, and where it is explained. */
function noticeOf(operation: Operation): INodeProperties {
	const cost = operation.description.split(/\.\s+/).filter((sentence) => /spends|charge/i.test(sentence));
	const says = [...(operation.notice ? [operation.notice] : []), ...cost].join('. ');
	return {
		displayName: `${says}. <a href="${operationUrl(operation)}" target="_blank">More info</a>.`,
		name: `${operation.operation}Notice`,
		type: 'notice',
		default: '',
		displayOptions: showFor(operation),
	};
}

/**
 * What an AI agent is told, when the node is one of its tools. n8n itself would tell no more than "Send message in
 * Clickatell"; it leaves a parameter of this name alone.
 */
function toolDescriptionOf(operation: Operation): INodeProperties {
	const { show } = showFor(operation);
	const once = operation.effect === 'spend' ? ' Call it once: a repeated call spends again.' : '';
	const returned = operation.result.map(({ name }) => name).join(', ');
	return {
		displayName: 'Tool Description',
		name: 'toolDescription',
		type: 'string',
		default: `${operation.description}.${once} Returns ${returned}.`,
		required: true,
		typeOptions: { rows: 6 },
		description: 'What the AI agent is told about this tool',
		displayOptions: { show: { ...show, '@tool': [true] } },
	};
}

function fieldsOf(operation: Operation): INodeProperties[] {
	const main = operation.parameters.filter((parameter) => parameter.place === 'main');
	return [
		noticeOf(operation),
		toolDescriptionOf(operation),
		...main.map((parameter) => ({
			...toProperty(parameter),
			displayOptions: showFor(operation, parameter),
		})),
	];
}

function operationSelector(resource: string): INodeProperties {
	const operations = OPERATIONS.filter((operation) => operation.resource === resource);
	const options = [...operations]
		.sort((a, b) => alphabetically(a.title, b.title))
		.map((operation) => ({
			name: operation.title,
			value: operation.operation,
			action: operation.action,
			description: sentences(operation.description),
		}));
	const initial = operations.some(({ operation }) => operation === 'send') ? 'send' : options[0]!.value;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options,
		default: initial,
	};
}

/** The whole panel of the action node, derived from the catalogue. */
export function nodeProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: byLabel(RESOURCES).map(({ label, value }) => ({ name: label, value })),
			default: 'message',
		},
		...byLabel(RESOURCES).map(({ value }) => operationSelector(value)),
		...OPERATIONS.flatMap(fieldsOf),
		...counterProperties(),
		...OPERATIONS.flatMap(collectionsOf),
	];
}

/** What stands below the node's name on the canvas, such as `Send: Message`. */
export function nodeSubtitle(): string {
	const titles = OPERATIONS.map(({ resource, operation, title }) => {
		const { label } = RESOURCES.find(({ value }) => value === resource)!;
		return [`${operation} ${resource}`, `${title}: ${label}`] as const;
	});
	const known = JSON.stringify(Object.fromEntries(titles));
	return `={{ (${known})[$parameter["operation"] + " " + $parameter["resource"]] }}`;
}

/** The resources whose operations need a credential of this API. */
export function resourcesOf(api: 'soap' | 'connect'): string[] {
	return RESOURCES.filter((resource) => resource.api === api).map(({ value }) => value);
}

/** Output fields that n8n must always hide in the panel and in logs. */
export function secretFields(): string[] {
	return OPERATIONS.flatMap(({ result }) => result.filter(({ secret }) => secret).map(({ name }) => name));
}
