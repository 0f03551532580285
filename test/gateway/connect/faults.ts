import { CONNECT_ERROR_TEXT } from './codes';

/** What can be made to go wrong with a Connect call. */
export const CONNECT_FAULT_KINDS = {
	error: 'answers with the number in `code` and does nothing',
	errors: 'answers with all numbers in `codes` and does nothing',
	malformed:
		'carries the call out and answers XML with an opening tag for a closing one, as the guide prints it',
	truncated: 'carries the call out and answers XML that ends in the middle',
	empty: 'carries the call out and answers HTTP 200 with an empty body',
	html: 'answers HTTP 200 with an HTML page, the call not carried out',
	'http-502': 'answers HTTP 502 with an HTML page, the call not carried out',
	doctype: 'answers with a document type that names a file, the call not carried out',
	'entity-bomb': 'answers with entities that grow to gigabytes, the call not carried out',
	deep: 'answers with 10,000 nested elements, the call not carried out',
	huge: 'answers with 50 MB, the call not carried out',
	'wrong-charset': 'carries the call out and answers UTF-16 under the name of ISO-8859-1',
	slow: 'carries the call out and answers after `delayMs`',
	stall: 'carries the call out, sends the half of its answer and then nothing more',
	hang: 'never answers, the call not carried out',
	drop: 'closes the connection, the call not carried out',
	'drop-after': 'carries the call out, then closes the connection',
} as const;
export type ConnectFaultKind = keyof typeof CONNECT_FAULT_KINDS;

const CARRIED_OUT: ReadonlySet<ConnectFaultKind> = new Set<ConnectFaultKind>([
	'malformed',
	'truncated',
	'empty',
	'wrong-charset',
	'slow',
	'stall',
	'drop-after',
]);

export interface ConnectFault {
	kind: ConnectFaultKind;
	/** Only this action; absent means any. */
	action?: string;
	/** How many calls fail; default 1. */
	times?: number;
	code?: string;
	codes?: string[];
	/** Words in place of the table's. */
	text?: string;
	/** Milliseconds of real time for `slow`; default 1000. */
	delayMs?: number;
}

/** Faults waiting for their calls, first scripted first served. */
export class ConnectFaults {
	private waiting: Array<ConnectFault & { left: number }> = [];

	add(fault: ConnectFault): void {
		if (!Object.hasOwn(CONNECT_FAULT_KINDS, fault.kind)) {
			throw new RangeError(
				`unknown fault ${fault.kind}; there are: ${Object.keys(CONNECT_FAULT_KINDS).join(', ')}`,
			);
		}
		this.waiting.push({ ...fault, left: fault.times ?? 1 });
	}

	meet(action: string): ConnectFault | undefined {
		const met = this.waiting.find((fault) => fault.action === undefined || fault.action === action);
		if (met === undefined) return undefined;
		met.left -= 1;
		if (met.left <= 0) this.waiting = this.waiting.filter((fault) => fault !== met);
		return met;
	}

	clear(): void {
		this.waiting = [];
	}
}

export function isConnectCarriedOut(fault: ConnectFault): boolean {
	return CARRIED_OUT.has(fault.kind);
}

/** Numbers that an `error` or `errors` fault answers with; any number may be asked for. */
export function faultCodes(fault: ConnectFault): string[] | undefined {
	if (fault.kind === 'error') return [fault.code ?? '999'];
	return fault.kind === 'errors' ? (fault.codes ?? Object.keys(CONNECT_ERROR_TEXT).slice(0, 2)) : undefined;
}

/** Body of a hostile or broken answer; `reply` is the sound one. Undefined for faults that are not in the body. */
export function faultBody(kind: ConnectFaultKind, reply: string): Buffer | undefined {
	const root = 'CLICKATELLSDK';
	switch (kind) {
		case 'malformed':
			return Buffer.from(reply.replace(/<\/(Values|Description)>/, '<$1>'));
		case 'truncated':
			return Buffer.from(reply.slice(0, reply.length / 2));
		case 'empty':
			return Buffer.alloc(0);
		case 'html':
		case 'http-502':
			return Buffer.from(
				'<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head><body><p>Sorry<br></body></html>\n',
			);
		case 'doctype':
			return Buffer.from(
				`<?xml version="1.0"?><!DOCTYPE ${root} [<!ENTITY file SYSTEM "file:///etc/hostname">]><${root}><Result>&file;</Result></${root}>`,
			);
		case 'entity-bomb':
			return Buffer.from(entityBomb(root));
		case 'deep':
			return Buffer.from(`<${root}>${'<Value>'.repeat(10_000)}${'</Value>'.repeat(10_000)}</${root}>`);
		case 'huge':
			// As bytes from the start: to make them of a text of this length takes a second.
			return Buffer.concat([
				Buffer.from(`<${root}><Description>`),
				Buffer.alloc(50 * 1024 * 1024, 'x'),
				Buffer.from(`</Description></${root}>`),
			]);
		case 'wrong-charset':
			return Buffer.from(reply, 'utf16le');
		default:
			return undefined;
	}
}

function entityBomb(root: string): string {
	const entities = Array.from({ length: 10 }, (_, index) => {
		const value = index === 0 ? 'ha' : `&e${index - 1};`.repeat(10);
		return `<!ENTITY e${index} "${value}">`;
	});
	return `<?xml version="1.0"?><!DOCTYPE ${root} [${entities.join('')}]><${root}><Result>&e9;</Result></${root}>`;
}
