import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { OPERATIONS, RESOURCES } from '../operations';
import type { Choice, Operation, Parameter } from '../operations/types';
import { MOST_MERGE_FIELDS } from '../protocol/mergeFields';

/** n8n's wording rule: one sentence ends without a period, several end with one. */
function sentences(text: string): string {
	const several = /\.\s+\S/.test(text);
	return several && !/[.!?]$/.test(text) ? `${text}.` : text;
}

function byLabel<T extends { readonly label: string }>(list: readonly T[]): T[] {
	return [...list].sort((a, b) => a.label.localeCompare(b.label, 'en'));
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

function toProperty(parameter: Parameter): INodeProperties {
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

const COLLECTIONS = {
	options: {
		displayName: 'Options',
		placeholder: 'Add Option',
		description: 'What else the message or call can be given',
	},
	sending: {
		displayName: 'Sending',
		placeholder: 'Add Sending Option',
		description: 'How the node makes its calls',
	},
} as const;

function collectionsOf(operation: Operation): INodeProperties[] {
	return (['options', 'sending'] as const).flatMap((place): INodeProperties[] => {
		const members = byLabel(operation.parameters.filter((parameter) => parameter.place === place));
		if (members.length === 0) return [];
		return [
			{
				displayName: COLLECTIONS[place].displayName,
				name: place,
				type: 'collection',
				placeholder: COLLECTIONS[place].placeholder,
				default: {},
				description: COLLECTIONS[place].description,
				displayOptions: showFor(operation),
				options: members.map(toProperty),
			},
		];
	});
}

function fieldsOf(operation: Operation): INodeProperties[] {
	const notice: INodeProperties[] = operation.notice
		? [
				{
					displayName: operation.notice,
					name: `${operation.operation}Notice`,
					type: 'notice',
					default: '',
					displayOptions: showFor(operation),
				},
			]
		: [];
	const main = operation.parameters
		.filter((parameter) => parameter.place === 'main')
		.map((parameter) => ({ ...toProperty(parameter), displayOptions: showFor(operation, parameter) }));
	return [...notice, ...main, ...collectionsOf(operation)];
}

function operationSelector(resource: string): INodeProperties {
	const operations = OPERATIONS.filter((operation) => operation.resource === resource);
	const options = [...operations]
		.sort((a, b) => a.title.localeCompare(b.title, 'en'))
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
	];
}

/** The resources whose operations need a credential of this API. */
export function resourcesOf(api: 'soap' | 'connect'): string[] {
	return RESOURCES.filter((resource) => resource.api === api).map(({ value }) => value);
}

/** Output fields that n8n must always hide in the panel and in logs. */
export function secretFields(): string[] {
	return OPERATIONS.flatMap(({ result }) => result.filter(({ secret }) => secret).map(({ name }) => name));
}
