import { withoutSecrets } from '../../../nodes/Clickatell/protocol/redact';

describe('foreign text that is shown', () => {
	it.each([
		['as it is', 'rejected: <x>p&ss"word</x>', 'rejected: <x>•••</x>'],
		[
			'escaped for XML',
			'rejected: &lt;x&gt;p&amp;ss&quot;word&lt;/x&gt;',
			'rejected: &lt;x&gt;•••&lt;/x&gt;',
		],
		['percent-encoded', 'rejected: x=p%26ss%22word', 'rejected: x=•••'],
	])('loses a secret %s', (_form, text, shown) => {
		expect(withoutSecrets(text, ['p&ss"word', undefined])).toBe(shown);
	});

	it('keeps words that hold a very short secret', () => {
		expect(withoutSecrets('a fault in the call', ['a', 'in'])).toBe('a fault in the call');
	});
});
