import { isObject } from '../formats/isObject';
import { asText, bad, codeText, good, isBlank, quoted, type Coded } from './coded';
import { timeText } from './timeValues';
import { defined } from '../formats/defined';

/** What is asked beside the question: the buttons, the fields of the form, how long to wait. Each is coded as JSON. */

/** One button, or two. */
export interface Buttons {
	readonly approve: string;
	/** Undefined where one can only approve. */
	readonly decline?: string | undefined;
}

const APPROVE = 'Approve';

/** What holds where nothing is chosen, as coded. */
export const ONE_BUTTON = JSON.stringify({ approve: APPROVE } satisfies Buttons);

export const FIELD_TYPES = ['text', 'textarea', 'number', 'email', 'date', 'dropdown', 'checkbox'] as const;

export interface FormField {
	readonly label: string;
	readonly type: (typeof FIELD_TYPES)[number];
	readonly required: boolean;
	/** What a dropdown offers, or the boxes that can be ticked. */
	readonly options: readonly string[];
}

/** A time that an interval or a date names; a date without an offset is in the workflow's zone. */
export type WaitLimit =
	{ readonly kind: 'after'; readonly ms: number } | { readonly kind: 'at'; readonly time: string };

/** What stands beside the fields of an answer. */
const ANSWERED_AT = 'respondedAt';

const LONGEST_LABEL = 100;
const MOST_FIELDS = 30;
const MOST_OPTIONS = 50;
const UNITS: Readonly<Record<string, number>> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
/** n8n stores the moment as a date; nobody waits longer. */
const MOST_DAYS = 366;

type Row = Readonly<Record<string, unknown>>;

/** `values` of a collection of the panel: one row, several, or none. */
function valuesOf(raw: unknown): unknown {
	return isObject(raw) ? raw['values'] : undefined;
}

function codeLabel(raw: unknown, otherwise: string): Coded {
	if (isBlank(raw)) return good(otherwise);
	const coded = codeText(raw);
	if (!coded.ok) return coded;
	const text = coded.value.trim();
	return text.length <= LONGEST_LABEL
		? good(text)
		: bad(`has a label of ${text.length} characters; at most ${LONGEST_LABEL} are allowed`);
}

export function codeButtons(raw: unknown): Coded {
	const given = valuesOf(raw);
	const row = isObject(given) ? given : {};
	const approve = codeLabel(row['approveLabel'], APPROVE);
	const decline = codeLabel(row['disapproveLabel'], 'Decline');
	if (!approve.ok) return approve;
	if (!decline.ok) return decline;
	const type = row['approvalType'] ?? 'single';
	if (type !== 'single' && type !== 'double')
		return bad(`has the type ${quoted(type)}; it must be single or double`);
	if (type === 'single') return good(JSON.stringify({ approve: approve.value } satisfies Buttons));
	if (approve.value === decline.value)
		return bad(`has ${quoted(approve.value)} on both buttons; give each a label of its own`);
	return good(JSON.stringify({ approve: approve.value, decline: decline.value } satisfies Buttons));
}

function codeOptions(raw: unknown): Coded<readonly string[]> {
	const rows = valuesOf(raw);
	const options: string[] = [];
	for (const row of Array.isArray(rows) ? rows : []) {
		const coded = codeLabel(isObject(row) ? row['option'] : row, '');
		if (!coded.ok) return coded;
		if (coded.value !== '' && !options.includes(coded.value)) options.push(coded.value);
	}
	return options.length <= MOST_OPTIONS
		? good(options)
		: bad(`has ${options.length} options; at most ${MOST_OPTIONS} are allowed`);
}

function codeField(row: Row): Coded<FormField> {
	const label = codeLabel(row['fieldLabel'], '');
	if (!label.ok) return label;
	if (label.value === '') return bad('has no label; fill in what the page asks for');
	if (label.value === ANSWERED_AT)
		return bad(
			`is called '${ANSWERED_AT}', as the time of the answer is in the output; give it another label`,
		);
	const given = row['fieldType'] ?? 'text';
	const type = FIELD_TYPES.find((each) => each === given);
	if (type === undefined)
		return bad(`has the type ${quoted(given)}; choose one of ${FIELD_TYPES.join(', ')}`);
	const options = codeOptions(row['fieldOptions']);
	if (!options.ok) return options;
	if ((type === 'dropdown' || type === 'checkbox') && options.value.length === 0)
		return bad('has no options; add at least one');
	return good({ label: label.value, type, required: row['requiredField'] === true, options: options.value });
}

export function codeFormFields(raw: unknown): Coded {
	const rows = valuesOf(raw);
	if (!Array.isArray(rows) || rows.length === 0) return bad('has no field; add at least one');
	if (rows.length > MOST_FIELDS) return bad(`has ${rows.length} fields; at most ${MOST_FIELDS} are allowed`);
	const fields: FormField[] = [];
	for (const [i, row] of rows.entries()) {
		const coded = isObject(row) ? codeField(row) : bad('is not a field of a form');
		if (!coded.ok) return bad(`: field ${i + 1} ${coded.fault}`);
		if (fields.some(({ label }) => label === coded.value.label))
			return bad(`has two fields called ${quoted(coded.value.label)}; give each a label of its own`);
		fields.push(coded.value);
	}
	return good(JSON.stringify(fields));
}

/** Empty where no limit is set. */
export function codeWaitLimit(raw: unknown): Coded {
	const row = valuesOf(raw);
	if (!isObject(row)) return good('');
	if ((row['limitType'] ?? 'afterTimeInterval') === 'atSpecifiedTime') {
		const given = row['maxDateAndTime'];
		if (isBlank(given)) return bad('has no date and time; fill it in, or remove the option');
		const time = timeText(given);
		return time === ''
			? bad(`is ${quoted(given)}; it must be a date and time such as 2030-01-31T09:00:00`)
			: good(JSON.stringify({ kind: 'at', time } satisfies WaitLimit));
	}
	const unit = UNITS[asText(row['resumeUnit']) ?? 'hours'];
	const amount = Number(row['resumeAmount'] ?? 1);
	if (unit === undefined)
		return bad(`has the unit ${quoted(row['resumeUnit'])}; choose minutes, hours or days`);
	const ms = Math.round(amount * unit);
	if (!(ms > 0 && ms <= MOST_DAYS * defined(UNITS['days']))) {
		return bad(
			`is ${quoted(row['resumeAmount'])} ${asText(row['resumeUnit']) ?? 'hours'}; it must be more than 0 and at most ${MOST_DAYS} days`,
		);
	}
	return good(JSON.stringify({ kind: 'after', ms } satisfies WaitLimit));
}
