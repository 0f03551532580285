import { defined } from '../defined';

/**
 * Reads the text of an email or of an uploaded file as docs/protocol/files.md says that the gateway does. Shares no code
 * with the node. Where nothing is said, it takes the reading that is hardest on a writer: blanks around a piece of a long
 * text are lost, a byte beyond ASCII is refused.
 */
export interface ReadMessage {
	to: string;
	/** What the handset shows. */
	text: string;
}

export interface ReadBulk {
	/** All lines but those of text, data, recipients and merging, by key. */
	fields: Map<string, string>;
	reply: string[];
	messages: ReadMessage[];
}

/** `email`: what breaks a rule is ignored without a word. `file`: it is refused. */
export type BulkKind = 'email' | 'file';

export class Ignored extends Error {}

const LIMITS: Readonly<Record<BulkKind, { line: number; numbers: number }>> = {
	email: { line: 76, numbers: 100_000 },
	file: { line: 8_192, numbers: 50_000 },
};

function demand(holds: boolean, otherwise: string): asserts holds {
	if (!holds) throw new Ignored(otherwise);
}

/** The lines, whichever of the three line breaks ends them, as pairs. */
function linesOf(text: string, kind: BulkKind): Array<[key: string, value: string]> {
	demand(/^[\n\r\x20-\x7e]*$/.test(text), 'not 7 bit');
	const lines = text.split('\r\n').flatMap((line) => line.split('\r').flatMap((each) => each.split('\n')));
	return lines
		.filter((line) => line !== '')
		.map((line) => {
			demand(line.length <= LIMITS[kind].line, `a line of ${line.length} characters`);
			const colon = line.indexOf(':');
			demand(colon > 0, `no key in '${line}'`);
			return [line.slice(0, colon), line.slice(colon + 1)];
		});
}

function fromHex(hex: string): string {
	demand(/^(?:[0-9A-Fa-f]{4})+$/.test(hex), 'no UCS-2 in hex');
	let text = '';
	for (let i = 0; i < hex.length; i += 4) text += String.fromCharCode(parseInt(hex.slice(i, i + 4), 16));
	return text;
}

function merged(template: string, values: readonly string[]): string {
	let text = template;
	// One after the other, so that a merge field inside a value is replaced as well.
	values.forEach((value, i) => {
		text = text.split(`#field${i + 1}#`).join(value);
	});
	return text;
}

/** @throws {Ignored} where the gateway would do nothing with it */
export function readBulk(source: string, kind: BulkKind): ReadBulk {
	const fields = new Map<string, string>();
	const [reply, to, text, data, csv]: string[][] = [[], [], [], [], []];
	const lists = new Map([
		['reply', defined(reply)],
		['to', defined(to)],
		['text', defined(text)],
		['data', defined(data)],
		['csv', defined(csv)],
	]);
	for (const [key, value] of linesOf(source, kind)) {
		const list = lists.get(key);
		if (list) list.push(value);
		else {
			demand(!fields.has(key), `${key} stands twice`);
			fields.set(key, value);
		}
	}
	for (const key of ['api_id', 'user', 'password']) demand(Boolean(fields.get(key)), `no ${key}`);
	demand(kind === 'email' || defined(reply).length === 0, 'a file has no reply');
	demand(defined(text).length > 0 !== defined(data).length > 0, 'neither text nor data, or both');
	const written =
		defined(text).length > 0
			? defined(text).join('\r\n')
			: defined(data)
					.map((piece) => piece.trim())
					.join('');
	demand(defined(to).length > 0 !== defined(csv).length > 0, 'neither to nor csv, or both');
	demand(defined(to).length + defined(csv).length <= LIMITS[kind].numbers, 'too many numbers');
	const isUnicode = fields.get('unicode') === '1';
	demand(!isUnicode || defined(csv).length === 0, 'merge fields with Unicode');
	const content = isUnicode ? fromHex(written) : written;
	const delimiter = fields.get('delimiter') ?? ',';
	demand(delimiter.length === 1, 'a delimiter of several characters');
	const messages =
		defined(to).length > 0
			? defined(to).map((number) => ({ to: number, text: content }))
			: defined(csv).map((line) => {
					const [number = '', ...values] = line.split(delimiter);
					return { to: number, text: merged(content, values) };
				});
	for (const { to: number } of messages) demand(/^[1-9]\d{6,14}$/.test(number), `no number: '${number}'`);
	return { fields, reply: defined(reply), messages };
}
