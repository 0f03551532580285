import type { INode, INodeExecutionData } from 'n8n-workflow';
import type { FaultScript, Gateway } from '../gateway';
import { FAULT_KINDS, type FaultKind } from '../gateway/faults';
import { ODDITIES, type OddityName } from '../gateway/oddities';
import { type Line, newLine, tell } from './walkTable';
import { runNode, type NodeResult, type NodeRun } from './engine';
import { defined } from '../../nodes/Clickatell/formats/defined';

/** A fault of the walk: what to script, and what to set in the node that meets it. */
export interface WalkedFault {
	readonly name: string;
	readonly script: Omit<FaultScript, 'text' | 'to' | 'command'>;
	/** Seconds the node waits for an answer: short only where none comes, since a busy machine is slow, too. */
	readonly timeout: number;
}

const BRIEF = 5;
const PATIENT = 60;

const DETAILS: Partial<Record<FaultKind, Omit<FaultScript, 'kind'>>> = {
	error: { code: '301' },
	returns: { returns: ['Sent, perhaps'] },
	slow: { delayMs: 30 },
	odd: { oddity: 'every line twice' },
};

/** Every kind the gateway knows; a new one joins the walk automatically. */
export const EVERY_KIND: readonly WalkedFault[] = (Object.keys(FAULT_KINDS) as FaultKind[]).map((kind) => ({
	name: kind,
	script: { kind, ...DETAILS[kind] },
	timeout: kind.startsWith('hang') ? BRIEF : PATIENT,
}));

const REPEATED = ['003', '005', '001', '901'];

/** Refusals of a whole call after which it is made again, and pages in place of an answer. */
export const REFUSALS_AND_PAGES: readonly WalkedFault[] = [
	...REPEATED.map((code) => ({
		name: `refused with ${code}`,
		script: { kind: 'error' as const, code },
		timeout: PATIENT,
	})),
	...REPEATED.map((code) => ({
		name: `refused with ${code}, everybody by name`,
		script: { kind: 'error' as const, code, named: true },
		timeout: PATIENT,
	})),
	...[302, 408].map((status) => ({
		name: `HTTP ${status}`,
		script: { kind: 'page' as const, status },
		timeout: PATIENT,
	})),
	...[301, 302, 401, 403, 404, 408, 429].map((status) => ({
		name: `HTTP ${status}, carried out`,
		script: { kind: 'page' as const, status, carriedOut: true },
		timeout: PATIENT,
	})),
];

/** Answers whose lines differ from what was done. */
export const ODD_ANSWERS: readonly WalkedFault[] = (Object.keys(ODDITIES) as OddityName[]).map((oddity) => ({
	name: oddity,
	script: { kind: 'odd', oddity },
	timeout: PATIENT,
}));

/** What goes beyond one of each kind, answers of a proxy behind which the call was carried out among it. */
export const OTHER_FAULTS: readonly WalkedFault[] = [
	...REFUSALS_AND_PAGES,
	...ODD_ANSWERS,
	...(['soap-fault', 'http-502', 'http-503', 'html'] as const).map((kind) => ({
		name: `${kind}, carried out`,
		script: { kind, carriedOut: true },
		timeout: PATIENT,
	})),
	{ name: 'slow beyond the timeout', script: { kind: 'slow', delayMs: 1300 * BRIEF }, timeout: BRIEF },
];

interface Job {
	readonly fault: string;
	readonly items: readonly INodeExecutionData[];
	readonly outputs: readonly INodeExecutionData[];
	/** Everything a user could read. */
	readonly told: string;
}

/** Every run has a mark of its own, and every text of it is the mark, a dash and a number. */
function markOf(text: string): string {
	return text.slice(0, text.lastIndexOf('-'));
}

/** Runs the node under faults and holds the gateway's record against what the node gave. */
export class Walk {
	private readonly jobs = new Map<string, Job>();
	private readonly met = new Map<string, number>();

	constructor(readonly gateway: Gateway) {}

	/** One run of the node with faults scripted for it alone. */
	async run(
		name: string,
		scripts: readonly FaultScript[],
		run: NodeRun & { readonly items: INodeExecutionData[] },
	): Promise<NodeResult> {
		const faults = scripts.map((script) => this.gateway.fail(script));
		const result = await runNode(run);
		for (const fault of faults) {
			this.met.set(name, (this.met.get(name) ?? 0) + Math.min(fault.used, 1));
			this.gateway.faultList.remove(fault.id);
		}
		const { message, description } = result.error ?? {};
		const told = JSON.stringify([result.outputs, message, description]);
		const texts = new Set(run.items.map(({ json }) => markOf(json['text'] as string)));
		if (texts.size !== 1) throw new Error('The items of a run must have one mark');
		const outputs = result.outputs.flat();
		this.jobs.set(defined([...texts][0]), { fault: name, items: run.items, outputs, told });
		return result;
	}

	/** A line for each fault, over all runs so far. */
	lines(): Line[] {
		const lines = new Map<string, Line>();
		const lineOf = (fault: string) => {
			const line = lines.get(fault) ?? newLine(fault, this.met.get(fault));
			lines.set(fault, line);
			return line;
		};
		for (const { text } of this.gateway.doubled())
			lineOf(defined(this.jobs.get(markOf(text))).fault).doubled++;

		const accepted = new Map<string, string>();
		for (const message of this.gateway.messages()) {
			accepted.set(`${message.to} ${message.text}`, message.apiMsgId);
			const { fault, told } = defined(this.jobs.get(markOf(message.text)));
			if (told.includes(message.apiMsgId)) continue;
			const found = message.climsgid !== '' && told.includes(message.climsgid);
			lineOf(fault)[found ? 'byClientId' : 'lost']++;
		}
		for (const { fault, items, outputs, told } of this.jobs.values()) {
			const line = lineOf(fault);
			line.doubtful += told.split('may have been sent;').length - 1;
			for (const { json, pairedItem } of outputs) {
				if (json['accepted'] === undefined || json['accepted'] === null) continue;
				const { item } = pairedItem as { item: number };
				const id = accepted.get(`${json['to'] as string} ${defined(items[item]).json['text'] as string}`);
				if (json['accepted'] ? id !== json['messageId'] : id !== undefined) line.untrue++;
			}
		}
		return [...lines.values()];
	}
}

/** Runs all jobs, `atOnce` of them together. */
export async function together(atOnce: number, jobs: ReadonlyArray<() => Promise<unknown>>): Promise<void> {
	const waiting = [...jobs];
	const worker = async () => {
		for (let job = waiting.shift(); job; job = waiting.shift()) await job();
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}

/** How often each name occurs. */
export function countsOf(names: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return counts;
}

/** How the node makes its calls when it meets this fault. */
export const sendingFor = (fault?: WalkedFault) => ({
	callsPerSecond: 0,
	concurrency: 10,
	timeout: fault?.timeout ?? 60,
});
export const RETRY: Partial<INode> = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
/** How often n8n tries. */
export const TRIES = [
	['once', {}],
	['with Retry On Fail', RETRY],
] as const;

let marks = 0;
/** In every text of one run, and of no other. */
export const newMark = () => `run${++marks}`;

/** With two recipients it is a line for each of them, in order, and the second one is false: nothing could tell. */
const UNTELLABLE: ReadonlySet<string> = new Set(['a refusal of nobody instead of all but the first']);

/** Says what was walked, and holds it to the rules. */
export function judge(
	walk: Walk,
	title: string,
	places: ReadonlyMap<string, number>,
	anyDoubtful = true,
): void {
	const lines = walk.lines();
	tell(lines, title, places);
	for (const line of lines) {
		const untrue = UNTELLABLE.has(line.fault) ? (expect.any(Number) as number) : 0;
		expect(line).toMatchObject({ doubled: 0, lost: 0, untrue });
	}
	if (anyDoubtful) expect(lines.some(({ doubtful }) => doubtful > 0)).toBe(true);
	expect(walk.gateway.violations()).toEqual([]);
}
