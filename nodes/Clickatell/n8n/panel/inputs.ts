import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Choice, Guard, Parameter } from '../../catalogue/types';
import { mergeFieldName, MOST_MERGE_FIELDS } from '../../message/mergeFields';
import { NAMED_VALUES } from './namedValues';
import { inPanelOrder, labelOf, sentences } from './order';
import { QUIET_HOURS_INPUT } from './quietHoursInput';
import { BUTTONS, FORM_FIELDS, WAIT_LIMIT } from './questionInputs';
import { defined } from '../../formats/defined';

function toOptions(choices: readonly Choice[]): INodePropertyOptions[] {
	return inPanelOrder(choices, labelOf).map(({ label, value, help }) => ({
		name: label,
		value,
		...(help === undefined ? {} : { description: sentences(help) }),
	}));
}

/** The method that fills a dropdown is named like the operation that lists its entries. */
export function lookupName(operation: string): string {
	return defined(operation.split('.').pop());
}

/** Each placeholder can be added once, and its row says which it is. */
function toMergeField(number: number): INodeProperties {
	const name = mergeFieldName(number);
	return {
		displayName: `#${name}#`,
		name,
		type: 'string',
		default: '',
		description: `What replaces #${name}# in the template`,
	};
}

function sentenceCase(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A row of names with their values. */
function pairFields(one: string): INodeProperties[] {
	return [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1',
			description: `What the ${one} is called: 1 for the first, unless it has a name`,
		},
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			description: `What replaces the ${one}`,
		},
	];
}

/** How the panel asks for a kind of value. */
export function inputFor(
	parameter: Parameter | Guard,
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
				default: initial ?? defined(type.choices[0]).value,
				options: toOptions(type.choices),
			};
		case 'bits':
			return { type: 'multiOptions', default: [], options: toOptions(type.choices) };
		case 'utcTime':
			return { type: 'dateTime', default: '' };
		case 'mergeFields':
			return {
				type: 'collection',
				default: {},
				placeholder: 'Add Placeholder',
				options: Array.from({ length: MOST_MERGE_FIELDS }, (_, index) => toMergeField(index + 1)),
			};
		case 'namedValues':
			return NAMED_VALUES;
		case 'zonedTime':
			return { type: 'dateTime', default: '' };
		case 'json':
			return { type: 'json', default: initial ?? (type.list ? '[]' : '{}') };
		case 'pairs':
			return {
				type: 'fixedCollection',
				default: {},
				placeholder: `Add ${sentenceCase(type.one)}`,
				typeOptions: { multipleValues: true, sortable: true },
				options: [{ displayName: sentenceCase(type.one), name: 'pair', values: pairFields(type.one) }],
			};
		case 'buttons':
			return BUTTONS;
		case 'formFields':
			return FORM_FIELDS;
		case 'waitLimit':
			return WAIT_LIMIT;
		case 'quietHours':
			return QUIET_HOURS_INPUT;
		case 'lookup':
			return { type: 'options', default: '', typeOptions: { loadOptionsMethod: lookupName(type.operation) } };
		default:
			return { type: 'string', default: initial ?? '' };
	}
}
