import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Bench, projectRoot, versionOf } from './setup';
import { defined } from '../../nodes/Clickatell/formats/defined';

function oneLine(file: string, pattern: RegExp): string | undefined {
	try {
		return pattern.exec(readFileSync(file, 'utf8'))?.[1];
	} catch {
		return undefined;
	}
}

/** What the figures were measured on and with. */
export function describeMachine(bench: Bench, startedAt: Date): [what: string, value: string][] {
	const [cpu] = os.cpus();
	const nodeHeader = oneLine(
		path.resolve(path.dirname(bench.installed.node), '..', 'package.json'),
		/"version":\s*"([^"]+)"/,
	);
	return [
		['Date', startedAt.toISOString().slice(0, 16).replace('T', ' ') + ' UTC'],
		['Processor', `${cpu?.model.trim() ?? 'unknown'}, ${os.cpus().length} cores`],
		['Memory', `${Math.round(os.totalmem() / 1024 ** 3)} GB`],
		['System', `${os.platform()} ${os.release()} ${os.arch()}`],
		['Load before the run', defined(os.loadavg()[0]).toFixed(2)],
		['Node, of everything measured', nodeHeader ?? process.versions.node],
		['n8n', bench.installed.version],
		['n8n-core', versionOf(path.join(bench.n8nFolder, 'node_modules', 'n8n-core'))],
		['n8n-nodes-base', versionOf(bench.nodesBase)],
		['this package', versionOf(projectRoot)],
	];
}
