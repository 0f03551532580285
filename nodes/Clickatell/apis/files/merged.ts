import { mergeTemplate, placeholderFault, placeholdersOf } from '../../message/mergeFields';
import { composeText } from '../../message/compose';
import { nameFault } from '../../message/namedPlaceholders';
import {
	asCounted,
	forEachRow,
	hasLineBreak,
	type Lines,
	named,
	plainLines,
	unsafeCharacters,
} from './lines';
import type { BulkFault, BulkLines, Carrier, MergedTexts, MergeRow } from './types';

/** The first is what the gateway takes without being told. */
const DELIMITERS = [...',|;~^!*=_$%&@/'];

function templateLines(template: string, carrier: Carrier): Lines {
	const unsafe = unsafeCharacters(template);
	if (unsafe.length > 0) {
		return {
			ok: false,
			fault: `holds ${named(unsafe)}, which goes only as Unicode, and merge fields cannot be used with Unicode; remove them`,
		};
	}
	const misspelt = placeholderFault(template) ?? nameFault(template);
	if (misspelt !== undefined) return { ok: false, fault: misspelt };
	if (placeholdersOf(template).length === 0) {
		return { ok: false, fault: 'holds no merge field such as #field1#; put one in' };
	}
	return plainLines(template, carrier);
}

/** The values of a row in their order on the wire, up to the last one that the template uses. */
function valuesOf({ fields }: MergeRow, width: number): string[] {
	return Array.from({ length: width }, (_, i) => fields.get(i + 1) ?? '');
}

function mergeLine(to: string, values: readonly string[], delimiter: string): string {
	return `csv:${[to, ...values].join(delimiter)}`;
}

/** What is wrong with the values of one recipient, as ends of sentences that begin with the label of the fields. */
function rowFaults(
	row: MergeRow,
	values: readonly string[],
	used: readonly number[],
	content: MergedTexts,
	maxParts: number,
	carrier: Carrier,
): { faults: string[]; parts: number } {
	const missing = used.filter((number) => !row.fields.has(number)).map((number) => `#field${number}#`);
	if (missing.length > 0) {
		const fault = `lack ${missing.join(', ')}, which 'Template' uses; add the value or remove the merge field`;
		return { faults: [fault], parts: 0 };
	}
	const faults: string[] = [];
	const unsafe = unsafeCharacters(values.join(''));
	if (unsafe.length > 0) {
		faults.push(
			`hold ${named(unsafe)}, which goes only as Unicode, and merge fields cannot be used with Unicode; remove them`,
		);
	}
	if (values.some(hasLineBreak)) {
		faults.push('hold a line break, which would end the line; put it into the template or remove it');
	}
	if (values.some((value) => placeholdersOf(value).length > 0)) {
		faults.push('hold a merge field, which might be replaced once more; remove it');
	}
	const { delimiter } = content;
	if (delimiter !== undefined && values.some((value) => value.includes(delimiter))) {
		faults.push(`hold '${delimiter}', which parts the values; choose another 'Delimiter' or remove it`);
	}
	const { length } = mergeLine(row.to, values, ',');
	if (length > carrier.line) {
		faults.push(
			`make a line of ${length} characters, but ${carrier.name} carries at most ${carrier.line}; shorten the values`,
		);
	}
	if (unsafe.length > 0) return { faults, parts: 0 };
	const text = asCounted(mergeTemplate(content.template, row.fields));
	const composed = composeText(text, { encoding: 'gsm', replaceTypography: false, maxParts });
	if (!composed.ok) faults.push(`make a text that ${composed.fault}`);
	return { faults, parts: composed.ok ? composed.travel.parts : 0 };
}

/** The lines of a template and of its recipients. Stops now and then, for the caller to let others run. */
export function* mergedLines(
	content: MergedTexts,
	maxParts: number,
	carrier: Carrier,
	faults: BulkFault[],
): Generator<void, BulkLines> {
	const template = templateLines(content.template, carrier);
	if (!template.ok) faults.push({ sentence: `'Template' ${template.fault}` });
	if (content.delimiter !== undefined && !/^[!"$-/:-@[-_{-~]$/.test(content.delimiter)) {
		faults.push({ sentence: "'Delimiter' must be one punctuation character of ASCII other than '#'" });
	}
	const used = placeholdersOf(content.template);
	const width = used.at(-1) ?? 0;
	let free = content.delimiter === undefined ? DELIMITERS : [content.delimiter];
	const parts: number[] = [];
	yield* forEachRow(content.rows, (entry, row) => {
		const values = valuesOf(entry, width);
		const checked = rowFaults(entry, values, used, content, maxParts, carrier);
		parts.push(checked.parts);
		for (const fault of checked.faults) {
			faults.push({ row, sentence: `'Fields' ${fault}` });
		}
		if (content.delimiter === undefined) {
			free = free.filter((delimiter) => values.every((value) => !value.includes(delimiter)));
		}
	});
	const [delimiter] = free;
	if (delimiter === undefined) {
		faults.push({
			sentence: `'Fields' hold all of ${DELIMITERS.join(' ')}, of which one must part the values; remove one of them from all values or set 'Delimiter'`,
		});
	}
	if (!template.ok || delimiter === undefined || faults.length > 0)
		return { head: [], rows: [], encoding: 'gsm', parts };
	const rows: string[] = [];
	yield* forEachRow(content.rows, (entry) => {
		rows.push(mergeLine(entry.to, valuesOf(entry, width), delimiter));
	});
	const told = delimiter === DELIMITERS[0] ? [] : [`delimiter:${delimiter}`];
	return { head: [...template.lines, ...told], rows, encoding: 'gsm', parts };
}
