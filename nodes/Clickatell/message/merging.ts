import type { Operation, Parameter } from '../catalogue/types';
import type { RawValues } from './checked';
import { characters } from './compose';
import {
	fieldNames,
	mergeFieldName,
	MOST_MERGE_FIELDS,
	NO_FIELDS,
	placeholderFault,
	placeholdersOf,
	readMergeFields,
	type MergeFields,
} from './mergeFields';
import {
	nameFault,
	NO_NAMES,
	numberPlaceholders,
	placeholderIn,
	valuesByName,
	type PlaceholderNames,
} from './namedPlaceholders';
import { replaceTypography } from './text/gsm';
import { isObject } from '../formats/isObject';
import type { Carrier, TextCarrier } from './carrier';
import { bad, good, type Coded } from './coded';
import { codeText } from './values';

type Report = (parameter: Parameter, fault: string) => void;

/** The values of a template, by their numbers, and the names that stand for numbers in it. */
export class Merging {
	names: PlaceholderNames = NO_NAMES;
	fields: MergeFields | undefined;
	/** As they are sent. */
	readonly wire: Record<string, string> = {};

	constructor(
		private readonly record: Operation,
		private readonly raw: RawValues,
		private readonly texts: TextCarrier,
		private readonly report: Report,
	) {}

	/** Looked for only where there is a template. */
	private get mapper(): Parameter | undefined {
		return this.record.parameters.find(({ type }) => type.kind === 'namedValues');
	}

	/** The template with a number for each name, where the operation takes names. */
	number(template: string): Coded {
		const fault = placeholderFault(template);
		if (fault !== undefined) return bad(fault);
		const mapper = this.mapper;
		if (!mapper) return good(template);
		const valueOf = this.namedValues(mapper);
		const ofName = nameFault(template, (name) => valueOf(name) !== undefined);
		if (ofName !== undefined) return bad(ofName);
		const numbered = numberPlaceholders(template);
		// A name may end where a number begins: #time#field1#.
		const ofNumber = placeholderFault(numbered.template);
		if (ofNumber !== undefined) return bad(ofNumber);
		this.names = numbered.names;
		return good(numbered.template);
	}

	private namedValues({ name }: Parameter): (name: string) => unknown {
		const values = this.raw[name];
		return valuesByName(isObject(values) ? values : {});
	}

	/** Takes the values that are given by their numbers. */
	read(parameter: Parameter, given: unknown, replaces: boolean): void {
		const read = readMergeFields(given);
		if (!read.ok) return this.report(parameter, read.fault);
		this.fields = read.fields;
		const hasTemplate = this.record.parameters.some(({ type }) => type.kind === 'template');
		if (read.fields.size === 0 && !hasTemplate) this.report(parameter, `is empty; ${NO_FIELDS}`);
		for (const [number, value] of read.fields) this.put(parameter, number, value, replaces);
	}

	/** Takes the values of the names, and says which placeholder has none and which value no placeholder. */
	complete(
		wanted: readonly number[],
		replaces: boolean,
	): { readonly faults: string[]; readonly isWhole: boolean } {
		const given: MergeFields = this.fields ?? new Map();
		const numbers = wanted.filter((number) => !this.names.has(number));
		const missing = numbers.filter((number) => !given.has(number));
		const unused = [...given.keys()].filter((number) => !numbers.includes(number));
		const mapper = this.mapper;
		const unnamed = mapper === undefined ? [] : this.takeNamed(mapper, given, replaces);
		const faults: string[] = [];
		if (missing.length > 0) {
			const wayOut = given.size === 0 ? NO_FIELDS : 'add the value or remove the placeholder';
			faults.push(`'Fields' lacks ${fieldNames(missing)}, which 'Template' uses; ${wayOut}`);
		}
		if (unused.length > 0) {
			faults.push(
				`'Fields' holds ${fieldNames(unused)}, which 'Template' does not use; remove the value or add the placeholder`,
			);
		}
		if (mapper !== undefined && unnamed.length > 0) {
			const which = unnamed.map((name) => `#${name}#`).join(', ');
			faults.push(
				`'Template' uses ${which}, which nothing fills; give it a value in '${mapper.label}', or the input item a field of this name`,
			);
		}
		return { faults, isWhole: missing.length + unnamed.length === 0 };
	}

	/** The names that have no value. */
	private takeNamed(mapper: Parameter, given: MergeFields, replaces: boolean): string[] {
		if (this.names.size === 0) return [];
		const valueOf = this.namedValues(mapper);
		const all = new Map([...given].filter(([number]) => !this.names.has(number)));
		const lacking: string[] = [];
		for (const [number, name] of this.names) {
			const value = valueOf(name);
			if (value === undefined || value === null) lacking.push(name);
			else if (typeof value === 'object')
				this.report(mapper, `holds an object or a list for #${name}#; pick one value of it`);
			else {
				const plain = value as string | number | boolean;
				all.set(number, String(plain));
				this.put(mapper, number, String(plain), replaces);
			}
		}
		this.fields = all;
		return lacking;
	}

	/** Why a template with these placeholders cannot be carried, if so: they are too many, or have numbers that no field has. */
	placeholdersFault(placeholders: readonly number[], carrier: Carrier | undefined): string | undefined {
		const most = carrier?.mergeFields ?? MOST_MERGE_FIELDS;
		const number = placeholders.find((one) => one < 1 || one > most);
		if (number === undefined) return undefined;
		const who = carrier ? `the ${carrier.label} server` : 'a template';
		const name = this.names.get(number);
		return name === undefined
			? `holds #field${number}#; ${who} has fields 1 to ${most}`
			: `holds ${placeholders.length} placeholders, of which #${name}# is one too many; ${who} has room for ${most}`;
	}

	private put(parameter: Parameter, number: number, value: string, replaces: boolean): void {
		const text = codeText(replaces ? replaceTypography(value) : value);
		const forcing = text.ok ? this.texts.measure(text.value, 'automatic').forcing : [];
		const which = `: the value of ${placeholderIn(this.names, number)}`;
		if (!text.ok) this.report(parameter, `${which} ${text.fault}`);
		else if (placeholdersOf(text.value).length > 0)
			this.report(parameter, `${which} holds a merge field, which might be replaced once more; remove it`);
		else if (forcing.length > 0) {
			this.report(
				parameter,
				`${which} needs Unicode because of ${characters(forcing)}, which a template with merge fields cannot carry; remove them`,
			);
		} else this.wire[mergeFieldName(number)] = text.value;
	}
}
