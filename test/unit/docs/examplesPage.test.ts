/**
 * examples/README.md: a section for each example, with the account and the cost that the workflow itself has, and a
 * picture. To add an example, add its section there; the message of a failure shows what it must hold.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { findOperation } from '../../../nodes/Clickatell/catalogue';
import { readExample } from '../../../tools/n8n/examples';
import { projectRoot } from '../../../tools/write-docs';
import { readPage } from './pages';

const OWN = 'n8n-nodes-clickatell.clickatell';
const PICTURES = 'docs/pictures/examples';
const MOST_BYTES = 2_000_000;

/** By the credential that a node needs; the credential of the trigger fits either product. */
const ACCOUNTS: Readonly<Record<string, string>> = {
	clickatellSoapApi: 'SMS Gateway',
	clickatellPlatformApi: 'Clickatell Platform',
	clickatellConnectApi: 'Connect API',
};

interface Section {
	name: string;
	/** What it does, in a paragraph. */
	text: string;
	example: string;
	account: string;
	cost: string;
	picture: string;
}

const SECTION =
	/^(?<name>.+)\n\n(?<text>\S[^]*?)\n\n- \*\*Workflow\*\*: \[(?<example>[\w-]+)\.json\]\(\k<example>\.json\)\n- \*\*Account\*\*: (?<account>.+)\n- \*\*Cost\*\*: (?<cost>.+)\n\n!\[[^\]]+\]\(\.\.\/(?<picture>[\w/-]+\.png)\)\n/;

const sections = readPage('examples/README.md')
	.text.split(/^### /m)
	.slice(1)
	.map((section) => {
		const found = SECTION.exec(section)?.groups;
		if (!found) throw new Error(`a section is not as the others: ${section.slice(0, 200)}`);
		return found as unknown as Section;
	});

const present = readdirSync(path.join(projectRoot, 'examples'))
	.filter((file) => file.endsWith('.json'))
	.map((file) => path.basename(file, '.json'));

function factsOf(example: string) {
	const own = readExample(example).nodes.filter(({ type }) => type.startsWith(OWN));
	const accounts = own
		.flatMap(({ credentials }) => Object.keys(credentials ?? {}))
		.flatMap((type) => ACCOUNTS[type] ?? []);
	const spends = own.some(({ type, parameters: { resource = 'message', operation = 'send' } }) => {
		if (type.endsWith('Trigger')) return false;
		return isSpending(String(resource), String(operation));
	});
	return { accounts: [...new Set(accounts)], spends };
}

/** Whether the operation costs messages. A file of Bulk File does when a node of n8n's own delivers it. */
function isSpending(resource: string, operation: string): boolean {
	return resource === 'bulkFile' || findOperation(resource, operation)?.effect === 'spend';
}

test('every example has a section, and nothing else has one', () => {
	expect(sections.map(({ example }) => example).sort()).toEqual([...present].sort());
});

test.each(sections.map((section) => [section.example, section] as const))(
	'the section of %s says what the workflow is',
	(example, { name, account, cost, picture }) => {
		const { accounts, spends } = factsOf(example);
		expect(name).toBe(readExample(example).name);
		for (const one of accounts) expect(account).toContain(one);
		if (accounts.length === 0) expect(account).toBe('SMS Gateway or Clickatell Platform');
		expect(/^no message/.test(cost)).toBe(!spends);
		expect(picture).toBe(`${PICTURES}/${example}.png`);
		expect(existsSync(path.join(projectRoot, picture))).toBe(true);
	},
);

test('the pictures are those of the examples, and small together', () => {
	const files = readdirSync(path.join(projectRoot, PICTURES));
	expect(files.sort()).toEqual(present.map((example) => `${example}.png`).sort());
	const sizes = files.map((file) => statSync(path.join(projectRoot, PICTURES, file)).size);
	expect(Math.min(...sizes)).toBeGreaterThan(5_000);
	expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});
