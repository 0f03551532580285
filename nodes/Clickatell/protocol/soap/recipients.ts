import type { Line } from './lines';

export type RecipientLine = Line | { readonly kind: 'missing' };

/**
 * Gives each recipient of a call its line: by its `To:` where there is one, alone if it is alone, by position where
 * there are as many lines as recipients; one error without a number applies to all. Recipients that the answer leaves
 * out are `missing`: nobody knows what came of them. Lines that name a number nobody was sent to count as unnamed.
 *
 * @param to the recipients in the order sent; the same number may occur twice
 */
export function assignLines(to: readonly string[], lines: readonly Line[]): RecipientLine[] {
	const [only] = lines;
	if (lines.length === 1 && only!.kind === 'refused' && only!.to === undefined) return to.map(() => only!);

	// The usual answer names every recipient in the order sent.
	if (lines.length === to.length && lines.every((line, i) => recipientOf(line) === to[i])) return [...lines];

	const named = new Map<string, Line[]>(to.map((msisdn) => [msisdn, []]));
	const unnamed: Line[] = [];
	for (const line of lines) (named.get(recipientOf(line) ?? '') ?? unnamed).push(line);

	const assigned = to.map((msisdn) => named.get(msisdn)!.shift());
	return assigned.map((line) => line ?? unnamed.shift() ?? { kind: 'missing' });
}

function recipientOf(line: Line): string | undefined {
	return line.kind === 'id' || line.kind === 'refused' ? line.to : undefined;
}
