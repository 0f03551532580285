import { runNode } from './engine';
import { vaultFor } from './sending';

/** Workflows that were not made in the panel. The address answers nobody: nothing may be sent. */
const credentials = vaultFor({ url: 'http://127.0.0.1:9' });

describe('an account that does not fit', () => {
	it.each([
		[
			{ resource: 'lookup', operation: 'getCountries' },
			"'Account' is SMS Gateway (API ID), which has no resource 'lookup'",
			'Choose Connect API (Token)',
		],
		[
			{ authentication: 'connect', resource: 'message', operation: 'send', to: '27999100001', text: 'Hi' },
			"'Account' is Connect API (Token), which has no resource 'message'",
			'Choose SMS Gateway (API ID)',
		],
		[
			{ authentication: 'telex', resource: 'message', operation: 'send', to: '27999100001', text: 'Hi' },
			"'Account' is 'telex', which the node does not know",
			'Choose SMS Gateway (API ID), Clickatell Platform (API Key) or Connect API (Token)',
		],
	])('is refused with the account to choose: %j', async (parameters, message, advice) => {
		const { error } = await runNode({ parameters, credentials });
		expect(error?.message).toBe(message);
		expect(error?.description).toBe(`${advice} in 'Account'. Nothing was sent.`);
	});
});
