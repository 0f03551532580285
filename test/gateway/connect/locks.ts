const USER_FAILURES = 2;
const ADDRESS_FAILURES = 10;

/**
 * Locks after failed logins: two in a row on an existing user, ten in a row from one address. A successful login ends
 * the lock of its user and of the address it came from (Connect User Guide, captcha).
 */
export class Locks {
	private readonly users = new Map<string, number>();
	private readonly addresses = new Map<string, number>();

	/** Number of the refusal of a call that brings no captcha. */
	lockOf(user: string, address: string): '003' | '004' | undefined {
		if ((this.addresses.get(address) ?? 0) >= ADDRESS_FAILURES) return '003';
		return (this.users.get(user) ?? 0) >= USER_FAILURES ? '004' : undefined;
	}

	failed(user: string, address: string, userExists: boolean): void {
		if (userExists) this.users.set(user, (this.users.get(user) ?? 0) + 1);
		this.addresses.set(address, (this.addresses.get(address) ?? 0) + 1);
	}

	succeeded(user: string, address: string): void {
		this.users.delete(user);
		this.addresses.delete(address);
	}

	clear(): void {
		this.users.clear();
		this.addresses.clear();
	}
}
