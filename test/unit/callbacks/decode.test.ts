import { decode, type Decoded } from '../../../nodes/Clickatell/n8n/trigger/decodeCall';
import { callbackCases, toCallbackRequest } from './cases';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** A probe and a fault as they are; of events the one event, as a workflow gets it. */
function toExpected(decoded: Decoded) {
	if (decoded.kind !== 'events') return decoded;
	expect(decoded.events).toHaveLength(1);
	return defined(decoded.events[0]);
}

describe('test/callbacks: every raw request becomes its event', () => {
	it.each(callbackCases())('$name', ({ name, raw, expected }) => {
		const actual = toExpected(decode(toCallbackRequest(raw)));
		expect(actual).toEqual(expected);
		// The order is persisted too: it is the order of the columns.
		expect(Object.keys(actual)).toEqual(Object.keys(expected));
		if ('format' in expected) expect(expected.format).toBe(name.split('__')[0]);
	});
});
