import type { INode } from 'n8n-workflow';

import { secretsOfUrl, shownUrl } from '../../../nodes/Clickatell/formats/urlParts';
import { codeValue } from '../../../nodes/Clickatell/message/values';
import { shownNode } from '../../../nodes/Clickatell/n8n/shownNode';

const URL_WITH_SECRETS =
	'https://me:pa%20ss@n8n.example:5678/webhook/0f6a1b2c-1111-2222-3333-444455556666/callback?secret=word&a=1#end';

describe('what is secret of a URL', () => {
	test.each([
		[
			URL_WITH_SECRETS,
			[
				'0f6a1b2c-1111-2222-3333-444455556666',
				'1',
				'end',
				'me',
				'me:pa ss',
				'me:pa%20ss',
				'pa ss',
				'pa%20ss',
				'secret=word&a=1',
				'word',
			],
		],
		['https://n8n.example', []],
		['https://n8n.example/webhook/fifteen-letters', []],
		['https://n8n.example/webhook/sixteen--letters', ['sixteen--letters']],
		['https://n8n.example?just-a-word', ['just-a-word']],
		['https://n8n.example#/x?y=z', ['/x?y=z']],
		['https://n8n.example/a@b:c', []],
		['https://a@b@n8n.example/', ['a@b']],
		[
			'n8n.example/x?next=https://other.example/y',
			['https://other.example/y', 'next=https://other.example/y'],
		],
		['', []],
	])('%s', (url, secrets) => {
		expect(secretsOfUrl(url).sort()).toEqual(secrets);
	});
});

describe('a URL that is shown', () => {
	test.each([
		[URL_WITH_SECRETS, 'https://n8n.example:5678/•••'],
		['https://n8n.example', 'https://n8n.example'],
		['HTTP://n8n.example/', 'HTTP://n8n.example/'],
		['https://n8n.example?secret=word', 'https://n8n.example/•••'],
		['https://me@n8n.example', 'https://n8n.example/•••'],
		['https:\\\\n8n.example\\secret', 'https:/•••'],
		['n8n.example/webhook/x?next=https://other.example', 'n8n.example/•••'],
		['={{ $json.url }}', '={{ $json.url }}'],
		['=https://n8n.example/x?secret={{ $json.word }}', '=https://n8n.example/•••'],
		['={{ $json.host + "?secret=word" }}', '={{ $json.host + "/•••'],
		['={{ "https://n8n.example/x?secret=word" }}', '={{ "https:/•••'],
	])('%s', (url, shown) => expect(shownUrl(url)).toBe(shown));
});

test('the node that an error keeps has of its URLs scheme and host, in whatever collection, and no password', () => {
	const parameters = {
		url: URL_WITH_SECRETS,
		text: URL_WITH_SECRETS,
		options: { callbackUrl: URL_WITH_SECRETS, callbackPassword: 'word' },
		advanced: [{ contentUrl: 'https://n8n.example' }],
	};
	const node = { name: 'Clickatell', parameters } as unknown as INode;
	expect(shownNode({ getNode: () => node }).parameters).toEqual({
		url: 'https://n8n.example:5678/•••',
		text: URL_WITH_SECRETS,
		options: { callbackUrl: 'https://n8n.example:5678/•••' },
		advanced: [{ contentUrl: 'https://n8n.example' }],
	});
	expect(parameters.options.callbackUrl).toBe(URL_WITH_SECRETS);
});

test.each([
	['n8n.example/x?secret=word', "is 'n8n.example/•••'; it must begin with http:// or https://"],
	[
		'https://n8n.example/a b?secret=word',
		"is 'https://n8n.example/•••'; it must begin with http:// or https://",
	],
])('a check that refuses %s repeats nothing of it that is secret', (url, fault) => {
	expect(codeValue(url, { kind: 'url' })).toEqual({ ok: false, fault });
});
