import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../../package.json';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const root = path.join(__dirname, '../../..');
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

const WORKFLOWS = readdirSync(path.join(root, '.github/workflows')).map(
	(file) => `.github/workflows/${file}`,
);

test.each(WORKFLOWS)('%s pins each action by its commit, and says which version that is', (file) => {
	const uses = textOf(file).match(/uses: .*/g) ?? [];
	expect(uses.length).toBeGreaterThan(0);
	expect(uses.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(
		[],
	);
});

test('one action has one version in all workflows', () => {
	const pins = new Map(
		WORKFLOWS.flatMap((file) => textOf(file).match(/[\w-]+\/[\w-]+@[0-9a-f]{40}/g) ?? []).map((pin) => [
			pin,
			pin.split('@')[0],
		]),
	);
	expect([...pins.values()]).toEqual([...new Set(pins.values())]);
});

test.each([...WORKFLOWS, '.ci/run'])('what %s runs by npm are scripts of package.json', (file) => {
	const scripts = [...textOf(file).matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
		([, run, own]) => run ?? defined(own),
	);
	expect(scripts.filter((script) => !Object.hasOwn(manifest.scripts, script))).toEqual([]);
});

test('CI on the host runs the parts of .ci/run', () => {
	const [ci, local] = [textOf('.github/workflows/ci.yml'), textOf('.ci/run')];
	const [, matrix = ''] = defined(/part: \[(.*)\]/.exec(ci));
	const parts = [...local.matchAll(/npm run test:n8n -- (.*)/g)].flatMap(([, given]) =>
		defined(given).split(' '),
	);
	expect(matrix.split(', ').sort()).toEqual(parts.sort());
	for (const [command] of local.matchAll(/npm (?:test -- --long|run scan|start -- --exit|run test:browser)/g))
		expect(ci).toContain(command);
});

test('the Node of contributors is the oldest that the package supports', () => {
	expect(manifest.engines.node).toBe(`>=${textOf('.nvmrc').trim()}`);
});
