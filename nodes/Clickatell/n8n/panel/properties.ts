import type { IDisplayOptions, INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import { ACCOUNTS, OPERATIONS, resourceNamed } from '../../catalogue';
import { guardedBy, GUARDS } from '../../catalogue/guards';
import { QUESTION } from '../../catalogue/questionParameters';
import { outputFields } from '../../catalogue/resultFields';
import type { Guard, Operation, Parameter } from '../../catalogue/types';
import { inputFor } from './inputs';
import { countsText, noticesOf } from './notices';
import { inPanelOrder, labelOf, sentences } from './order';
import { CHANNEL, shownFor } from './reviewTool';
import { accountSelector, operationSelector, resourceSelector } from './selectors';

/** n8n's wording for every list that is filled from elsewhere; what it is for goes into the hint. */
const FROM_LIST =
	'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

function toProperty(parameter: Parameter | Guard): INodeProperties {
	if (parameter.type.kind === 'lookup') {
		const { label, help, ...rest } = parameter;
		const named = toPlainProperty({ ...rest, label: `${label} Name or ID`, help: FROM_LIST });
		return { ...named, hint: sentences(help) };
	}
	return toPlainProperty(parameter);
}

/** Many operations share a parameter, and n8n makes the panel at its start. */
const made = new WeakMap<Parameter | Guard, INodeProperties>();

function toPlainProperty(parameter: Parameter | Guard): INodeProperties {
	const known = made.get(parameter) ?? makeProperty(parameter);
	made.set(parameter, known);
	return { ...known };
}

function makeProperty(parameter: Parameter | Guard): INodeProperties {
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

/**
 * When a field is shown. For something in a collection, a slash begins the way to it, and n8n reads a saved node without
 * its collections, so that a field may be hidden for an option, but never be shown for one: its value would be dropped.
 */
function displayOf(operation: Operation, { when, unless }: Parameter): IDisplayOptions {
	const show = shownFor(operation);
	const option = operation.parameters.find(({ name }) => name === unless);
	return {
		show: when ? { ...show, [when.parameter]: [...when.is] } : show,
		...(option ? { hide: { [`/${option.place}.${option.name}`]: [{ _cnd: { exists: true } }] } } : {}),
	};
}

/** The two collections of an operation. */
const COLLECTIONS = [
	{
		displayName: 'Options',
		name: 'options',
		placeholder: 'Add Option',
		description: 'What else can be set',
	},
	{
		displayName: 'Advanced',
		name: 'advanced',
		placeholder: 'Add Advanced Option',
		description: 'What few people need, such as how fast the node makes its calls',
	},
] as const;

function collectionsOf(operation: Operation): INodeProperties[] {
	return COLLECTIONS.flatMap((collection): INodeProperties[] => {
		const members = operation.parameters.filter(({ place }) => place === collection.name);
		if (members.length === 0) return [];
		return [
			{
				...collection,
				type: 'collection',
				default: {},
				displayOptions: { show: shownFor(operation) },
				options: inPanelOrder(members, labelOf).map(toProperty),
			},
		];
	});
}

/**
 * What an AI agent is told, when the node is one of its tools. n8n itself would tell no more than "Send message in
 * Clickatell"; it leaves a parameter of this name alone.
 */
function toolDescriptionOf(operation: Operation): INodeProperties[] {
	// A review tool has a description of its own; no other tool can wait.
	if (operation.notForAgents || operation.api === 'question') return [];
	const returned = outputFields(operation, true)
		.map(({ name }) => name)
		.join(', ');
	const told = [
		operation.description,
		...(operation.limits === undefined ? [] : [operation.limits]),
		...(operation.effect === 'spend'
			? ['Call it once: do not repeat a call that may have been carried out']
			: []),
		`Returns ${returned}`,
	];
	return [
		{
			displayName: 'Tool Description',
			name: 'toolDescription',
			type: 'string',
			default: `${told.join('. ')}.`,
			required: true,
			typeOptions: { rows: 6 },
			description: 'What the AI agent is told about this tool',
			displayOptions: { show: { ...shownFor(operation), '@tool': [true] } },
		},
	];
}

/** One collection for all operations that send: no operation that does not has the name of one that does. */
function guards(): INodeProperties {
	const only = (operations: readonly Operation[], root: '' | '/') => ({
		[`${root}resource`]: [...new Set(operations.map(({ resource }) => resource))],
		[`${root}operation`]: [...new Set(operations.map(({ operation }) => operation))],
	});
	const [first] = GUARDS;
	return {
		displayName: 'Guards',
		name: 'guards',
		type: 'collection',
		placeholder: 'Add Guard',
		default: {},
		description: 'Limits for the AI agent, whatever it is told. It cannot change them.',
		displayOptions: { show: { ...only(guardedBy(first), ''), '@tool': [true] } },
		options: GUARDS.map((guard) => ({
			...toProperty(guard),
			...(guard === first ? {} : { noDataExpression: true }),
			displayOptions: { show: only(guardedBy(guard), '/') },
		})),
	};
}

function fieldsOf(operation: Operation): INodeProperties[] {
	const main = operation.parameters.filter((parameter) => parameter.place === 'main');
	const fields = main.map((parameter) => ({
		...toProperty(parameter),
		displayOptions: displayOf(operation, parameter),
	}));
	// Where a text is counted, the notice belongs below the text.
	const above = countsText(operation) ? main.findLastIndex(isContent) + 1 : 0;
	return [
		...toolDescriptionOf(operation),
		...fields.slice(0, above),
		...noticesOf(operation),
		...fields.slice(above),
	];
}

function isContent({ name, type: { kind } }: Parameter): boolean {
	return kind === 'message' || kind === 'hex' || name === QUESTION.name;
}

/** The whole panel of the action node, derived from the catalogue. */
export function nodeProperties(): INodeProperties[] {
	return [
		accountSelector(),
		...ACCOUNTS.map(resourceSelector),
		...ACCOUNTS.flatMap((account) => account.resources.map(({ value }) => operationSelector(account, value))),
		CHANNEL,
		...OPERATIONS.flatMap(fieldsOf),
		...OPERATIONS.flatMap(collectionsOf),
		guards(),
	];
}

/** What stands below the node's name on the canvas, such as `Send: Message`. */
export function nodeSubtitle(): string {
	const titles = OPERATIONS.map(({ resource, operation, title }) => {
		const { label } = resourceNamed(resource);
		return [`${operation} ${resource}`, `${title}: ${label}`] as const;
	});
	const known = JSON.stringify(Object.fromEntries(titles));
	return `={{ (${known})[$parameter["operation"] + " " + $parameter["resource"]] }}`;
}

/** Operations that need no credential, because they make no call. */
function withoutCredential(): string[] {
	return OPERATIONS.filter(({ authentication }) => authentication === 'none').map(
		({ operation }) => operation,
	);
}

/**
 * Each account's credential. The name of the field begins with a slash: the editor moves a field that credentials
 * depend on by its bare name out of the panel, into the dialog of the credential.
 */
export function nodeCredentials(): INodeCredentialDescription[] {
	return ACCOUNTS.map(({ value, credential }) => ({
		name: credential,
		required: true,
		displayOptions: {
			show: { '/authentication': [value] },
			hide: { operation: withoutCredential() },
		},
	}));
}

/** Output fields that n8n must always hide in the panel and in logs. */
export function secretFields(): string[] {
	return OPERATIONS.flatMap(({ result }) => result.filter(({ secret }) => secret).map(({ name }) => name));
}
