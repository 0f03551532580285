import { createHash, scrypt } from 'node:crypto';
import { forgetOldest } from '../../engine/forgetOldest';

/** What the codes of an account are made with. */
export interface AccountSecret {
	/** What identifies the account, in an order that does not change. */
	readonly account: readonly string[];
	readonly secret: string;
}

const LABEL = 'Clickatell one-time codes, version 1';
const KEY_BYTES = 32;

/**
 * A tenth of a second and 32 MB, in a thread of its own. Whoever is sent codes could try passwords by them, if a password took
 * no time to try.
 */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 };

const MOST_KEYS = 20;
const made = new Map<string, Promise<Buffer>>();

async function deriveKey({ account, secret }: AccountSecret): Promise<Buffer> {
	const salt = JSON.stringify([LABEL, ...account]);
	return await new Promise((resolve, reject) => {
		scrypt(secret, salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
	});
}

/**
 * The key of an account's codes. It changes with the password or API key, and is in no output, no log and no error.
 *
 * @param derive how it is made, once for an account
 */
export async function codeKeyOf(of: AccountSecret, derive = deriveKey): Promise<Buffer> {
	const name = createHash('sha256')
		.update(JSON.stringify([of.account, of.secret]))
		.digest('base64');
	const known = made.get(name);
	if (known) return await known;
	if (made.size >= MOST_KEYS) forgetOldest(made);
	const key = derive(of).catch((error: unknown) => {
		// For instance because memory is short: the next one is to try again.
		made.delete(name);
		throw error;
	});
	made.set(name, key);
	return await key;
}
