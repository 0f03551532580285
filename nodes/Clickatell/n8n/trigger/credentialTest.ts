import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

/** Checks the fields themselves: the gateway calls us, so there is nothing to log in to. */
export function testCallbackCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const fault = faultOf(credential.data ?? {});
	return Promise.resolve(
		fault === undefined
			? { status: 'OK', message: 'Ready. Callbacks must now carry what is filled in here.' }
			: { status: 'Error', message: fault },
	);
}

/** What keeps these fields from protecting the trigger, as a sentence. */
export function faultOf(fields: Record<string, unknown>): string | undefined {
	const [user, password, secret] = [fields.user, fields.password, fields.secret].map((value) =>
		typeof value === 'string' ? value : '',
	) as [string, string, string];
	if (user === '' && password === '' && secret === '') {
		return "Fill in 'User' and 'Password' as in the Clickatell account, or 'Secret', or both.";
	}
	if ((user === '') !== (password === '')) return "'User' and 'Password' belong together: fill in both.";
	if (user.includes(':')) return "'User' must not contain a colon: Basic authentication cannot carry it.";
	if (secret !== '' && secret.length < 16)
		return "'Secret' is shorter than 16 characters and could be guessed.";
	if (!/^[A-Za-z0-9._~-]*$/.test(secret)) {
		return "'Secret' goes into a URL: use only letters, digits, and the characters - . _ ~";
	}
	return undefined;
}
