import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';

const root = path.join(__dirname, '../../..');

describe("the built package in n8n's own loader", () => {
	const loader = new PackageDirectoryLoader(root);
	beforeAll(() => loader.loadAll());

	test('brings both nodes and the credentials they use', () => {
		expect(Object.keys(loader.nodeTypes).sort()).toEqual(['clickatell', 'clickatellTrigger']);
		const used = loader.types.nodes.flatMap(({ credentials = [] }) => credentials.map(({ name }) => name));
		expect(Object.keys(loader.credentialTypes).sort()).toEqual([...new Set(used)].sort());
	});

	test('every icon is a drawing of its own that exists, light and dark', () => {
		for (const { name, iconUrl } of [...loader.types.nodes, ...loader.types.credentials]) {
			if (typeof iconUrl !== 'object') throw new Error(`${name} has no light and dark icon`);
			expect(iconUrl.light).not.toBe(iconUrl.dark);
			for (const url of [iconUrl.light, iconUrl.dark]) {
				const file = path.join(root, url.replace(/^icons\/n8n-nodes-clickatell\//, ''));
				expect(readFileSync(file, 'utf8')).toMatch(/^<svg /);
			}
		}
	});

	test('every node is found under Communication and by the words people look for', () => {
		for (const { name, codex } of loader.types.nodes) {
			// The action node asks people as well, which n8n lists under its own name for it.
			const own = name === 'clickatell' ? 'Communication, HITL' : 'Communication';
			expect(`${name}: ${codex?.categories?.join(', ')}`).toBe(`${name}: ${own}`);
			expect(codex?.alias).toContain('SMS');
		}
	});
});
