import fc from 'fast-check';

import { redactor, redactors } from '../../../nodes/Clickatell/formats/redact';
import { casesOf } from '../../extent';
import { growth, NOT_SQUARE } from '../soap/growth';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const HIDDEN = '•••';
const SECRET = 'p&ss"w+rd/é\\n%41<';

type Writer = (text: string) => string;

const xmlBy =
	(spelled: Readonly<Record<string, string>>): Writer =>
	(text) =>
		text.replace(/[&<>"']/g, (char) => spelled[char] ?? char);

const NAMED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const perCharacter =
	(chars: RegExp, spell: (code: number) => string): Writer =>
	(text) =>
		text.replace(chars, (char) => spell(char.charCodeAt(0)));
const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');

/** What servers write text with, into something else. None of it is the package's own. */
const WRITERS: Readonly<Record<string, Writer>> = {
	'XML text': xmlBy({ '&': '&amp;', '<': '&lt;' }),
	'XML attribute': xmlBy({ ...NAMED, "'": '&apos;' }),
	'HTML of PHP': xmlBy({ ...NAMED, "'": '&#039;' }),
	'XML by decimal numbers': perCharacter(/[^ -%(-;=?-~]/g, (code) => `&#${code};`),
	'XML by hexadecimal numbers': perCharacter(/[^ -%(-;=?-~]/g, (code) => `&#x${hex(code, 2)};`),
	JSON: (text) => JSON.stringify(text).slice(1, -1),
	'JSON of PHP': (text) =>
		perCharacter(
			/[^ -~]/g,
			(code) => `\\u${hex(code, 4)}`,
		)(JSON.stringify(text).slice(1, -1)).replaceAll('/', '\\/'),
	'JSON within HTML': (text) =>
		perCharacter(/[<>&'+]/g, (code) => `\\u${hex(code, 4).toUpperCase()}`)(JSON.stringify(text).slice(1, -1)),
	'JavaScript by bytes': (text) =>
		perCharacter(/[^ -~]/g, (code) => (code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`))(
			text.replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
		),
	'C by octal bytes': (text) =>
		[...Buffer.from(text.replaceAll('\\', '\\\\').replaceAll('"', '\\"'))]
			.map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\${byte.toString(8)}`))
			.join(''),
	URL: encodeURIComponent,
	'URL in small letters': (text) =>
		encodeURIComponent(text).replace(/%../g, (percents) => percents.toLowerCase()),
	form: (text) => new URLSearchParams([['', text]]).toString().slice(1),
};

const writers = fc.constantFrom(...Object.keys(WRITERS));

describe('words of others', () => {
	test.each(Object.keys(WRITERS))('lose a secret written as %s', (name) => {
		const text = `before${defined(WRITERS[name])(SECRET)}behind`;
		expect(redactor([SECRET]).words(text)).toBe(`before${HIDDEN}behind`);
	});

	test('lose a secret that was written into one thing, and that into another', () => {
		const secrets = fc.string({ unit: 'binary', minLength: 6, maxLength: 24 }).filter((text) => {
			// Half a pair cannot travel, and no credential holds a control character.
			return text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f]/.test(text) && text.trim().length >= 6;
		});
		fc.assert(
			fc.property(secrets, fc.array(writers, { maxLength: 3 }), (secret, names) => {
				const write = (text: string) =>
					names.reduce((written, name) => defined(WRITERS[name])(written), text);
				const shown = redactor([secret]).words(`x${write(secret)}x`);
				// Characters beside it may go with it, where a writer left them nothing of their own.
				expect(shown).toMatch(/^x?•••(x?|…)$/);
			}),
			{ numRuns: casesOf(500) },
		);
	});

	test.each([
		['hexadecimal digits', Buffer.from(SECRET).toString('hex')],
		['hexadecimal digits in capitals', Buffer.from(SECRET).toString('hex').toUpperCase()],
		['UCS-2, as texts are sent', Buffer.from(SECRET, 'utf16le').swap16().toString('hex').toUpperCase()],
		['Latin-1 that was UTF-8', Buffer.from(SECRET).toString('latin1')],
		['percents of Latin-1', [...Buffer.from(SECRET, 'latin1')].map((byte) => `%${hex(byte, 2)}`).join('')],
	])('lose a secret as %s', (_, written) => {
		expect(redactor([SECRET]).words(`before ${written} behind`)).toBe(`before ${HIDDEN} behind`);
	});

	// What PHP's htmlentities makes of them, as HTML 4 has it.
	const HTML_4 =
		'\u00a0nbsp ¡iexcl ¢cent £pound ¤curren ¥yen ¦brvbar §sect ¨uml ©copy ªordf «laquo ¬not \u00adshy ®reg ¯macr °deg ' +
		'±plusmn ²sup2 ³sup3 ´acute µmicro ¶para ·middot ¸cedil ¹sup1 ºordm »raquo ¼frac14 ½frac12 ¾frac34 ¿iquest ' +
		'ÀAgrave ÁAacute ÂAcirc ÃAtilde ÄAuml ÅAring ÆAElig ÇCcedil ÈEgrave ÉEacute ÊEcirc ËEuml ÌIgrave ÍIacute ÎIcirc ' +
		'ÏIuml ÐETH ÑNtilde ÒOgrave ÓOacute ÔOcirc ÕOtilde ÖOuml ×times ØOslash ÙUgrave ÚUacute ÛUcirc ÜUuml ÝYacute ' +
		'ÞTHORN ßszlig àagrave áaacute âacirc ãatilde äauml åaring æaelig çccedil èegrave éeacute êecirc ëeuml ìigrave ' +
		'íiacute îicirc ïiuml ðeth ñntilde òograve óoacute ôocirc õotilde öouml ÷divide øoslash ùugrave úuacute ûucirc ' +
		'üuuml ýyacute þthorn ÿyuml ŒOElig œoelig ŠScaron šscaron ŸYuml ƒfnof „bdquo …hellip €euro ™trade ΑAlpha ΩOmega ' +
		'αalpha ςsigmaf ωomega "quot &amp <lt >gt';

	test.each(defined(HTML_4.match(/\S[^ ]*|\u00a0nbsp/g)).map((each) => [defined(each[0]), each.slice(1)]))(
		'lose a secret whose %s is written &%s;',
		(char, name) => {
			const { words } = redactor([`wo${char}rd`]);
			expect(words(`rejected: wo&${name};rd, wo&amp;${name};rd`)).toBe(`rejected: ${HIDDEN}, ${HIDDEN}`);
		},
	);

	test('keep a name that HTML does not have', () => {
		expect(redactor(['Pässwort']).words('P&aumlaut;sswort')).toBe('P&aumlaut;sswort');
	});

	const LETTERS = 'Pässwörd–2024€';
	const IN_1252 = Buffer.from('Pässwörd\u00962024\u0080', 'latin1');
	const IN_LATIN_1 = Buffer.from('Pässwörd-2024', 'latin1');

	test.each([
		['hexadecimal digits of windows-1252', LETTERS, IN_1252.toString('hex')],
		['hexadecimal digits of Latin-1', 'Pässwörd-2024', IN_LATIN_1.toString('hex').toUpperCase()],
		['octal digits', 'Pässwörd2024', 'P\\303\\244ssw\\303\\266rd2024'],
		['octal digits of Latin-1', 'Pässwörd2024', 'P\\344ssw\\366rd2024'],
		['octal digits of ASCII', 'say "it" 7', 'say \\042it\\42\\0407'],
		['a no-break space', 'geheim wort9', 'geheim\u00a0wort9'],
		['a no-break space of HTML', 'geheim wort9', 'geheim&nbsp;wort9'],
		['a narrow no-break space', 'geheim wort9', 'geheim\u202fwort9'],
		['a tab', 'geheim wort9', 'geheim\twort9'],
		['letters and accents apart', 'Pässwörd2024', 'Pa\u0308sswo\u0308rd2024'],
		['letters and accents together', 'Pa\u0308sswo\u0308rd2024', 'Pässwörd2024'],
		['two accents in another order', 'wo\u0323\u0302rd', 'wo\u0302\u0323rd'.normalize('NFC')],
		['letters and accents apart, in UTF-8 that was read as Latin-1', 'Pässwörd', 'PaÌ\u0088sswoÌ\u0088rd'],
		['capitals', 'Paßwort2024', 'PASSWORT2024'],
		['small letters', 'PÄSSWORT2024', 'pässwort2024'],
		['capitals of an escape', 'Pässwort2024', 'P%C3%84SSWORT2024'],
		['Greek capitals', 'οδός2024', 'ΟΔΌΣ2024'],
	])('lose a secret as %s', (_, secret, written) => {
		expect(redactor([secret]).words(`before ${written} behind`)).toBe(`before ${HIDDEN} behind`);
	});

	test.each([
		['windows-1252', LETTERS, IN_1252],
		['Latin-1', 'Pässwörd-2024', IN_LATIN_1],
	])('lose a secret as Base64 of %s, wherever it stands in it', (_, secret, bytes) => {
		for (const before of ['', 'u', 'us', 'use']) {
			const written = Buffer.concat([Buffer.from(before), bytes]).toString('base64');
			const left = redactor([secret]).words(written).split(HIDDEN);
			expect(left).toHaveLength(2);
			expect(6 * defined(left[0]).length).toBeLessThanOrEqual(8 * before.length);
			expect(left[1]).toMatch(/^=*$/);
		}
	});

	test('lose every bit of a secret in something that is Base64, wherever it stands in it', () => {
		const parts = fc.tuple(
			fc.uint8Array({ maxLength: 9 }),
			fc
				.string({ unit: 'grapheme-ascii', minLength: 4, maxLength: 20 })
				.filter((text) => text.trim() === text),
			fc.uint8Array({ maxLength: 9 }),
			fc.constantFrom<BufferEncoding>('base64', 'base64url'),
		);
		fc.assert(
			fc.property(parts, ([before, secret, behind, alphabet]) => {
				const written = Buffer.concat([before, Buffer.from(secret), behind]).toString(alphabet);
				const shown = redactor([secret]).words(written);
				const [first, last] = [shown.indexOf(HIDDEN), shown.lastIndexOf(HIDDEN)];
				expect(first).toBeGreaterThanOrEqual(0);
				// Six bits a character: what is left stands for nothing but what was around.
				expect(6 * first).toBeLessThanOrEqual(8 * before.length);
				const rest = shown.slice(last + HIDDEN.length).replace(/=+$/, '');
				expect(6 * rest.length).toBeLessThanOrEqual(8 * behind.length + 6);
			}),
			{ numRuns: casesOf(500) },
		);
	});

	test('lose a secret also without the blanks around it, which readers of XML take away', () => {
		expect(redactor([' se cret ']).words('rejected: se cret')).toBe(`rejected: ${HIDDEN}`);
	});

	test('lose secrets that overlap, that stand in one another and side by side', () => {
		const { words } = redactor(['abcdef', 'defghi', 'user', 'user-password', undefined, '']);
		expect(words('1 abcdefghi 2 user-password 3 userabcdef 4')).toBe(`1 ${HIDDEN} 2 ${HIDDEN} 3 ${HIDDEN} 4`);
	});

	test('lose a secret whose end is its beginning, wherever it begins', () => {
		expect(redactor(['abcabc']).words('1 abcabcabc 2')).toBe(`1 ${HIDDEN} 2`);
	});

	test('lose a secret with blanks and plus signs as a form has it', () => {
		expect(redactor(['two words+1']).words('x=two+words%2B1&')).toBe(`x=${HIDDEN}&`);
	});

	test('keep words that hold a very short secret', () => {
		expect(redactor(['a', 'in']).words('a fault in the call')).toBe('a fault in the call');
	});

	test('keep escapes that hide nothing', () => {
		const text = 'AT&amp;T: 100%25 \\u0041\\n &#8364; %zz &nosuch; \\q';
		expect(redactor(['secret']).words(text)).toBe(text);
	});

	test('are cut, but never within a secret', () => {
		const { words } = redactor(['0123456789']);
		for (let before = 480; before <= 510; before++) {
			const shown = words(`${'-'.repeat(before)}0123456789 ${'-'.repeat(10_000)}`);
			expect(shown).not.toContain('0');
			expect(shown.length).toBeLessThan(510);
			expect(shown.endsWith('…')).toBe(true);
		}
	});

	test('take time in proportion to their length at most, whatever they are made of', () => {
		const { words, value } = redactor(['aaaaaaaa', '\\\\\\\\\\\\', '%%%%%%%%', '&amp;&amp;&amp;']);
		for (const unit of [
			'a',
			'\\',
			'%',
			'&',
			'&amp;',
			'%25',
			'\\u005c',
			'%61',
			'&#',
			'\\x',
			'+',
			'\\303',
			'é',
			'ä\\7',
			'&auml;',
		]) {
			const grown = growth((text) => [words(text), value(text)], unit);
			expect([unit, grown < NOT_SQUARE]).toEqual([unit, true]);
		}
	});
});

describe('values that workflows go by', () => {
	test('are left as they are, where a short secret stands in them by chance', () => {
		const id = '0123abcd4567ef890123abcd4567ef89';
		expect(redactor(['abcd', '4567ef', '890123a']).value(id)).toBe(id);
	});

	test('lose a secret that cannot stand there by chance', () => {
		expect(redactor(['0123abcd']).value('x0123abcdx')).toBe(`x${HIDDEN}x`);
	});

	test('are not cut, unless they are too long for any', () => {
		const { value } = redactor(['another-secret']);
		const url = 'https://example.com/'.repeat(100);
		expect(value(url)).toBe(url);
		expect(value(`${url}!`)).toHaveLength(501);
	});
});

/** Some hold a secret, in one of its spellings; two beside each other may hold one together, which says nothing of either. */
const ids = fc.array(
	fc.oneof(
		fc.stringMatching(/^[0-9a-f]{1,40}$/),
		fc.constantFrom('x0123abcdx', 'MDEyM2FiY2Q', '3031323361626364', '0123', 'abcd', 'y'.repeat(1990)),
		fc.constantFrom('y'.repeat(2001), `${'y'.repeat(1990)}0123abcd`, ''),
	),
	{ maxLength: 60 },
);

test('values that are left together are left one by one', () => {
	const { value, leaves } = redactor(['0123abcd']);
	fc.assert(
		fc.property(ids, (texts) => {
			if (leaves(texts)) expect(texts.map((text) => value(text))).toEqual(texts);
		}),
		{ numRuns: casesOf(300) },
	);
});

test('message IDs that hold nothing are left together, however many they are', () => {
	const { leaves } = redactor(['0123abcd']);
	const many = Array.from({ length: 300 }, (_, i) => i.toString(16).padStart(32, '0'));
	expect(leaves(many)).toBe(true);
	expect(leaves([...many, 'x0123abcdx'])).toBe(false);
	expect(leaves(['x0123abcdx', ...many])).toBe(false);
	expect(leaves([])).toBe(true);
});

test('the last redactor is handed out again for the same secrets, and for no others', () => {
	const of = redactors();
	const first = of(['one-secret', undefined]);
	expect(of(['one-secret', undefined])).toBe(first);
	expect(of(['one-secret'])).not.toBe(first);
	expect(of(['another-one']).words('one-secret, another-one')).toBe(`one-secret, ${HIDDEN}`);
	expect(of(['one-secret', undefined]).words('one-secret, another-one')).toBe(`${HIDDEN}, another-one`);
});
