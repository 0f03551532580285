import { type INodeProperties, type INodePropertyOptions, NodeHelpers } from 'n8n-workflow';
import { Clickatell } from '../../../nodes/Clickatell/Clickatell.node';
import { accountOf, ACCOUNTS, OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const { description } = new Clickatell();
const { properties } = description;
const optionsOf = ({ options }: INodeProperties) => options as INodePropertyOptions[];

/** The actions as n8n's list of nodes derives them: an operation's selector for each entry of each resource's selector. */
function actions(): { action: string; sets: Record<string, unknown> }[] {
	return properties
		.filter(({ name }) => name === 'resource')
		.flatMap(optionsOf)
		.flatMap(({ value }) => {
			const selector = properties.find(
				({ name, displayOptions }) =>
					name === 'operation' && displayOptions?.show?.['resource']?.includes(value),
			);
			const shown = Object.entries(selector?.displayOptions?.show ?? {});
			const sets = Object.fromEntries(shown.map(([name, values]) => [name, values?.[0]]));
			return optionsOf(defined(selector)).map((option) => ({
				action: defined(option.action),
				sets: { ...sets, operation: option.value },
			}));
		});
}

/** The credentials that n8n asks for. */
function asked(parameters: Record<string, string>): string[] {
	return defined(description.credentials)
		.filter((credential) =>
			NodeHelpers.displayParameter(parameters, credential, { typeVersion: 1 }, description),
		)
		.map(({ name }) => name);
}

describe('the account', () => {
	it('is asked for first, and offers every kind', () => {
		expect(properties[0]).toMatchObject({ displayName: 'Account', name: 'authentication' });
		expect(optionsOf(defined(properties[0])).map(({ name, value }) => [name, value])).toEqual(
			ACCOUNTS.map(({ label, value }) => [label, value]),
		);
		expect(defined(properties[0]).default).toBe('smsGateway');
	});

	it.each(ACCOUNTS)('$label decides the resources, the operations and the credential', (account) => {
		const authentication = account.value;
		const shown = (name: string, parameters: Record<string, string>) =>
			properties.filter(
				(property) =>
					property.name === name &&
					NodeHelpers.displayParameter(parameters, property, { typeVersion: 1 }, description),
			);
		const [resources, ...others] = shown('resource', { authentication });
		expect(others).toEqual([]);
		expect(
			optionsOf(defined(resources))
				.map(({ value }) => value)
				.sort(),
		).toEqual(account.resources.map(({ value }) => value).sort());
		expect(defined(resources).default).toBe(defined(account.resources[0]).value);
		for (const { value: resource } of account.resources) {
			const own = OPERATIONS.filter((operation) => operation.resource === resource);
			const [operations, ...more] = shown('operation', { authentication, resource });
			expect(more).toEqual([]);
			expect(defined(operations).default).toBe(defined(own[0]).operation);
			expect(
				optionsOf(defined(operations))
					.map(({ value }) => value)
					.sort(),
			).toEqual(own.map(({ operation }) => operation).sort());
			for (const { operation, authentication: needs } of own)
				expect(asked({ authentication, resource, operation })).toEqual(
					needs === 'none' ? [] : [account.credential],
				);
		}
	});

	it('shows resources and a short list in the order in which people need their entries', () => {
		const [sms] = properties.filter(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions?.show?.['resource']?.[0] === 'message',
		);
		const [gateway] = properties.filter(({ name }) => name === 'resource');
		const resources = optionsOf(defined(gateway)).map(({ name }) => name);
		expect(resources).toEqual(['SMS', 'Batch', 'Push', 'Bulk File', 'Number', 'Verification', 'Account']);
		expect(optionsOf(defined(sms)).map(({ name }) => name)).toEqual([
			'Send',
			'Send and Wait for Response',
			'Get Status',
			'Stop',
			'Estimate',
			'Preview',
			'Reconcile',
		]);
	});
});

describe("n8n's list of actions", () => {
	it('begins with sending an SMS', () => {
		expect(actions()[0]).toEqual({
			action: 'Send an SMS',
			sets: { authentication: 'smsGateway', resource: 'message', operation: 'send' },
		});
	});

	it('has every operation once, each with the account that carries it', () => {
		const listed = actions();
		expect(listed).toHaveLength(OPERATIONS.length);
		expect(new Set(listed.map(({ action }) => action)).size).toBe(OPERATIONS.length);
		for (const { resource, operation, action } of OPERATIONS) {
			expect(listed).toContainEqual({
				action,
				sets: { authentication: defined(accountOf(resource)).value, resource, operation },
			});
		}
	});
});
