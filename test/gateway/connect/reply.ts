import { CONNECT_ERROR_TEXT } from './codes';

/** One `Value`: elements in the order they are written. */
export type Value = ReadonlyArray<readonly [name: string, text: string]>;

export type Outcome =
	| { readonly values: readonly Value[] }
	| {
			readonly errors: readonly string[];
			/** Text in place of the table's, by number. */
			readonly texts?: Readonly<Record<string, string>>;
			/** Stands in a bare `Value` under the root. */
			readonly extra?: Value;
	  };

/** As the server wrote it, or as the documents print it, with one small l. */
export type RootSpelling = 'CLICKATELLSDK' | 'ClICKATELLSDK';

function escape(text: string): string {
	return text.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char] ?? char);
}

function writeValue(value: Value): string {
	const elements = value.map(([name, text]) => `<${name}>${escape(text)}</${name}>`);
	return `<Value>${elements.join('')}</Value>`;
}

/** The reply document; `at` is milliseconds since 1970. */
export function writeConnectReply(action: string, outcome: Outcome, root: RootSpelling, at: number): string {
	const timestamp = `<Timestamp>${Math.floor(at / 1000)}</Timestamp>`;
	if ('values' in outcome) {
		const values = outcome.values.map(writeValue).join('\n');
		return `<?xml version="1.0"?>\n<${root}>\n<Action>${escape(action)}</Action>\n<Result>Success</Result>\n${
			values === '' ? '<Values/>' : `<Values>\n${values}\n</Values>`
		}\n${timestamp}\n</${root}>\n`;
	}
	const errors = outcome.errors.map((code) => {
		const text = outcome.texts?.[code] ?? CONNECT_ERROR_TEXT[code] ?? '';
		return `<Error>${escape(code)}</Error>\n<Description>${escape(text)}</Description>`;
	});
	const extra = outcome.extra === undefined ? '' : `${writeValue(outcome.extra)}\n`;
	return `<?xml version="1.0"?>\n<${root}>\n<Result>Error</Result>\n${errors.join('\n')}\n${extra}${timestamp}\n</${root}>\n`;
}
