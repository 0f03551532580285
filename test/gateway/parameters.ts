/** A parameter of a call: text, list of texts, or null where SOAP says xsi:nil. */
export type ReadValue = string | string[] | null;

/** Parameters in the order they stood in the request. */
export class Parameters {
	constructor(readonly raw: Readonly<Record<string, ReadValue>>) {}

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
