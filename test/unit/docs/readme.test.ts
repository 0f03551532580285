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
import { projectRoot } from '../../../tools/write-docs';
import { allPages, codeBlocks, readPage, sectionOf } from './pages';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const readme = readPage('README.md');
const sending = readPage('docs/sending.md');
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
	const [event, sent] = ['docs/callbacks.md', 'docs/sending.md'].map((file) => {
		const [block = ''] = codeBlocks(readPage(file), 'json');
		return JSON.parse(block) as Record<string, unknown>;
	});
	expect(event).toHaveProperty('dedupeKey');
	expect(Object.keys(sent ?? {})).toEqual(
		defined(findOperation('message', 'send'))
			.result.filter(({ optional }) => !optional)
			.map(({ name }) => name),
	);
});

test('it has at most 200 lines', () => {
	expect(readme.text.split('\n').length).toBeLessThanOrEqual(200);
});

test('it says for which account it is, shows a picture, and installs, in this order, within one screen', () => {
	const order = ['## Which Clickatell?', '.gif)', '## Install', '## First message'];
	const places = order.map((mark) => readme.text.indexOf(mark));
	expect(places).toEqual([...places].sort((one, other) => one - other));
	expect(places[0]).toBeGreaterThan(0);
	const lines = readme.text.slice(0, places.at(-1)).split('\n').length;
	expect(lines).toBeLessThan(45);
});

test('it says what nobody could try, what takes its place, and how to report a difference', () => {
	const [paragraph = ''] = /^\*\*What nobody could try\*\*[^]*?\n\n/m.exec(readme.text) ?? [];
	expect(paragraph).toContain("Clickatell's own servers");
	for (const link of [
		'docs/gateway.md',
		'docs/protocol/README.md',
		'CONTRIBUTING.md#a-bug-report-is-a-wire-case',
	]) {
		expect(paragraph).toContain(`](${link})`);
	}
});

test('it says what n8n 3.0 changes, and the page of the verification holds a video of less than five minutes', () => {
	expect(readme.text).toMatch(/\*\*n8n 3\.0\*\*[^]*?\]\(docs\/verification\.md\)/);
	const script = sectionOf(readPage('docs/verification.md'), 'The script of the demo video');
	const times = [...script.matchAll(/^\| (\d):(\d\d) \|/gm)].map(
		([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds),
	);
	expect(times.length).toBeGreaterThan(5);
	expect(times).toEqual([...times].sort((one, other) => one - other));
	expect(times.at(-1)).toBeLessThan(5 * 60);
});

test('the versions of n8n it names are those that are installed for the tests', () => {
	const named = [...sectionOf(readme, 'Compatibility').matchAll(/\b\d+\.\d+\.\d+\b/g)].map(
		([version]) => version,
	);
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
	expect(quoted).toHaveLength(5);
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

test('the limits on the page for sending are those of the code', () => {
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
		expect(sending.text).toMatch(new RegExp(`^\\| ${what} +\\|.*\\b${limit}`, 'm'));
	}
});

test('installing from a checkout, as it says, puts the nodes where n8n looks for them', () => {
	const block = defined(codeBlocks(readme, 'sh').find((code) => code.includes('npm pack')));
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
