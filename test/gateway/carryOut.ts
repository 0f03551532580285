import type { CallRecord } from './calls';
import { refusal } from './codes';
import { execute } from './commands';
import type { Request } from './commands/call';
import { type Fault, type FaultSubject, isCarriedOut } from './faults';
import { ODDITIES } from './oddities';
import type { Parameters } from './parameters';
import type { GatewayState } from './state';
import { defined } from './defined';

const SENDS: ReadonlySet<string> = new Set('sendmsg senditem quicksend si_push ind_push'.split(' '));

/** Carries a call out unless its fault prevents that; undefined when it was not carried out. */
export function carryOut(
	state: GatewayState,
	request: Request,
	fault: Fault | undefined,
): string[] | undefined {
	const { parameters } = request;
	if (fault?.kind === 'returns') return [...(fault.returns ?? [])];
	const run = (given: Parameters) => execute(state, { ...request, parameters: given });
	if (fault === undefined) return run(parameters);
	if (fault.kind === 'error') {
		const line = refusal(fault.code ?? '901', fault.bare ? 'bare' : state.quirks.errorStyle, fault.detail);
		if (fault.named) return parameters.list('to').map((to) => `${line} To: ${to}`);
		return fault.to === undefined ? [line] : refuseOne(parameters, fault.to, line, run);
	}
	const results = isCarriedOut(fault) ? run(parameters) : undefined;
	return results && fault.kind === 'odd'
		? ODDITIES[defined(fault.oddity)](results, parameters.list('to'))
		: results;
}

/** Refuses one recipient of the call and carries it out for the others, results in the order of the request. */
function refuseOne(
	parameters: Parameters,
	to: string,
	line: string,
	run: (given: Parameters) => string[],
): string[] {
	const all = parameters.list('to');
	if (all.length <= 1) return [line];
	const others = all.filter((recipient) => recipient !== to);
	const results = others.length === 0 ? [] : run(parameters.with('to', others));
	if (results.length !== others.length) return results;
	return all.map((recipient) => {
		if (recipient === to) return `${line} To: ${to}`;
		const result = defined(results.shift());
		return / To: /.test(result) ? result : `${result} To: ${recipient}`;
	});
}

/** What scripted faults are held against. */
export function subjectOf({ server, operation, parameters }: Request): FaultSubject {
	return {
		command: operation,
		server,
		recipients: parameters.list('to'),
		texts: parameters.names
			.filter((name) => /^(text|template|data|field\d+|climsgid|cliMsgId)$/.test(name))
			.map((name) => parameters.text(name)),
	};
}

/** Writes down what a call came to, without the session id that it may have opened. */
export function writeDown(record: CallRecord, operation: string, results: readonly string[]): void {
	const hidden = (line: string) => line.replace(/^(OK: [0-9a-f]{4})[0-9a-f]{28}$/, '$1***');
	record.returns = operation === 'auth' ? results.map(hidden) : [...results];
	record.accepted = SENDS.has(operation) ? results.filter((line) => line.startsWith('ID:')).length : 0;
}
