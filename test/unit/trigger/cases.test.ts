import { callbackCases } from '../callbacks/cases';
import { createTrigger } from './webhook';

describe('test/callbacks: every raw request through the trigger', () => {
	const receive = createTrigger({ parameters: { settings: { startOnRepeats: true } } });

	it.each(callbackCases())('$name', async ({ raw, expected }) => {
		const { status, body, items } = await receive(raw);
		switch (expected.kind) {
			case 'probe':
				expect({ status, items }).toEqual({ status: 200, items: [] });
				break;
			case 'unreadable':
				expect({ status, body, items }).toEqual({ status: 400, body: expected.reason, items: [] });
				break;
			default:
				expect({ status, items }).toEqual({ status: 200, items: [expected] });
		}
	});
});

describe('test/callbacks: unreadable calls that the user wants to see', () => {
	const receive = createTrigger({ parameters: { settings: { startOnUnreadable: true } } });
	const unreadable = callbackCases().filter(({ expected }) => expected.kind === 'unreadable');

	it.each(unreadable)('$name', async ({ raw, expected }) => {
		const { status, items } = await receive(raw);
		const { method, target, headers, body } = raw;
		expect({ status, items }).toEqual({
			status: 200,
			items: [
				{
					...expected,
					rawRequest: {
						method,
						query: target.split('?').slice(1).join('?'),
						contentType: headers['content-type'] ?? null,
						bodyBase64: body.toString('base64'),
					},
				},
			],
		});
	});
});
