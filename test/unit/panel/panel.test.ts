import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type INodeProperties, NodeHelpers } from 'n8n-workflow';
import { Clickatell } from '../../../nodes/Clickatell/Clickatell.node';
import { accountOf, OPERATIONS, RESOURCES } from '../../../nodes/Clickatell/catalogue';
import type { Operation } from '../../../nodes/Clickatell/catalogue/types';
import { evaluate } from './evaluate';

const { description } = new Clickatell();
const docs = readFileSync(path.join(__dirname, '../../../docs/operations.md'), 'utf8');

/** The anchors that GitHub gives the headings of a page. */
const anchors = [...docs.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
	heading
		.toLowerCase()
		.replace(/[^\w -]/g, '')
		.replace(/ /g, '-'),
);

/** What the panel of a node, or of its variant for agents, shows for an operation. */
function shown({ resource, operation }: Operation, name: string): INodeProperties[] {
	const type = { ...description, name };
	const node = { typeVersion: 1 };
	const parameters = { authentication: accountOf(resource)!.value, resource, operation, textCount: '' };
	return description.properties.filter((property) =>
		NodeHelpers.displayParameter(parameters, property, node, type),
	);
}

const each = OPERATIONS.map(
	(operation) => [`${operation.resource}.${operation.operation}`, operation] as const,
);

describe.each(each)('the panel of %s', (_name, operation) => {
	it('is amber where money is spent or secrets leave, and only there, with a link to where it is explained', () => {
		const [notice, ...others] = shown(operation, 'clickatell').filter(({ type }) => type === 'notice');
		expect(others).toEqual([]);
		if (operation.effect !== 'spend' && operation.notice === undefined)
			return void expect(notice).toBeUndefined();
		expect(notice?.displayName).toMatch(
			operation.notice === undefined
				? /^(Spends (credit|money) for each |Uses up the voucher)/
				: /API ID, user name and password.* spends credit for each part to each recipient/,
		);
		const [, anchor] =
			/href="https:[^"]*\/docs\/operations\.md#([^"]*)"/.exec(notice?.displayName ?? '') ?? [];
		expect(anchors).toContain(anchor);
	});

	it('tells an agent what it does and spends, and nobody else', () => {
		const told = shown(operation, 'clickatellTool').filter(({ name }) => name === 'toolDescription');
		// n8n describes its human review tool itself; no other tool can wait.
		if (operation.api === 'question') return expect(told).toEqual([]);
		expect(told.map((property) => property.default)).toEqual([
			expect.stringContaining(`${operation.description}.`),
		]);
		if (operation.parameters.some(({ type }) => type.kind === 'message' || type.kind === 'template')) {
			const limits = operation.effect === 'read' ? [] : ['160 characters', '70', 'at most 35'];
			for (const limit of limits) expect(told[0]?.default).toContain(limit);
		}
		expect(/Call it once/.test(told[0]?.default as string)).toBe(operation.effect === 'spend');
		expect(shown(operation, 'clickatell').some(({ name }) => name === 'toolDescription')).toBe(false);
	});

	it('names the operation below the node on the canvas', () => {
		const { resource, operation: name, title } = operation;
		const { label } = RESOURCES.find(({ value }) => value === resource)!;
		const parameters = { authentication: accountOf(resource)!.value, resource, operation: name };
		expect(evaluate(description.subtitle!, parameters)).toBe(`${title}: ${label}`);
	});
});
