import type { Operation, Parameter } from '../catalogue/types';
import type { CallValues } from './callValues';
import type { Carrier } from './carrier';
import type { Travel } from './compose';
import type { MergeFields } from './mergeFields';
import type { PlaceholderNames } from './namedPlaceholders';
import type { SparedNumbers } from './spared';
import { isBlank, isUnset } from './values';

/** Values of one item as the panel or an expression gives them, by parameter name. */
export type RawValues = Readonly<Record<string, unknown>>;

/** One item, ready for the wire. */
export interface Checked {
	/** Who it is sent to, where the operation asks for recipients. */
	readonly to?: readonly string[];
	/** What is sent, but for the recipients. Items that differ in nothing else share it, and `values`. */
	readonly wire: CallValues;
	/** By parameter name, coded, including those that are not sent. */
	readonly values: CallValues;
	readonly travel?: Travel;
	readonly mergeFields?: MergeFields;
	/** What the numbers of its placeholders are called, where they have names. */
	readonly mergeNames?: PlaceholderNames;
	/** Numbers that are not sent to. */
	readonly spared?: SparedNumbers;
	/** When those get it who do not get it when it is sent, as `scheduledTime` has it. */
	readonly later?: ReadonlyMap<string, string>;
}

export type CheckResult =
	| { readonly ok: true; readonly checked: Checked }
	/** Every fault of the item, each a sentence that names the field, the value and the way out. */
	| { readonly ok: false; readonly faults: readonly string[] };

export interface CheckContext {
	/** What the credential chose to carry messages; it decides what can be sent. */
	readonly carrier?: Carrier | undefined;
	/** The credential's sender, for messages that name none. */
	readonly defaultSender?: string | undefined;
	/** Of times that name none, such as `Africa/Johannesburg`. */
	readonly zone?: string | undefined;
}

/** Is the parameter asked for, given what the others hold? */
export function isActive(record: Operation, parameter: Parameter, raw: RawValues): boolean {
	const { when, unless } = parameter;
	if (unless !== undefined && !isBlank(raw[unless])) return false;
	if (!when) return true;
	const other = record.parameters.find((each) => each.name === when.parameter);
	const given = isUnset(raw[when.parameter]) ? (other?.otherwise ?? other?.initial) : raw[when.parameter];
	const isPlain = typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean';
	return isPlain && when.is.includes(String(given));
}
