import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type INodeProperties, type INodePropertyOptions, NodeHelpers } from 'n8n-workflow';
import { Clickatell } from '../../../nodes/Clickatell/Clickatell.node';
import { accountOf, ACCOUNTS, OPERATIONS, RESOURCES } from '../../../nodes/Clickatell/catalogue';
import { guardedBy, GUARDS } from '../../../nodes/Clickatell/catalogue/guards';
import type { Operation } from '../../../nodes/Clickatell/catalogue/types';
import { evaluate } from './evaluate';
import { defined } from '../../../nodes/Clickatell/formats/defined';

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
	const parameters = {
		authentication: defined(accountOf(resource)).value,
		resource,
		operation,
		textCount: '',
	};
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
		if (operation.effect !== 'spend' && operation.notice === undefined) {
			expect(notice).toBeUndefined();
			return;
		}
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
		if (operation.notForAgents || operation.api === 'question') {
			expect(told).toEqual([]);
			return;
		}
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

	it('offers an agent the guards that it has, and nobody else', () => {
		expect(shown(operation, 'clickatell').some(({ name }) => name === 'guards')).toBe(false);
		const [collection] = shown(operation, 'clickatellTool').filter(({ name }) => name === 'guards');
		const { resource, operation: name } = operation;
		const type = { ...description, name: 'clickatellTool' };
		const offered = ((collection?.options ?? []) as INodeProperties[]).filter((guard) =>
			NodeHelpers.displayParameter({}, guard, { typeVersion: 1 }, type, { resource, operation: name }),
		);
		const wanted = GUARDS.filter((guard) => guardedBy(guard).includes(operation));
		expect(offered.map((guard) => guard.name)).toEqual(wanted.map((guard) => guard.name));
	});

	it('names the operation below the node on the canvas', () => {
		const { resource, operation: name, title } = operation;
		const { label } = defined(RESOURCES.find(({ value }) => value === resource));
		const parameters = { authentication: defined(accountOf(resource)).value, resource, operation: name };
		expect(evaluate(defined(description.subtitle), parameters)).toBe(`${title}: ${label}`);
	});
});

describe('the selectors', () => {
	/** Values that a selector offers a node, or its variant for agents: n8n filters choices as it does fields. */
	const offered = (selector: string, name: string) =>
		description.properties
			.filter((property) => property.name === selector)
			.flatMap(({ options, displayOptions }) =>
				((options ?? []) as INodePropertyOptions[])
					.filter((one) =>
						NodeHelpers.displayParameter({}, one as never, { typeVersion: 1 }, { ...description, name }),
					)
					.map(({ value }) =>
						[displayOptions?.show?.['resource']?.[0] ?? [], value].flat().map(String).join('.'),
					),
			);
	// An agent gets a question as a human review, whose operation n8n does not show.
	const forAgents = OPERATIONS.filter(({ api, notForAgents }) => notForAgents !== true && api !== 'question');
	const names = (operations: readonly Operation[]) =>
		operations.map(({ resource, operation }) => `${resource}.${operation}`).sort();

	it('offer everything to people', () => {
		expect(offered('operation', 'clickatell').sort()).toEqual(names(OPERATIONS));
		expect(offered('resource', 'clickatell')).toEqual(RESOURCES.map(({ value }) => value));
		expect(offered('authentication', 'clickatell')).toEqual(
			expect.arrayContaining(ACCOUNTS.map(({ value }) => value)),
		);
	});

	it('offer an agent what is for agents, and a beginning that is', () => {
		expect(offered('operation', 'clickatellTool').sort()).toEqual(names(forAgents));
		expect(offered('resource', 'clickatellTool')).toEqual([
			...['message', 'batch', 'push', 'number', 'account'],
			...['sms', 'whatsApp', 'media', 'platformNumber', 'platformAccount'],
		]);
		expect(offered('authentication', 'clickatellTool')).toEqual(['smsGateway', 'platform']);
		for (const { value, resources } of ACCOUNTS.filter(({ value: account }) => account !== 'connect')) {
			const [first] = OPERATIONS.filter(({ resource }) => resource === defined(resources[0]).value);
			expect([value, first?.notForAgents]).toEqual([value, undefined]);
		}
		for (const { default: initial, displayOptions } of description.properties.filter(
			({ name }) => name === 'operation',
		)) {
			const resource = displayOptions?.show?.['resource']?.[0] as string;
			const isOffered = forAgents.some((one) => one.resource === resource && one.operation === initial);
			expect([resource, isOffered]).toEqual([resource, forAgents.some((one) => one.resource === resource)]);
		}
	});

	it('keep from an agent what handles passwords, sessions or vouchers, and codes that prove a number', () => {
		const others = OPERATIONS.filter(({ notForAgents }) => notForAgents === true);
		const gateway = others.filter(({ api }) => api !== 'connect');
		expect(names(gateway)).toEqual([
			...['account.openSession', 'account.pingSession', 'account.redeemVoucher'],
			...['bulkFile.composeEmail', 'bulkFile.composeFtpFile'],
			...['platformVerify.checkCode', 'platformVerify.sendCode', 'verify.checkCode', 'verify.sendCode'],
		]);
		expect(names(others)).toEqual(
			names(
				OPERATIONS.filter((one) => gateway.includes(one) || accountOf(one.resource)?.value === 'connect'),
			),
		);
		const secret = OPERATIONS.filter(({ parameters, result }) =>
			[...parameters, ...result].some((one) => one.secret),
		);
		expect(secret.filter(({ notForAgents }) => notForAgents !== true)).toEqual([]);
	});
});
