import { mendQuery } from '../../../nodes/Clickatell/apis/gateway/callbacks';
import { growth, NOT_SQUARE } from '../soap/growth';

const mend = (query: string) => mendQuery(query, ['secret', 'user', 'password']);

describe('a query string that begins again', () => {
	it.each([
		['secret=w?apiMsgId=1&status=004', 'secret=w&apiMsgId=1&status=004'],
		['office=1&secret=w?api_id=2&apiMsgId=1', 'office=1&secret=w&api_id=2&apiMsgId=1'],
		['secret=w&office=1?api_id=2', 'secret=w&office=1&api_id=2'],
		['office=1?api_id=2', 'office=1&api_id=2'],
		['secret=w?data=%3Ccallback%3E', 'secret=w&data=%3Ccallback%3E'],
		['secret=w?%61piMsgId=1', 'secret=w&%61piMsgId=1'],
		['secret=w?API-ID=1', 'secret=w&API-ID=1'],
		['secret=w?user=a&password=b&apiMsgId=1', 'secret=w&user=a&password=b&apiMsgId=1'],
		['office=north?wing?apiMsgId=1', 'office=north?wing&apiMsgId=1'],
		// Only the first: what follows is a value again.
		['secret=w?apiMsgId=1&text=a?to=b', 'secret=w&apiMsgId=1&text=a?to=b'],
	])('%s', (query, expected) => expect(mend(query)).toBe(expected));
});

describe('a question mark inside a value stays', () => {
	it.each([
		'',
		'?',
		'apiMsgId=1&status=004',
		'moMsgId=1&text=really?',
		'moMsgId=1&text=really?&from=2',
		'moMsgId=1&text=really?to&from=2',
		'moMsgId=1&text=really?yes=no',
		'data=<?xml version="1.0"?><callback/>',
		'secret=w&moMsgId=1&from=2&text=ok?status=fine',
		'secret=w&apiMsgId=1&office=a?to=b',
	])('%s', (query) => expect(mend(query)).toBe(query));
});

it('costs what it is long, whatever it is made of', () => {
	// It is read before the proof is checked.
	for (const piece of ['?', '?a', '=', '&', '?apiMsgI', '%3F'])
		expect(growth((text) => void mend(text), piece)).toBeLessThan(NOT_SQUARE);
});
