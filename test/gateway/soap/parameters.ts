/** A call's parameters as soap's own parser read them, made even: text, list of texts, or null for xsi:nil. */
export type ReadValue = string | string[] | null;

/** Parameters in the order they stood in the request. */
export class Parameters {
	constructor(readonly raw: Readonly<Record<string, ReadValue>>) {}

	/** From the object soap's parser gives: plain values, or `{attributes, $value}` where there was an xsi:type. */
	static from(read: unknown): Parameters {
		const raw: Record<string, ReadValue> = {};
		if (typeof read === 'object' && read !== null) {
			for (const [name, value] of Object.entries(read)) {
				if (name !== 'attributes') raw[name] = flatten(value);
			}
		}
		return new Parameters(raw);
	}

	/** These parameters with one of them changed. */
	with(name: string, value: ReadValue): Parameters {
		return new Parameters({ ...this.raw, [name]: value });
	}

	get names(): string[] {
		return Object.keys(this.raw);
	}

	/** The value as text; '' when it is absent, nil or empty. */
	text(name: string): string {
		const value = Object.hasOwn(this.raw, name) ? this.raw[name] : undefined;
		if (value === undefined || value === null) return '';
		return typeof value === 'string' ? value : (value[0] ?? '');
	}

	list(name: string): string[] {
		const value = Object.hasOwn(this.raw, name) ? this.raw[name] : undefined;
		if (value === undefined || value === null) return [];
		return typeof value === 'string' ? [value] : value;
	}

	/**
	 * The value as a number: undefined when it was not set, NaN when it is none. Zero counts as not set, because
	 * clients made for .NET write 0 for every number they do not use and the servers take that.
	 */
	number(name: string): number | undefined {
		const text = this.text(name).trim();
		if (text === '') return undefined;
		const value = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
		return value === 0 ? undefined : value;
	}
}

function flatten(value: unknown): ReadValue {
	if (value === null || value === undefined) return null;
	if (Array.isArray(value)) return value.map(scalar);
	if (typeof value === 'object' && 'item' in value) {
		const items = value.item;
		return Array.isArray(items) ? items.map(scalar) : [scalar(items)];
	}
	if (typeof value === 'object' && isEncodedArray(value)) return [];
	return scalar(value);
}

function isEncodedArray(value: object): boolean {
	const attributes = (value as { attributes?: Record<string, string> }).attributes ?? {};
	return Object.keys(attributes).some((name) => name.endsWith(':arrayType'));
}

function scalar(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (typeof value === 'object' && value !== null && '$value' in value) return String(value.$value);
	return '';
}
