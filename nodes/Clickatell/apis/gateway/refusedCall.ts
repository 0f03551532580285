import { findErrorCode } from '../../message/refusals';
import type { Line } from './resultLines';
import { assignLines, type RecipientLine } from './recipients';

/** What helps against a refusal: another session, or the same call once more. */
function remedyOf(line: RecipientLine): 'session' | 'repetition' | undefined {
	const known = line.kind === 'refused' ? findErrorCode(line.code) : undefined;
	if (known?.session) return 'session';
	return known?.retry === 'now' ? 'repetition' : undefined;
}

/**
 * The refusal of a whole call: nothing of it was accepted, and what helps one of its recipients helps all. It may be one
 * line for all, or a line for each.
 *
 * @param to the recipients of a send
 */
export function refusalOfCall(
	lines: readonly Line[],
	to: readonly string[] | undefined,
): { readonly code: string; readonly text: string } | undefined {
	const [first] = lines;
	if (first?.kind !== 'refused' || first.code === null) return undefined;
	const { code, text } = first;
	if (lines.length === 1 && first.to === undefined) return { code, text };
	const remedy = remedyOf(first);
	const told = to === undefined ? lines : [...lines, ...assignLines(to, lines)];
	return remedy !== undefined && told.every((line) => remedyOf(line) === remedy) ? { code, text } : undefined;
}

/**
 * Whether the answer to a call that cannot be repeated says that its session is gone: it refuses a recipient for that
 * reason, and accepts nobody.
 */
export function tellsOfDeadSession(lines: readonly Line[]): boolean {
	return lines.some((line) => remedyOf(line) === 'session') && lines.every(({ kind }) => kind !== 'id');
}
