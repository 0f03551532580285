import { readLine, readLines, type Line } from '../gateway/resultLines';

/** How `getmsgcharge` answers a question by client message ID, which is asked of this server alone. */
const BY_OWN_ID = /^cliMsgId(?=[\s:]|$)/i;
const MESSAGE_ID = /\bapiMsgId\s{0,3}:/i;

/**
 * `cliMsgId: <own> charge: 0.33 apiMsgId: <id> status: 004` says the same as `apiMsgId: <id> charge: 0.33 status: 004`,
 * as which it is read (docs/protocol/http.md#replies). Undefined for any other line.
 */
function readByOwnId(text: string): Line | undefined {
	const lead = BY_OWN_ID.exec(text)?.[0];
	if (lead === undefined) return undefined;
	const values = text.slice(lead.length);
	const at = values.search(MESSAGE_ID);
	const line = at === -1 ? undefined : readLine(`${values.slice(at)} ${values.slice(0, at)}`);
	if (line?.kind !== 'id') return undefined;
	return line.unread === undefined ? line : { ...line, unread: text };
}

/**
 * The lines of an answer, in its order, blank ones left out: the strings are those of SOAP, a line for each, but for the
 * charge by client message ID. Takes time in proportion to the text.
 */
export function readHttpLines(text: string): Line[] {
	return readLines([text]).map((line) =>
		line.kind === 'unreadable' ? (readByOwnId(line.text) ?? line) : line,
	);
}
