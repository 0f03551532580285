/**
 * `npm run docs`: writes the documentation that the catalogue and the wire cases know better than a person. Whole
 * pages, or what stands between a pair of marks in a page, `<!-- name -->` and `<!-- /name -->`. A test compares every
 * file with what stands here.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
	callbackCaseTables,
	callbackFormats,
	platformCaseTable,
	platformFormats,
} from './docs/callbacksPage';
import { agentsParts } from './docs/agentsPage';
import { gatewayActions } from './docs/gatewayPage';
import { fill } from './docs/markdown';
import { operationsPage } from './docs/operationsPage';
import { frequentRefusals, sendResult, statusEvent } from './docs/parts';
import { outputSchemas } from './docs/schemas';
import { countryZonesFile } from './countryZones';
import { numberingCountriesFile } from './numberingCountries';
import { numberingPlansFile } from './numberingPlans';

export const projectRoot = path.join(__dirname, '..');

function filled(file: string, parts: Readonly<Record<string, string>>): string {
	const text = readFileSync(path.join(projectRoot, file), 'utf8');
	return Object.entries(parts).reduce((page, [name, content]) => fill(page, name, content), text);
}

/** Every generated file as it should be, by its path in the project. */
export function documents(): Map<string, string> {
	return new Map([
		['docs/sending.md', filled('docs/sending.md', { sendResult: sendResult() })],
		['docs/operations.md', operationsPage()],
		[
			'docs/callbacks.md',
			filled('docs/callbacks.md', {
				statusEvent: statusEvent(),
				formats: callbackFormats(),
				platformFormats: platformFormats(),
				cases: callbackCaseTables(),
				platformCases: platformCaseTable(),
			}),
		],
		['docs/agents.md', filled('docs/agents.md', agentsParts())],
		['docs/troubleshooting.md', filled('docs/troubleshooting.md', { refusals: frequentRefusals() })],
		['docs/gateway.md', filled('docs/gateway.md', gatewayActions())],
		['nodes/Clickatell/message/text/numberingPlans.ts', numberingPlansFile()],
		['nodes/Clickatell/message/text/numberingCountries.ts', numberingCountriesFile()],
		['nodes/Clickatell/message/text/countryZones.ts', countryZonesFile()],
		...outputSchemas(),
	]);
}

if (require.main === module) {
	for (const [file, content] of documents()) {
		const target = path.join(projectRoot, file);
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, content);
	}
}
