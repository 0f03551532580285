import type { Fate } from '../../message/rows';
import type { Line } from './resultLines';
import { defined } from '../../formats/defined';

/** What the answer says of one recipient; `missing`: nothing that is certain, so that nobody knows what came of it. */
export type RecipientLine =
	| Line
	| {
			readonly kind: 'missing';
			/** Message IDs in the answer that may be its own. */
			readonly ids: readonly string[];
	  };

/** Of the message IDs that may be a recipient's own, so many are kept. */
const MOST_IDS = 5;

/**
 * Gives each recipient of a call its line, where the answer leaves no doubt whose it is: by the `To:` of the line, or
 * by position where there are as many lines as recipients, none of them names another and no message ID occurs twice.
 * One refusal that names nobody applies to all. Everybody else is `missing`: whom the answer leaves out, of whom it
 * says more than was asked, and whose message ID it gives to another as well.
 *
 * @param to the recipients in the order sent; the same number may occur twice
 */
export function assignLines(to: readonly string[], lines: readonly Line[]): RecipientLine[] {
	const [only] = lines;
	if (lines.length === 1 && only?.kind === 'refused' && only.to === undefined) return to.map(() => only);
	return standInOrder(to, lines) ? [...lines] : byName(to, lines);
}

function recipientOf(line: Line): string | undefined {
	return line.kind === 'id' || line.kind === 'refused' ? line.to : undefined;
}

function standInOrder(to: readonly string[], lines: readonly Line[]): boolean {
	if (lines.length !== to.length) return false;
	const ids = new Set<string>();
	let given = 0;
	for (let i = 0; i < to.length; i++) {
		const line = defined(lines[i]);
		if ((recipientOf(line) ?? to[i]) !== to[i]) return false;
		if (line.kind !== 'id') continue;
		given += 1;
		ids.add(line.id);
	}
	return ids.size === given;
}

/** By message ID, whom the lines give it to. */
function ownersOf(lines: readonly Line[]): ReadonlyMap<string, ReadonlySet<string | undefined>> {
	const owners = new Map<string, Set<string | undefined>>();
	for (const line of lines) {
		if (line.kind === 'id') owners.set(line.id, (owners.get(line.id) ?? new Set()).add(line.to));
	}
	return owners;
}

function byName(to: readonly string[], lines: readonly Line[]): RecipientLine[] {
	const owners = ownersOf(lines);
	const named = new Map<string, Line[]>(to.map((msisdn) => [msisdn, []]));
	const loose = new Set<string>();
	const given = new Set<string>();
	for (const line of lines) {
		const own = named.get(recipientOf(line) ?? '');
		if (line.kind !== 'id') own?.push(line);
		else if (!own || defined(owners.get(line.id)).size > 1) loose.add(line.id);
		else if (given.size < given.add(line.id).size) own.push(line);
	}
	const ids = [...loose];
	const isWhole = lines.length === to.length;
	const waiting = new Map<string, RecipientLine[]>();
	for (const [msisdn, own] of named) {
		const times = to.filter((each) => each === msisdn).length;
		// Of a number that was given several times, a refusal that is repeated may be the same one.
		const certain = times === 1 || isWhole ? own : own.filter(({ kind }) => kind === 'id');
		waiting.set(msisdn, settle(certain, times, ids).reverse());
	}
	return to.map((msisdn) => defined(defined(waiting.get(msisdn)).pop()));
}

/** What a number that was given so many times gets of the lines that name it. */
function settle(own: readonly Line[], times: number, loose: readonly string[]): RecipientLine[] {
	const isRepeated = times === 1 && own.every((line) => isSameRefusal(line, defined(own[0])));
	const isSure = own.length <= times || isRepeated;
	const ids = isSure ? loose : own.flatMap((line) => (line.kind === 'id' ? [line.id] : []));
	const missing: RecipientLine = { kind: 'missing', ids: ids.slice(0, MOST_IDS) };
	return Array.from({ length: times }, (_, i) => (isSure ? own[i] : undefined) ?? missing);
}

function isSameRefusal(line: Line, other: Line): boolean {
	return line.kind === 'refused' && other.kind === 'refused' && line.code === other.code;
}

/** What a send came to, for the recipients in the order sent. */
export function fatesOf(to: readonly string[], lines: readonly Line[]): Fate[] {
	return assignLines(to, lines).map((line): Fate => {
		switch (line.kind) {
			case 'id':
				return { kind: 'id', id: line.id };
			case 'refused':
				return { kind: 'refused', code: line.code, text: line.text };
			case 'missing':
				return line;
			default:
				return { kind: 'unreadable' };
		}
	});
}
