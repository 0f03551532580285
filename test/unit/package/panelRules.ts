import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import type { Finding } from './inlineLint';

/**
 * What n8n's guidelines and rules ask of a panel and what no rule over literals sees: names that are unique among the
 * fields shown together, secrets that are shown as dots, links that lead somewhere, wording in lists.
 */
export function checkPanel(description: INodeTypeDescription): Finding[] {
	const all = allProperties(description.properties);
	return [
		...namesShownTogether(description),
		...all.flatMap(([path, property]) =>
			PROPERTY_RULES.flatMap(([rule, fault]) => {
				const message = fault(property);
				return message === undefined ? [] : [{ rule, message, where: path }];
			}),
		),
	];
}

type Entry = readonly [path: string, property: INodeProperties];

/** Every property, however deep, with its path. */
export function allProperties(properties: readonly INodeProperties[], prefix = ''): Entry[] {
	return properties.flatMap((property): Entry[] => {
		const path = `${prefix}${property.name}`;
		const inside =
			property.type === 'collection'
				? (property.options as INodeProperties[])
				: property.type === 'fixedCollection'
					? (property.options as INodePropertyCollection[]).flatMap(({ values }) => values)
					: [];
		return [[path, property], ...allProperties(inside, `${path}.`)];
	});
}

function choicesOf({ type, options }: INodeProperties): INodePropertyOptions[] {
	return type === 'options' || type === 'multiOptions' ? ((options ?? []) as INodePropertyOptions[]) : [];
}

function labelsOf(property: INodeProperties): string[] {
	if (property.type === 'collection') {
		return (property.options as INodeProperties[]).map(({ displayName }) => displayName);
	}
	return choicesOf(property).map(({ name }) => name);
}

const SMALL_WORDS = new Set([
	'a',
	'an',
	'and',
	'as',
	'at',
	'by',
	'for',
	'in',
	'of',
	'on',
	'or',
	'per',
	'the',
	'to',
	'with',
]);
const SECRET = /password|secret|token|passphrase|apikey|privatekey|voucher/i;
const IN_CAPITALS = /^([A-Z]{2,}s?|Clickatell|WhatsApp)$/;

/** A rule gives a message where a property breaks it. */
type PropertyRule = readonly [rule: string, fault: (property: INodeProperties) => string | undefined];

const isShown = ({ type }: INodeProperties) => !['notice', 'callout', 'credentials', 'hidden'].includes(type);

/** Shorter lists stand in the order in which people need their entries. */
const SORTED_FROM = 5;

const PROPERTY_RULES: readonly PropertyRule[] = [
	[
		'sorted-lists',
		(property) => {
			const labels = labelsOf(property);
			// What most people look for comes first among the resources and the operations.
			if (labels.length < SORTED_FROM || property.name === 'resource' || labels[0] === 'Send')
				return undefined;
			// Numbers in their order: #field10# after #field9#.
			const sorted = [...labels].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
			return labels.join('|') === sorted.join('|') ? undefined : `should be ${sorted.join(', ')}`;
		},
	],
	[
		'title-case',
		(property) => {
			if (!isShown(property)) return undefined;
			const wrong = [property.displayName, ...labelsOf(property)].find((label) =>
				label.split(/[\s/(]+/).some((word, i) => /^[a-z]/.test(word) && (i === 0 || !SMALL_WORDS.has(word))),
			);
			return wrong === undefined ? undefined : `'${wrong}' is not in Title Case`;
		},
	],
	[
		'described',
		(property) =>
			!isShown(property) || ['resource', 'operation'].includes(property.name) || property.description?.trim()
				? undefined
				: 'has no description',
	],
	[
		'booleans-say-whether',
		({ type, description }) =>
			type !== 'boolean' || description?.startsWith('Whether ') ? undefined : "does not begin with 'Whether'",
	],
	[
		'periods',
		({ description }) => {
			if (description === undefined || description === '') return undefined;
			const several = /[a-z0-9)'"]\. +[A-Z0-9'"]/.test(description);
			if (several === description.endsWith('.')) return undefined;
			return several ? 'several sentences, but no final period' : 'one sentence with a final period';
		},
	],
	[
		'actions-in-sentence-case',
		(property) => {
			const wrong = choicesOf(property)
				.map(({ action }) => action)
				.find(
					(action) =>
						action !== undefined &&
						(!/^[A-Z]/.test(action) ||
							action.endsWith('.') ||
							action.split(' ').some((word, i) => i > 0 && /^[A-Z]/.test(word) && !IN_CAPITALS.test(word))),
				);
			return wrong === undefined ? undefined : `the action '${wrong}' is not in sentence case`;
		},
	],
	[
		'operations-have-actions',
		(property) =>
			property.name !== 'operation' || choicesOf(property).every(({ action }) => action)
				? undefined
				: 'an operation has no action',
	],
	[
		'numbers-start-within-their-limits',
		({ type, default: initial, typeOptions }) => {
			if (type !== 'number' || typeof initial !== 'number') return undefined;
			const { minValue = -Infinity, maxValue = Infinity } = typeOptions ?? {};
			return initial >= minValue && initial <= maxValue ? undefined : `${initial} is beyond its own limits`;
		},
	],
	[
		'defaults-are-choices',
		(property) => {
			const { type, default: initial, options, typeOptions } = property;
			if (type !== 'options' || options === undefined || typeOptions?.loadOptionsMethod !== undefined)
				return undefined;
			return choicesOf(property).some(({ value }) => value === initial)
				? undefined
				: `${JSON.stringify(initial)} is none of the choices`;
		},
	],
	[
		'secrets-are-hidden',
		({ type, name, typeOptions }) =>
			type !== 'string' || !SECRET.test(name) || typeOptions?.password === true
				? undefined
				: 'is not shown as dots',
	],
	[
		'links-lead-somewhere',
		({ displayName, description, hint }) => {
			const links = [
				...`${displayName} ${description ?? ''} ${hint ?? ''}`.matchAll(/<a\s[^>]*href="([^"]*)"/g),
			];
			const wrong = links.map(([, link = '']) => link).find((link) => !/^https:\/\/[^/]+\/\S+$/.test(link));
			return wrong === undefined ? undefined : `'${wrong}' is no link`;
		},
	],
	[
		'examples-say-so',
		({ type, placeholder }) =>
			type !== 'string' || placeholder === undefined || placeholder === '' || placeholder.startsWith('e.g. ')
				? undefined
				: "the placeholder does not begin with 'e.g.'",
	],
];

type Shown = Record<string, unknown[] | undefined>;

/** Whether two top-level fields can be shown at the same time. */
function canBeSeenTogether(a: INodeProperties, b: INodeProperties): boolean {
	const [first = {}, second = {}] = [a.displayOptions?.show, b.displayOptions?.show] as [Shown?, Shown?];
	return Object.entries(first).every(([name, values]) => {
		const others = second[name];
		return values === undefined || others === undefined || values.some((value) => others.includes(value));
	});
}

function namesShownTogether({ properties }: INodeTypeDescription): Finding[] {
	const byName = new Map<string, INodeProperties[]>();
	const findings: Finding[] = [];
	const note = (where: string) =>
		findings.push({ rule: 'unique-names', message: 'is shown twice at the same time', where });
	for (const property of properties) {
		const others = byName.get(property.name) ?? [];
		if (others.some((other) => canBeSeenTogether(property, other))) note(property.name);
		byName.set(property.name, [...others, property]);
	}
	for (const [path, { type, options = [] }] of allProperties(properties)) {
		if (type !== 'collection') continue;
		const names = options.map(({ name }) => name);
		if (new Set(names).size < names.length) note(path);
	}
	return findings;
}
