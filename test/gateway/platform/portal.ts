import type { IdSource } from '../ids';
import type { Channel, Integration, PlatformAccount } from './model';

export interface PlatformAccountSeed {
	name: string;
	/** In the currency's unit; default 100. */
	balance?: number;
	/** Default ZAR. */
	currency?: string;
	active?: boolean;
}

/** An integration as it is asked for: what is not named is as in production, one-way, without limits. */
export type IntegrationSeed = Partial<Omit<Integration, 'type' | 'account'>> &
	Pick<Integration, 'type' | 'account'>;

/** What a fresh portal holds. */
export interface PlatformSeed {
	accounts: PlatformAccountSeed[];
	integrations: IntegrationSeed[];
}

/** Keys of the demo; any gateway knows them. They look like those of the Platform. */
export const DEMO_KEYS = { oneApi: 'DemoKeyOneApi-_567890A==', smsApi: 'DemoKeySmsApi-_567890A==' } as const;

export const PLATFORM_SEED: PlatformSeed = {
	accounts: [{ name: 'demo' }],
	integrations: [
		{
			name: 'Demo One API',
			key: DEMO_KEYS.oneApi,
			account: 'demo',
			type: 'one-api',
			channels: ['sms', 'whatsapp'],
			twoWayNumbers: ['27999300000'],
		},
		{ name: 'Demo SMS API', key: DEMO_KEYS.smsApi, account: 'demo', type: 'sms' },
	],
};

/** Accounts, integrations and their keys, as the portal keeps them. */
export class Portal {
	readonly accounts = new Map<string, PlatformAccount>();
	readonly integrations = new Map<string, Integration>();

	constructor(private readonly ids: IdSource) {}

	/** Adds accounts and integrations; a known name or ID is replaced. Throws RangeError for an unknown account. */
	seed({ accounts, integrations }: PlatformSeed): void {
		for (const { name, balance = 100, currency = 'ZAR', active = true } of accounts) {
			this.accounts.set(name, { name, milliBalance: Math.round(balance * 1000), currency, active });
		}
		for (const integration of integrations) this.create(integration);
	}

	create(seed: IntegrationSeed): Integration {
		if (!this.accounts.has(seed.account)) throw new RangeError(`no account ${seed.account}`);
		const id = seed.id ?? this.ids();
		const channels: Channel[] = seed.type === 'sms' ? ['sms'] : ['sms', 'whatsapp'];
		const created: Integration = {
			name: `Integration ${id.slice(0, 4)}`,
			key: `${Buffer.from(id, 'hex').toString('base64url')}==`,
			active: true,
			channels,
			twoWayNumbers: [],
			demoEnded: false,
			allowedAddresses: [],
			maxParts: 8,
			suspendedNumbers: [],
			optedOut: [],
			...structuredClone(seed),
			id,
		};
		this.integrations.set(id, created);
		return created;
	}

	/** The integration of a key. A key is the header's whole value, without a scheme word. */
	byKey(key: string | undefined): Integration | undefined {
		return [...this.integrations.values()].find((integration) => integration.key === key);
	}

	/** The one of that name. Throws RangeError for an unknown one. */
	byName(name: string): Integration {
		const found = [...this.integrations.values()].find((integration) => integration.name === name);
		if (found === undefined) throw new RangeError(`no integration ${name}`);
		return found;
	}

	accountOf(integration: Integration): PlatformAccount {
		const account = this.accounts.get(integration.account);
		if (account === undefined) throw new Error(`integration ${integration.id} belongs to no account`);
		return account;
	}

	/** A new key for an integration; the old one is good for nothing from then on. */
	renewKey(integration: Integration): string {
		integration.key = `${Buffer.from(this.ids(), 'hex').toString('base64url')}==`;
		return integration.key;
	}

	clear(): void {
		this.accounts.clear();
		this.integrations.clear();
	}
}
