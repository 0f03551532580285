import { decodeCallback, type DecodedCallback } from '../../../nodes/Clickatell/apis/gateway/callbacks';
import { OWN_PARAMETERS } from '../../../nodes/Clickatell/n8n/trigger/callback';
import { callbackCases, toCallbackRequest } from './cases';

/** A probe and a fault as they are; of an event the event alone, as a workflow gets it. */
function toExpected(decoded: DecodedCallback) {
	return decoded.kind === 'status' || decoded.kind === 'inbound' ? decoded.event : decoded;
}

describe('test/callbacks: every raw request becomes its event', () => {
	it.each(callbackCases())('$name', ({ name, raw, expected }) => {
		const actual = toExpected(decodeCallback(toCallbackRequest(raw), { ownParameters: OWN_PARAMETERS }));
		expect(actual).toEqual(expected);
		// The order is persisted too: it is the order of the columns.
		expect(Object.keys(actual)).toEqual(Object.keys(expected));
		if ('format' in expected) expect(expected.format).toBe(name.split('__')[0]);
	});
});
