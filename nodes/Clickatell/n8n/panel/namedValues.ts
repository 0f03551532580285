import type { ILoadOptionsFunctions, INodeProperties, ResourceMapperFields } from 'n8n-workflow';
import { namesIn } from '../../message/namedPlaceholders';
import { placeholderFault } from '../../message/mergeFields';

const METHOD = 'placeholdersOfTemplate';
const TEMPLATE = 'template';

/**
 * One row for each name in the template; without a choice, the fields of the input items with these names. It does not
 * depend on the template as far as n8n knows: n8n would drop all that was chosen with every change of the text. It asks for the names when rows are asked for,
 * and when the panel is opened.
 */
export const NAMED_VALUES: Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties> = {
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'autoMapInputData', value: null },
	typeOptions: {
		resourceMapper: {
			resourceMapperMethod: METHOD,
			mode: 'add',
			fieldWords: { singular: 'placeholder', plural: 'placeholders' },
			valuesLabel: 'Placeholders',
			noFieldsError: 'The template has no placeholder with a name, such as #firstName#.',
			addAllFields: true,
			multiKeyMatch: false,
			supportAutoMap: true,
			refreshStaleSchemaOnOpen: true,
		},
	},
};

/** The names in the template as it is written: of an expression, those in its text. */
export function namedValueMethods(): Record<
	string,
	(this: ILoadOptionsFunctions) => Promise<ResourceMapperFields>
> {
	return {
		async [METHOD](this: ILoadOptionsFunctions) {
			const template = this.getCurrentNodeParameter(TEMPLATE);
			const names =
				typeof template === 'string' && placeholderFault(template) === undefined ? namesIn(template) : [];
			return {
				fields: names.map((name) => ({
					id: name,
					displayName: `#${name}#`,
					required: true,
					defaultMatch: false,
					canBeUsedToMatch: false,
					display: true,
					type: 'string',
				})),
			};
		},
	};
}
