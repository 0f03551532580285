import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import manifest from '../../../package.json';
import { findOperation, OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import type { ParameterType } from '../../../nodes/Clickatell/catalogue/types';
import { MOST_MERGE_FIELDS } from '../../../nodes/Clickatell/message/mergeFields';
import { MOST_RECIPIENTS } from '../../../nodes/Clickatell/apis/gateway/server';
import { CALLBACK_LIMITS } from '../../../nodes/Clickatell/formats/xml/read';
import { MOST_KEYS } from '../../../nodes/Clickatell/n8n/trigger/duplicates';
import { readExample } from '../../../tools/n8n/examples';
import { projectRoot } from '../../../tools/write-docs';
import { allPages, codeBlocks, readPage } from './pages';

const readme = readPage('README.md');
const development = readPage('docs/development.md');
const pages = allPages();

test('every npm command in the documentation is a script', () => {
	const commands = pages.flatMap(({ text }) =>
		[...text.matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own ?? ''),
	);
	expect(commands).toContain('start');
	expect([...new Set(commands)].filter((command) => !Object.hasOwn(manifest.scripts, command))).toEqual([]);
});

test('every script that a contributor runs is in the page for contributors', () => {
	const missing = Object.keys(manifest.scripts).filter(
		(script) =>
			!script.startsWith('test:') &&
			!development.text.includes(`npm run ${script}`) &&
			!development.text.includes(`npm ${script}`),
	);
	expect(missing).toEqual([]);
});

test('the JSON in the documentation can be read, and holds the names that the nodes use', () => {
	const [event, sent] = ['docs/callbacks.md', 'README.md'].map((file) => {
		const [block = ''] = codeBlocks(readPage(file), 'json');
		return JSON.parse(block) as Record<string, unknown>;
	});
	expect(event).toHaveProperty('dedupeKey');
	expect(Object.keys(sent ?? {})).toEqual(
		findOperation('message', 'send')!
			.result.filter(({ optional }) => !optional)
			.map(({ name }) => name),
	);
});

test('every example is listed under its name, and nothing else', () => {
	const listed = [...readme.text.matchAll(/^\| \[([^\]]+)\]\(examples\/([\w-]+)\.json\)/gm)].map(
		([, title, name]) => [name, title],
	);
	const present = readdirSync(path.join(projectRoot, 'examples'))
		.filter((file) => file.endsWith('.json'))
		.map((file) => path.basename(file, '.json'))
		.map((name) => [name, readExample(name).name]);
	expect(listed.sort()).toEqual(present.sort());
});

test('the versions of n8n it names are those that are installed for the tests', () => {
	const [section = ''] = readme.text.split('## Compatibility').slice(1);
	const named = [...section.split('## ')[0]!.matchAll(/\b\d+\.\d+\.\d+\b/g)].map(([version]) => version);
	const installed = readdirSync(path.join(projectRoot, 'tools/n8n/install'))
		.map((folder) => /^n8n-(.+)$/.exec(folder)?.[1])
		.filter((version) => version !== undefined);
	expect(named.sort()).toEqual(installed.sort());
});

test('the sentences that the documentation quotes in part are in the code', () => {
	const source = readdirSync(path.join(projectRoot, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => readFileSync(path.join(projectRoot, 'nodes', file), 'utf8'))
		.join('\n');
	const quoted = [...readPage('docs/troubleshooting.md').text.matchAll(/^\| \.\.\. (.+?) +\|/gm)].map(
		([, part = '']) => part,
	);
	expect(quoted).toHaveLength(2);
	for (const part of quoted) expect(source).toContain(part);
});

/** The limits of a parameter, wherever it occurs. */
function typeOf<Kind extends ParameterType['kind']>(name: string, kind: Kind) {
	const found = OPERATIONS.flatMap(({ parameters }) => parameters).find(
		(parameter) => parameter.name === name && parameter.type.kind === kind,
	);
	if (found === undefined) throw new Error(`no operation has the field ${name}`);
	return found.type as Extract<ParameterType, { kind: Kind }>;
}

test('its limits are those of the code', () => {
	const minutes = (name: string) => typeOf(name, 'integer').max;
	for (const [what, limit] of [
		['Recipients in one call', `${MOST_RECIPIENTS}`],
		['Parts of a message', `${typeOf('maxParts', 'integer').max}`],
		['Client message ID', `${typeOf('clientMessageId', 'identifier').maxLength} letters and digits`],
		['Delivery delay', `${minutes('deliveryDelay') / 60 / 24} days`],
		['Validity period', `${minutes('validityPeriod') / 60} hours`],
		['Fields of a template', `${MOST_MERGE_FIELDS}, but 4 on the RPC/encoded server`],
		['A callback', `${CALLBACK_LIMITS.maxBytes / 1024} KB`],
		['A callback', `${MOST_KEYS.toLocaleString('en')} events`],
	] as const) {
		expect(readme.text).toMatch(new RegExp(`^\\| ${what} +\\|.*\\b${limit}`, 'm'));
	}
});

test('installing from a checkout, as it says, puts the nodes where n8n looks for them', () => {
	const block = codeBlocks(readme, 'sh').find((code) => code.includes('npm pack'))!;
	const home = mkdtempSync(path.join(os.tmpdir(), 'n8n-nodes-clickatell-home-'));
	try {
		// dist/ is there: npm test has built it. The tarball goes to the folder instead of into the checkout.
		const lines = block
			.replace('npm run build\n', '')
			.replace('npm pack\n', `npm pack --pack-destination ${home} --loglevel=error\n`)
			.replace(' ./n8n-nodes-clickatell', ` ${home}/n8n-nodes-clickatell`);
		execFileSync('bash', ['-euo', 'pipefail', '-c', lines], {
			cwd: projectRoot,
			env: { ...process.env, HOME: home, npm_config_offline: 'true', npm_config_fund: 'false' },
			stdio: 'pipe',
		});
		const installed = path.join(home, '.n8n/nodes/node_modules/n8n-nodes-clickatell');
		for (const node of manifest.n8n.nodes) expect(existsSync(path.join(installed, node))).toBe(true);
		expect(
			readdirSync(path.join(home, '.n8n/nodes/node_modules')).filter((name) => !name.startsWith('.')),
		).toEqual(['n8n-nodes-clickatell']);
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
});
