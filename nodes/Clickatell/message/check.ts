import type { Operation, Parameter } from '../catalogue/types';
import type { TextCarrier } from './carrier';
import { isActive, type Checked, type CheckContext, type CheckResult, type RawValues } from './checked';
import {
	characters,
	composeBinary,
	composeText,
	partsAllowed,
	type PartsAllowed,
	type Travel,
} from './compose';
import { mergeTemplate, placeholdersOf, type MergeFields } from './mergeFields';
import { Merging } from './merging';
import { cutText, measureText, type EncodingChoice } from './text/gsm';
import { excludedFaults, needsFaults, oneOfFaults } from './together';
import { inOrderOf } from './inOrderOf';
import { Siblings } from './siblings';
import { codePairs } from './structured';
import { codeTime } from './timeValues';
import { codeMsisdn, codeRecipients, codeText, codeValue, isBlank, isUnset, type Coded } from './values';

export { isActive, type Checked, type CheckContext, type CheckResult, type RawValues } from './checked';

const GSM: TextCarrier = { measure: measureText, cut: cutText };

export class Check {
	readonly faults: string[] = [];
	readonly wire: Record<string, string | readonly string[]> = {};
	readonly values: Record<string, string | readonly string[]> = {};
	to?: readonly string[];
	travel?: Travel;
	mergeFields?: MergeFields;
	private readonly texts: TextCarrier;
	private mergingMade: Merging | undefined;

	constructor(
		private readonly record: Operation,
		private readonly raw: RawValues,
		private readonly context: CheckContext,
		/** Those of a check whose item is the same but for its content. */
		readonly siblings = new Siblings(record, raw),
	) {
		this.texts = context.carrier ?? GSM;
	}

	/** Made where it is needed: each item with a text of its own has a check, and few have merge fields. */
	private get merging(): Merging {
		return (this.mergingMade ??= new Merging(this.record, this.raw, this.texts, (parameter, text) =>
			this.fault(parameter, text),
		));
	}

	run(): CheckResult {
		for (const parameter of this.record.parameters) {
			if (isActive(this.record, parameter, this.raw)) this.one(parameter);
		}
		this.faults.push(
			...oneOfFaults(this.record, this.raw),
			...needsFaults(this.record, this.raw, this.values),
			...excludedFaults(this.record, this.values),
		);
		this.concat();
		this.binary();
		this.merged();
		this.carried();
		if (this.faults.length > 0) return { ok: false, faults: this.faults };
		return {
			ok: true,
			checked: {
				...(this.to ? { to: this.to } : {}),
				wire: this.wire,
				values: this.values,
				...(this.travel ? { travel: this.travel } : {}),
				...(this.mergeFields ? { mergeFields: this.mergeFields, mergeNames: this.merging.names } : {}),
			},
		};
	}

	/**
	 * This item, which is sound, to the recipients of another one that is the same but for them.
	 *
	 * @param recipients the parameters that hold them
	 */
	toOthers(recipients: readonly Parameter[], raw: RawValues, checked: Checked): CheckResult {
		const faults: string[] = [];
		let to: readonly string[] | undefined;
		for (const parameter of recipients)
			if (isActive(this.record, parameter, raw)) to = this.numbersIn(parameter, raw[parameter.name], faults);
		if (faults.length > 0) return { ok: false, faults };
		return { ok: true, checked: to === undefined ? checked : { ...checked, to } };
	}

	/** The same item as `before`, but for the values of these parameters. */
	withOther(changed: readonly Parameter[], before: Checked): CheckResult {
		for (const parameter of changed) {
			if (isActive(this.record, parameter, this.raw)) this.one(parameter);
		}
		const values = { ...before.values, ...this.values };
		const wire = this.travel ? inOrderOf(before.wire, this.wire) : { ...before.wire, ...this.wire };
		// What carries it cares about the content, and not about who receives it.
		if (this.travel) this.faults.push(...(this.context.carrier?.faults(this.record, wire) ?? []));
		if (this.faults.length > 0) return { ok: false, faults: this.faults };
		const travel = this.travel ?? before.travel;
		const to = this.to ? { to: this.to } : {};
		return { ok: true, checked: { ...before, ...to, wire, values, ...(travel ? { travel } : {}) } };
	}

	private fault(parameter: Parameter, text: string): void {
		this.faults.push(`'${parameter.label}'${text.startsWith(':') ? '' : ' '}${text}`);
	}

	private set(parameter: Parameter, value: string | readonly string[]): void {
		this.values[parameter.name] = value;
		if (!parameter.local) this.wire[parameter.name] = value;
	}

	private take(parameter: Parameter, coded: Coded): void {
		if (coded.ok) this.set(parameter, coded.value);
		else this.fault(parameter, coded.fault);
	}

	/** What the item holds, or else the credential. */
	private given({ name, type }: Parameter): unknown {
		const own = this.raw[name];
		return isBlank(own) && type.kind === 'senderId' ? this.context.defaultSender : own;
	}

	private one(parameter: Parameter): void {
		const { type } = parameter;
		if (type.kind === 'spared') return; // Read once for all items, by message/spared.
		const given = this.given(parameter);
		// Blanks are a value in a password, or in a subject.
		if (type.kind === 'text' && !type.blankIsEmpty ? isUnset(given) : isBlank(given)) {
			if (parameter.required) this.fault(parameter, 'is empty; fill it in');
			else if (parameter.orElse !== undefined && given !== undefined)
				this.fault(parameter, `is empty, so that ${parameter.orElse}; fill it in, or remove the option`);
			return;
		}
		switch (parameter.type.kind) {
			case 'recipients':
				return this.recipients(parameter, given);
			case 'msisdn':
				if (this.siblings.isFaulty('defaultDialPrefix')) return;
				return this.take(
					parameter,
					codeMsisdn(given, this.siblings.valueOf('defaultDialPrefix'), parameter.type),
				);
			case 'message':
			case 'template':
				return this.message(parameter, given);
			case 'mergeFields':
				this.merging.read(parameter, given, this.replaces());
				return this.takeMerged();
			case 'namedValues':
				// Together with the template, when all is read.
				return;
			case 'pairs': {
				const { pairs, faults } = codePairs(given, parameter.type);
				for (const fault of faults) this.fault(parameter, fault);
				if (pairs.length > 0) this.set(parameter, pairs);
				return;
			}
			case 'utcTime':
			case 'zonedTime':
				return this.take(parameter, codeTime(given, parameter.type, this.context.zone));
			default:
				return this.take(parameter, codeValue(given, parameter.type));
		}
	}

	private encoding(): EncodingChoice {
		const chosen = this.siblings.valueOf('encoding') as EncodingChoice | undefined;
		return (
			chosen ?? this.context.carrier?.encodingFor?.((name) => this.siblings.valueOf(name)) ?? 'automatic'
		);
	}

	private recipients(parameter: Parameter, given: unknown): void {
		if (this.siblings.isFaulty('defaultDialPrefix')) return;
		this.to = this.numbersIn(parameter, given, this.faults);
	}

	private numbersIn({ label }: Parameter, given: unknown, faults: string[]): readonly string[] {
		const { msisdns, wrong } = codeRecipients(given, this.siblings.valueOf('defaultDialPrefix'));
		for (const reason of wrong) faults.push(`'${label}': ${reason}`);
		if (wrong.length === 0 && msisdns.length === 0) faults.push(`'${label}' holds no number; fill it in`);
		if (msisdns.length <= 1 || this.siblings.valueOf('duplicateRecipients') === 'everyTime') return msisdns;
		return [...new Set(msisdns)];
	}

	private replaces(): boolean {
		return this.siblings.valueOf('replaceTypography') === '1';
	}

	private parts(): PartsAllowed {
		return partsAllowed(
			this.siblings.valueOf('longTexts'),
			this.siblings.valueOf('maxParts'),
			this.record.effect,
		);
	}

	/** 'Most Message Parts' is sent; the other choices of 'Long Texts' are not as such. */
	private concat(): void {
		const { most } = this.parts();
		if (this.values['longTexts'] === 'upToThree') this.wire['maxParts'] = String(most);
	}

	private message(parameter: Parameter, given: unknown): void {
		const text = codeText(given);
		if (!text.ok) return this.fault(parameter, text.fault);
		const isTemplate = parameter.type.kind === 'template';
		const numbered = isTemplate ? this.merging.number(text.value) : text;
		if (!numbered.ok) return this.fault(parameter, numbered.fault);
		const written = numbered.value;
		const placeholders = isTemplate ? placeholdersOf(written) : [];
		const fault = isTemplate ? this.merging.placeholdersFault(placeholders, this.context.carrier) : undefined;
		if (fault !== undefined) return this.fault(parameter, fault);
		const { most, cuts } = this.parts();
		const composed = composeText(written, {
			encoding: this.encoding(),
			replaceTypography: this.replaces(),
			// A template's length is known only when its fields are filled in.
			maxParts: placeholders.length > 0 ? Number.MAX_SAFE_INTEGER : most,
			cuts,
			carrier: this.texts,
		});
		if (!composed.ok) return this.fault(parameter, composed.fault);
		if (composed.wire.unicode && placeholders.length > 0) {
			const { forcing } = this.texts.measure(written, 'automatic');
			return this.fault(
				parameter,
				forcing.length > 0
					? `needs Unicode because of ${characters(forcing)}, which a template with merge fields cannot carry; remove them, or the fields`
					: "has merge fields, which Unicode cannot carry; set 'Encoding' to Automatic",
			);
		}
		this.set(parameter, composed.wire.text);
		if (composed.wire.unicode) this.wire['unicode'] = composed.wire.unicode;
		this.travel = composed.travel;
	}

	private takeMerged(): void {
		const { fields } = this.merging;
		if (fields) this.mergeFields = fields;
		Object.assign(this.wire, this.merging.wire);
	}

	private binary(): void {
		const { data, udh } = this.values;
		const header = udh ?? (this.values['binary'] === '1' ? '' : undefined);
		if (typeof data !== 'string' || typeof header !== 'string' || data === '') return;
		const composed = composeBinary(data, header, this.parts().most);
		if (composed.ok) this.travel = composed.travel;
		else this.faults.push(`'Data' ${composed.fault}`);
	}

	/** A template beside its fields: each placeholder needs a value, each value a placeholder, and the merged text its parts. */
	private merged(): void {
		const { template } = this.values;
		if (
			typeof template !== 'string' ||
			!this.record.parameters.some(({ type }) => type.kind === 'mergeFields')
		)
			return;
		const wanted = placeholdersOf(template);
		const { faults, isWhole } = this.merging.complete(wanted, this.replaces());
		this.faults.push(...faults);
		this.takeMerged();
		const fields = this.mergeFields ?? new Map<number, string>();
		if (wanted.length === 0 || !isWhole) return;
		const composed = composeText(mergeTemplate(template, fields), {
			encoding: 'automatic',
			replaceTypography: this.replaces(),
			maxParts: this.parts().most,
			carrier: this.texts,
		});
		if (!composed.ok) this.faults.push(`'Template', with the fields filled in, ${composed.fault}`);
		else this.travel = composed.travel;
	}

	/** What the panel offers and the chosen server lacks is refused here, not silently dropped. */
	private carried(): void {
		const faults = this.context.carrier?.faults(this.record, this.wire) ?? [];
		this.faults.push(...faults);
	}
}

/**
 * Checks and codes all values of one item before anything is sent.
 *
 * @param raw values by parameter name; unset ones stay absent on the wire
 */
export function checkItem(record: Operation, raw: RawValues, context: CheckContext): CheckResult {
	return new Check(record, raw, context).run();
}
