import fc from 'fast-check';
import {
	CALLBACK_LIMITS,
	child,
	children,
	readXml,
	REPLY_LIMITS,
	type XmlElement,
} from '../../../nodes/Clickatell/formats/xml/read';
import { escapeAttribute, escapeText, illegalCharacter } from '../../../nodes/Clickatell/formats/xml/write';
import { type IndependentElement, readIndependently } from './independentReader';
import { casesOf, subjectsOf } from '../../extent';

function read(source: string | Uint8Array, charset?: string) {
	return readXml(
		source,
		charset === undefined ? { limits: REPLY_LIMITS } : { limits: REPLY_LIMITS, charset },
	);
}

function rootOf(source: string | Uint8Array, charset?: string): XmlElement {
	const result = read(source, charset);
	if (!result.ok) throw new Error(result.reason);
	return result.root;
}

function reasonOf(source: string | Uint8Array, limits = REPLY_LIMITS): string {
	const result = readXml(source, { limits });
	if (result.ok) throw new Error('was read, though it should be refused');
	return result.reason;
}

const ENVELOPE =
	'<?xml version="1.0" encoding="UTF-8"?>\n' +
	'<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">' +
	"<SOAP-ENV:Body><ns1:querymsgResponse xmlns:ns1='urn:x'>" +
	'<return>ID: 99990000aaaabbbbccccddddeeeeffff Status: 003</return><return/>' +
	'</ns1:querymsgResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>\n';

describe('readXml', () => {
	it('reads a SOAP reply by local names and leaves codes as text', () => {
		const root = rootOf(ENVELOPE);
		expect(root.name).toBe('SOAP-ENV:Envelope');
		expect(root.local).toBe('Envelope');
		const response = child(child(root, 'body') ?? root, 'QUERYMSGRESPONSE');
		expect(response?.attributes['xmlns:ns1']).toBe('urn:x');
		expect(children(response ?? root, 'return').map((e) => e.text)).toEqual([
			'ID: 99990000aaaabbbbccccddddeeeeffff Status: 003',
			'',
		]);
		expect(child(root, 'fault')).toBeUndefined();
	});

	it.each(['003', '0x1F', '1e5', 'true', ' 27999100001 ', '12345678901234567890', '1.50', '-0', ' '])(
		'keeps the text %j as it is',
		(text) => {
			expect(rootOf(`<a b="${text}">${text}</a>`)).toMatchObject({ text, attributes: { b: text } });
		},
	);

	it('resolves predefined and numeric references once, and takes CDATA as it stands', () => {
		const root = rootOf('<a>&lt;&amp;lt;&#65;&#x1F600;<![CDATA[<b>&amp;</b>]]>&gt;<b>x</b>&quot;&apos;</a>');
		expect(root.text).toBe('<&lt;A😀<b>&amp;</b>>"\'');
		expect(root.children.map((e) => e.name)).toEqual(['b']);
	});

	it('reads past comments and processing instructions wherever they stand', () => {
		const source =
			"<!-- <x> --><?pi it's one ?><a>1<!-- </a> & -->2<?pi \"?>3<b/><!----></a><!-- end --><?pi ' ?>";
		expect(rootOf(source)).toMatchObject({ name: 'a', text: '123', children: [{ name: 'b' }] });
	});

	it('joins the lines of attribute values as XML has it, and keeps references to line breaks', () => {
		expect(rootOf('<a b="1\n2\t3&#10;4&#13;"/>').attributes['b']).toBe('1 2 3\n4\r');
		expect(rootOf('<a>1\r\n2\r3&#13;</a>').text).toBe('1\n2\n3\r');
	});

	it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'])(
		'reads elements and attributes called %s like any other',
		(name) => {
			const root = rootOf(`<a><${name} ${name}="1">2<${name}/></${name}></a>`);
			const inner = child(root, name);
			expect(inner?.text).toBe('2');
			expect(Object.entries(inner?.attributes ?? {})).toEqual([[name, '1']]);
			expect(inner?.children.map((e) => e.name)).toEqual([name]);
			expect(rootOf(`<${name}/>`).name).toBe(name);
			expect(Object.getPrototypeOf(rootOf('<a/>').attributes)).toBeNull();
			expect(({} as Record<string, unknown>)['1']).toBeUndefined();
		},
	);

	it('agrees with an independent reader, and with what was written, on random documents', () => {
		const legal = fc
			.string({ unit: 'binary', maxLength: 8 })
			.filter((s) => illegalCharacter(s) === undefined);
		const name = fc.constantFrom('a', 'b', 'ns1:return', 'x-1', 'Größe', '_', 'constructor', 'item.2');
		const noise = fc.constantFrom('', '', '<!-- & <x> -->', '<?p "?>', '<![CDATA[<&]]>', '<![CDATA[]]>');
		const { tree } = fc.letrec<{ tree: string }>((tie) => ({
			tree: fc
				.tuple(
					name,
					fc.uniqueArray(fc.tuple(name, legal), { maxLength: 3, selector: ([key]) => key }),
					fc.array(fc.oneof({ depthSize: 'small' }, legal.map(escapeText), noise, tie('tree')), {
						maxLength: 5,
					}),
				)
				.map(([tag, attributes, content]) => {
					const written = attributes.map(([key, value]) => ` ${key} = '${escapeAttribute(value)}'`);
					const open = tag + written.join('\n');
					return content.length === 0 ? `<${open} />` : `<${open}>${content.join('')}</${tag}\n>`;
				}),
		}));
		const comparable = (e: XmlElement): IndependentElement => ({
			name: e.name,
			attributes: Object.entries(e.attributes),
			children: e.children.map(comparable),
			text: e.text,
		});
		fc.assert(
			fc.property(tree, (inner) => {
				const source = `<r xmlns:ns1="urn:x">${inner}</r>`;
				expect(comparable(rootOf(source))).toEqual(readIndependently(source));
				// An empty CDATA section changes nothing but the way the document takes through the reader.
				expect(rootOf(source.replace(/<.r>$/, '<![CDATA[]]></r>'))).toEqual(rootOf(source));
			}),
			{ numRuns: casesOf(500) },
		);
	});
});

describe('charsets', () => {
	const euro = '<a>Grüße</a>';
	const declared = (encoding: string) => `<?xml version='1.0' encoding='${encoding}'?>${euro}`;

	it.each([
		['UTF-8 without a word', Buffer.from(euro), undefined],
		['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${euro}`), undefined],
		['Latin-1 by its declaration', Buffer.from(declared('ISO-8859-1'), 'latin1'), undefined],
		['Latin-1 by Content-Type', Buffer.from(euro, 'latin1'), 'iso-8859-1'],
		['Latin-1 by Content-Type against the declaration', Buffer.from(declared('UTF-8'), 'latin1'), 'Latin1'],
		['Latin-1 that nothing names', Buffer.from(euro, 'latin1'), undefined],
		['UTF-16LE with a mark', Buffer.from(`\uFEFF${declared('UTF-16')}`, 'utf16le'), undefined],
		['UTF-16BE with a mark', Buffer.from(`\uFEFF${euro}`, 'utf16le').swap16(), undefined],
		['UTF-16BE without a mark', Buffer.from(declared('UTF-16'), 'utf16le').swap16(), undefined],
		['UTF-16LE without a mark', Buffer.from(declared('UTF-16'), 'utf16le'), undefined],
		['a mark against Content-Type', Buffer.from(`\uFEFF${euro}`), 'ISO-8859-1'],
		['UTF-8 that calls itself UTF-16', Buffer.from(declared('UTF-16')), undefined],
		['an unknown charset', Buffer.from(euro), 'x-none'],
	])('reads %s', (_, bytes, charset) => {
		expect(rootOf(bytes, charset).text).toBe('Grüße');
	});

	it('reads a string with a byte order mark', () => {
		expect(rootOf(`\uFEFF${euro}`).text).toBe('Grüße');
	});
});

describe('refusals', () => {
	it.each([
		['', 'The XML is empty.'],
		[' \r\n\t', 'The XML is empty.'],
		['ERR: 001, Authentication failed', 'It is not XML: it does not begin with a tag.'],
		['<!-- nothing -->', 'It is not XML: it has no element.'],
		['<html><body>502 Bad Gateway</body></html>', 'It is an HTML page, not XML.'],
		['<!DOCTYPE html><HTML><br></HTML>', 'It is an HTML page, not XML.'],
		['<HTML lang=en>', 'It is an HTML page, not XML.'],
		['<!DOCTYPE a><a/>', 'The XML contains a DOCTYPE, which is refused for safety.'],
		['<?xml version="1.0"?><!doctype a [<!ENTITY b "c">]><a>&b;</a>', /DOCTYPE/],
		['<!DocType a SYSTEM "file:///etc/passwd"><a/>', /DOCTYPE/],
		['<a><!DOCTYPE a></a>', /DOCTYPE/],
		['<!ENTITY b "c"><a/>', /defines an entity/],
		['<a><!ELEMENT b></a>', /declaration that is not allowed/],
		['<a>&b;</a>', /begins no known character reference/],
		['<a>fish & chips</a>', /begins no known character reference/],
		['<a b="&nbsp;"/>', /begins no known character reference/],
		['<a>&#0;</a>', /refers to a character/],
		['<a>&#x7;</a>', /refers to a character/],
		['<a>&#xD800;</a>', /refers to a character/],
		['<a>&#9999999;</a>', /refers to a character/],
		['<a>\u0000</a>', /U\+0000 \(null\)/],
		['<a>\u001B</a>', /U\+001B \(escape\)/],
		['<a>\uD800</a>', /U\+D800/],
		['<a', 'The XML ends inside the tag <a>.'],
		['<a b', 'The XML ends inside the tag <a>.'],
		['<a b="', 'The XML ends inside the tag <a>.'],
		['<a/', 'The XML ends inside the tag <a>.'],
		['<', 'The XML ends inside a tag.'],
		['<a>text', 'The XML ends before <a> is closed.'],
		['<a>text</', 'The XML ends inside the closing tag of <a>.'],
		['<a>text</a', 'The XML ends inside the closing tag of <a>.'],
		['<a><b></a></b>', /<b> is not closed by its own closing tag/],
		['<a></A>', /not closed by its own/],
		['<a></ab>', /not closed by its own/],
		['<a></a b="1">', /not closed by its own/],
		['</a>', /closes an element that was never opened/],
		['<a/></a>', /closes an element that was never opened/],
		['<a/><b/>', 'The XML has more than one root element.'],
		['<a/>text', 'The XML goes on after its root element.'],
		['<a/>&amp;', 'The XML goes on after its root element.'],
		['<a><!-- </a>', 'The XML ends inside a comment.'],
		['<a><![CDATA[</a>]]', 'The XML ends inside a CDATA section.'],
		['<![CDATA[a]]><a/>', /outside its root element/],
		['<a><??></a>', /processing instruction without a name/],
		['<a/><?pi', 'The XML ends inside a processing instruction.'],
		['<a/><?xml version="1.0"?>', /declaration that is not at its beginning/],
		['<a>1 < 2</a>', 'The XML contains a < that begins no tag.'],
		['<1/>', 'The XML contains a < that begins no tag.'],
		['<a b/>', /damaged inside the tag <a>/],
		['<a b=c/>', /damaged inside the tag <a>/],
		['<a b="1"c="2"/>', /damaged inside the tag <a>/],
		['<a b="1" b="2"/>', /repeats an attribute/],
		['<a b="<"/>', /< inside an attribute/],
		['<a / >', /damaged inside the tag <a>/],
	])('refuses %j with a sentence', (source, expected) => {
		const reason = reasonOf(source);
		if (typeof expected === 'string') expect(reason).toBe(expected);
		else expect(reason).toMatch(expected);
		expect(reason).toMatch(/^[A-Z].*\.$/);
		expect(reasonOf(Buffer.from(source.replace('\uD800', '\u0001')))).toMatch(/^[A-Z].*\.$/);
	});

	it('refuses a reply that is cut anywhere', () => {
		const whole = ENVELOPE.trim().replace('<return/>', '<!-- c --><return a="&lt;"><![CDATA[x]]></return>');
		expect(read(whole).ok).toBe(true);
		for (let length = 0; length < whole.length; length++) reasonOf(whole.slice(0, length));
	});

	it('never throws, and accepts only what an independent reader accepts too', () => {
		const piece = fc.constantFrom(
			...['<', '>', '/', '<a>', '</a>', '<b ', 'c="1"', "d='", '"', '=', '&', '&lt;', '&#1;', '<!--', '-->'],
			...[
				'<![CDATA[',
				']]>',
				'<?',
				'<?p',
				'?>',
				'<!DOCTYPE',
				' ',
				'x',
				'\n',
				'\u0000',
				'\u1680',
				'\uFEFF',
				'é',
			],
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
				for (const source of [pieces.join(''), `<a>${pieces.join('')}</a>`]) {
					const result = read(source);
					if (result.ok) expect(readIndependently(source.trim()).name).toBe(result.root.name);
					else expect(result.reason).toMatch(/^[A-Z].*\.$/s);
				}
			}),
			{ numRuns: casesOf(3000) },
		);
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ maxLength: 8 }), (bytes, charset) => {
				expect(typeof read(bytes, charset).ok).toBe('boolean');
			}),
		);
	});

	it('quotes no more than 40 characters of a foreign name', () => {
		expect(reasonOf(`<${'x'.repeat(1000)}>`).length).toBeLessThan(100);
	});
});

describe('limits', () => {
	const nested = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels);

	it('has a limit of depth, with both sides tried', () => {
		expect(readXml(nested(16), { limits: CALLBACK_LIMITS }).ok).toBe(true);
		expect(reasonOf(nested(17), CALLBACK_LIMITS)).toBe('The XML is nested more than 16 levels deep.');
		expect(readXml(nested(32), { limits: REPLY_LIMITS }).ok).toBe(true);
		expect(reasonOf(nested(33))).toBe('The XML is nested more than 32 levels deep.');
		expect(readXml(`${'<a>'.repeat(15)}<b/>${'</a>'.repeat(15)}`, { limits: CALLBACK_LIMITS }).ok).toBe(true);
		expect(reasonOf(`${'<a>'.repeat(16)}<b/>${'</a>'.repeat(16)}`, CALLBACK_LIMITS)).toMatch(/16 levels/);
	});

	it('has a limit of size, with both sides tried', () => {
		const limits = { maxBytes: 100, maxDepth: 3 };
		expect(readXml(`<a>${'x'.repeat(93)}</a>`, { limits }).ok).toBe(true);
		expect(reasonOf(`<a>${'x'.repeat(94)}</a>`, limits)).toBe('The XML is larger than 100 bytes.');
		expect(reasonOf(Buffer.from(`<a>${'é'.repeat(47)}</a>`), limits)).toMatch(/larger than 100 bytes/);
	});

	it('has a limit of elements and attributes, with both sides tried', () => {
		const limits = { maxBytes: 1000, maxDepth: 3, maxElements: 5 };
		expect(readXml('<a b="1"><c/><![CDATA[]]><!----></a>', { limits }).ok).toBe(true);
		expect(reasonOf('<a b="1"><c/><c/><c/><c/></a>', limits)).toMatch(/more than 5 elements/);
		expect(reasonOf('<a b="1" c="1" d="1" e="1" f="1"/>', limits)).toMatch(/more than 5 elements/);
		expect(reasonOf('<a><?p?><?p?><?p?><!----><!----></a>', limits)).toMatch(/more than 5 elements/);
	});

	const MB = 1024 * 1024;
	const hostile: [string, () => string][] = [
		['10,000 levels', () => nested(10_000)],
		['1,000,000 levels without an end', () => '<a>'.repeat(1_000_000)],
		['50 MB of text', () => `<a>${'x'.repeat(50 * MB)}</a>`],
		['50 MB of elements', () => `<a>${'<b/>'.repeat((50 * MB) / 4)}</a>`],
		['9 MB of elements', () => `<a>${'<b/>'.repeat((9 * MB) / 4)}</a>`],
		['9 MB of attributes', () => `<a ${Array.from({ length: MB }, (_, i) => `b${i}=""`).join(' ')}/>`],
		['9 MB of blanks in a tag', () => `<a${' '.repeat(9 * MB)}`],
		['9 MB of a name', () => `<${'a'.repeat(9 * MB)}`],
		['9 MB of an attribute', () => `<a b="${'x'.repeat(9 * MB)}`],
		['9 MB of ampersands', () => `<a>${'&'.repeat(9 * MB)}</a>`],
		['9 MB of quotes', () => `<a ${'"'.repeat(9 * MB)}>`],
		['9 MB of less-than signs', () => '<'.repeat(9 * MB)],
		['comments that never end', () => `<a>${'<!--'.repeat(MB)}`],
		['CDATA that never ends', () => `<a>${'<![CDATA['.repeat(MB)}`],
		['processing instructions that never end', () => `<a>${'<?'.repeat(MB)}`],
		['nested entity definitions', () => '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>'],
	];
	// With room for what is slow to show.
	const GENEROUS = { maxBytes: 10 * MB, maxDepth: 32, maxElements: 100_000 };
	/** CPU of this process, which no other one lengthens, in milliseconds. */
	const cpuOf = (task: () => void): number => {
		const before = process.cpuUsage();
		task();
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1000;
	};

	it.each(subjectsOf(hostile, 3))(
		'refuses %s after no more work than a large sound document takes',
		(_, make) => {
			const source = make();
			const sound = `<a>${'<b c="d">e</b>'.repeat(90_000)}</a>`;
			const most = 8 * cpuOf(() => readXml(sound, { limits: GENEROUS }));
			for (const form of [source, Buffer.from(source)])
				expect(cpuOf(() => reasonOf(form, GENEROUS))).toBeLessThan(Math.max(most, 1000));
		},
	);

	const large: [string, string][] = [
		['references', `<a>${'&amp;'.repeat(52_000)}</a>`],
		['numbers of characters', `<a>${'&#65;'.repeat(52_000)}</a>`],
		['line breaks of old', `<a>${'\r'.repeat(262_000)}</a>`],
		['a section and references', `<a><![CDATA[a]]>${'&amp;'.repeat(52_000)}</a>`],
		['sections', `<a>${'<![CDATA[a]]>'.repeat(4_900)}</a>`],
		['elements', `<a>${'<b/>'.repeat(4_900)}</a>`],
		['attributes', `<a b="${'&amp;'.repeat(52_000)}"/>`],
	];
	it.each(subjectsOf(large, 2))(
		'reads as much of %s as is allowed without holding n8n for long',
		(_, source) => {
			const bytes = Buffer.from(source);
			const times = Array.from({ length: 5 }, () => cpuOf(() => void rootOf(bytes)));
			expect(Math.min(...times)).toBeLessThan(100);
		},
	);

	it('reads large but valid documents in linear time', () => {
		const rootOf = (source: string) => {
			const result = readXml(source, { limits: GENEROUS });
			if (!result.ok) throw new Error(result.reason);
			return result.root;
		};
		const text = 'x &lt; y '.repeat(200_000);
		const returns = '<return>ID: 99990000aaaabbbbccccddddeeeeffff To: 27999100001</return>'.repeat(30_000);
		const cpu = cpuOf(() => {
			expect(rootOf(`<a>${text}</a>`).text.length).toBe(6 * 200_000);
			expect(rootOf(`<a>${returns}</a>`).children).toHaveLength(30_000);
		});
		expect(cpu).toBeLessThan(3000);
	});
});
