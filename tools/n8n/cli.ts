import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { n8nEnvironment } from './environment';
import type { InstalledN8n } from './install';
import { freePort } from './ports';
import { runCommand } from './processes';

/** A credential as n8n's import takes it; n8n encrypts `data` with its own key. */
export interface ImportedCredential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** A workflow as n8n exports it. It needs an id: importing it again replaces it. */
export interface ImportedWorkflow {
	id: string;
	name: string;
	nodes: Array<{
		name: string;
		type: string;
		typeVersion: number;
		parameters: Record<string, unknown>;
		webhookId?: string;
		[field: string]: unknown;
	}>;
	connections: Record<string, unknown>;
	[field: string]: unknown;
}

/** n8n's command line over one user folder. Use it while no n8n runs there. */
export class N8nCli {
	constructor(
		private readonly installed: InstalledN8n,
		private readonly userFolder: string,
		private readonly env: NodeJS.ProcessEnv = {},
	) {}

	/** Runs one command and returns what it wrote. Most commands take two to four seconds. */
	async run(args: readonly string[]): Promise<string> {
		const { installed, userFolder, env } = this;
		return runCommand(installed.node, [installed.cli, ...args], {
			cwd: userFolder,
			env: n8nEnvironment(installed, {
				userFolder,
				port: await freePort(),
				brokerPort: await freePort(),
				env,
			}),
			log: path.join(userFolder, 'cli.log'),
		});
	}

	importCredentials(credentials: readonly ImportedCredential[]): Promise<void> {
		return this.import('import:credentials', credentials);
	}

	/** Imported workflows are not published: see `N8nClient.publish`. */
	importWorkflows(workflows: readonly ImportedWorkflow[]): Promise<void> {
		return this.import('import:workflow', workflows);
	}

	private async import(command: string, entries: readonly unknown[]): Promise<void> {
		const folder = mkdtempSync(path.join(this.userFolder, 'import-'));
		try {
			const file = path.join(folder, 'entries.json');
			writeFileSync(file, JSON.stringify(entries), { mode: 0o600 });
			const output = await this.run([command, `--input=${file}`]);
			// n8n ends with exit code 0 also when it could not import.
			if (!output.includes(`Successfully imported ${entries.length} `)) {
				throw new Error(`n8n's ${command} did not import ${entries.length}:\n${output.trim()}`);
			}
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	}
}
