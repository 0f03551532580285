import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import type { Gateway } from '../gateway';
import {
	PLATFORM_FAULT_KINDS,
	PLATFORM_ODDITIES,
	type PlatformFault,
	type PlatformFaultKind,
	type PlatformOddity,
} from '../gateway/platform/faults';
import type { PlatformMessage } from '../gateway/platform/model';
import type { NodeResult } from './engine';
import { type Line, newLine, tell } from './walkTable';
import { platformVault, runPlatform, type PlatformApiName } from './platformSending';
import { defined } from '../../nodes/Clickatell/formats/defined';

/** A fault of the walk: what to script, and what to set in the node that meets it. */
export interface WalkedFault {
	readonly name: string;
	readonly script: Omit<PlatformFault, 'text' | 'integration'>;
	/** No answer comes: the node is not to wait long for it. */
	readonly hangs: boolean;
}

const walked = (name: string, script: WalkedFault['script'], hangs = false): WalkedFault => ({
	name,
	script,
	hangs,
});

const DETAILS: Partial<Record<PlatformFaultKind, Omit<PlatformFault, 'kind'>>> = {
	error: { code: 20 },
	reply: { status: 400, body: '{"error":{"code":999,"description":"Something new"}}' },
	slow: { delayMs: 30 },
	odd: { oddity: 'every entry twice' },
};

/** Every kind the gateway knows; a new one joins the walk automatically. */
export const EVERY_KIND: readonly WalkedFault[] = (
	Object.keys(PLATFORM_FAULT_KINDS) as PlatformFaultKind[]
).map((kind) => walked(kind, { kind, ...DETAILS[kind] }, kind.startsWith('hang')));

/** Answers whose entries differ from what was done. */
export const ODD_ANSWERS: readonly WalkedFault[] = (Object.keys(PLATFORM_ODDITIES) as PlatformOddity[]).map(
	(oddity) => walked(oddity, { kind: 'odd', oddity }),
);

const PAGE_STATUSES = [200, 202, 301, 302, 400, 401, 403, 404, 408, 429, 500, 503];

/** Refusals of a whole call, and answers of a proxy, before a call that was carried out among them. */
export const REFUSALS_AND_PAGES: readonly WalkedFault[] = [
	...[1, 18].map((code) => walked(`refused with ${code}`, { kind: 'error', code })),
	walked('108 in 200', {
		kind: 'reply',
		body: '{"messages":[],"errorCode":108,"error":"Invalid or missing integration API Key."}',
	}),
	walked('an internal error in 500', { kind: 'reply', status: 500, body: '{"error":"Internal error"}' }),
	...PAGE_STATUSES.flatMap((status) =>
		(['<html>Sorry</html>', '', '{}', '[]', 'null', '{"messages":'] as const)
			.filter((_, i) => i === status % 6 || status === 202)
			.map((body) =>
				walked(`HTTP ${status} with ${body || 'nothing'}, carried out`, {
					kind: 'reply',
					status,
					body,
					carriedOut: true,
				}),
			),
	),
	...(['html', 'http-502', 'http-429'] as const).map((kind) =>
		walked(`${kind}, carried out`, { kind, carriedOut: true }),
	),
	walked('slow beyond the timeout', { kind: 'slow', delayMs: 4000 }, true),
];

/** Repeated after a pause of a second. */
export const REPEATED: readonly WalkedFault[] = [19, 43].map((code) =>
	walked(`refused with ${code}`, { kind: 'error', code }),
);

interface Job {
	readonly fault: string;
	readonly items: readonly INodeExecutionData[];
	readonly outputs: readonly INodeExecutionData[];
	readonly told: string;
}

/** Runs the node under faults, each run with a key of its own, and holds the Platform's record against its rows. */
export class PlatformWalk {
	/** By integration. */
	private readonly jobs = new Map<string, Job>();
	private readonly met = new Map<string, number>();

	constructor(readonly gateway: Gateway) {}

	/** One run of the node with faults scripted for it alone. */
	async run(
		fault: string,
		api: PlatformApiName,
		scripts: readonly PlatformFault[],
		run: { parameters: IDataObject; items: INodeExecutionData[]; settings?: Partial<INode> },
	): Promise<NodeResult> {
		const { platform } = this.gateway;
		const name = `run ${this.jobs.size + 1}`;
		const integration = platform.portal.create({
			name,
			account: 'shop',
			type: api === 'oneApi' ? 'one-api' : 'sms',
		});
		this.jobs.set(integration.id, { fault, items: run.items, outputs: [], told: '' });
		const scripted = scripts.map((script) => platform.fail({ ...script, integration: name }));
		const result = await runPlatform(
			platformVault(this.gateway, api, { apiKey: integration.key }),
			run.parameters,
			{ items: run.items, settings: run.settings ?? {} },
		);
		for (const script of scripted) {
			this.met.set(fault, (this.met.get(fault) ?? 0) + Math.min(script.met, 1));
			platform.faults.remove(script);
		}
		const { message, description } = result.error ?? {};
		const outputs = result.outputs.flat();
		const told = JSON.stringify([outputs, message, description]);
		this.jobs.set(integration.id, { fault, items: run.items, outputs, told });
		return result;
	}

	/** A line for each fault, over all runs so far. */
	lines(): Line[] {
		const lines = new Map<string, Line>();
		const accepted = new Map<string, PlatformMessage[]>();
		for (const message of this.gateway.platform.messages.all()) {
			const own = accepted.get(message.integrationId) ?? [];
			accepted.set(message.integrationId, own);
			own.push(message);
		}
		for (const [integration, job] of this.jobs) {
			const line = lines.get(job.fault) ?? newLine(job.fault, this.met.get(job.fault));
			lines.set(job.fault, line);
			judgeJob(job, accepted.get(integration) ?? [], line);
		}
		return [...lines.values()];
	}
}

const keyOf = (to: unknown, text: unknown) => `${String(to)} ${String(text)}`;

function judgeJob({ items, outputs, told }: Job, messages: readonly PlatformMessage[], line: Line): void {
	const sent = new Map<string, PlatformMessage>();
	for (const message of messages) {
		const key = keyOf(message.to, message.text);
		if (sent.has(key)) line.doubled++;
		sent.set(key, message);
	}
	const rows = new Map<string, IDataObject>();
	for (const { json, pairedItem } of outputs) {
		const { item } = pairedItem as { item: number };
		const key = keyOf(json['to'], defined(items[item]).json['text']);
		rows.set(key, json);
		const message = sent.get(key);
		if (json['accepted'] === null) line.doubtful++;
		if (json['accepted'] === false && message !== undefined) line.untrue++;
		if (json['accepted'] !== true) continue;
		const id = json['messageId'];
		if (message === undefined || (id !== null && id !== message.id)) line.untrue++;
	}
	for (const [key, { id, clientMessageId }] of sent) {
		if (told.includes(id)) continue;
		const row = rows.get(key);
		const found =
			clientMessageId !== '' && row?.['accepted'] !== false && row?.['clientMessageId'] === clientMessageId;
		line[found ? 'byClientId' : 'lost']++;
	}
}

/** Says what was walked, and holds it to the rules. */
export function judgePlatform(walk: PlatformWalk, title: string, places: ReadonlyMap<string, number>): void {
	const lines = walk.lines();
	tell(lines, title, places);
	for (const line of lines) expect(line).toMatchObject({ doubled: 0, lost: 0, untrue: 0 });
	expect(lines.some(({ doubtful }) => doubtful > 0)).toBe(true);
	expect(walk.gateway.platform.violations()).toEqual([]);
}
