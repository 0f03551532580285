import * as fc from 'fast-check';
import {
	codeForHttp,
	cutForHttp,
	lostCharacters,
	measureForHttp,
	percentEncode,
	percentEncodeLogin,
} from '../../../../nodes/Clickatell/apis/http/characters';
import { readCredential } from '../../../../nodes/Clickatell/apis/gateway/credential';
import { BASIC, cutText, EXTENSION, measureText } from '../../../../nodes/Clickatell/message/text/gsm';
import { readForm } from './forms';
import { casesOf } from '../../../extent';

/** Written out again from docs/protocol/http.md#characters. */
const ASCII = Array.from({ length: 0x5f }, (_, i) => String.fromCharCode(0x20 + i)).filter(
	(char) => char !== '\u0060',
);
const LATIN = [...'¡£¤¥§¿ÄÅÆÉÑÖØÜßàäåæèéìñòöøùü'];
const ARRIVING = ['\n', '\r', ...ASCII, ...LATIN, '€'];
const LOST_OF_GSM = [...'ÇΔΦΓΛΩΠΨΣΘΞ\f'];

const anyText = fc.string({
	unit: fc.oneof(
		fc.constantFrom(...ARRIVING),
		fc.constantFrom(...LOST_OF_GSM, '`', 'á', 'ç', '\u0080', '\u00a0', '\u0301', '中', '😀', '👨‍👩‍👧', '\ud800'),
	),
	maxLength: 400,
});
const arrivingText = fc.string({ unit: fc.constantFrom(...ARRIVING), maxLength: 500 });

describe('the characters of the HTTP/S server', () => {
	it('are these, and no other unit of Unicode', () => {
		expect(new Set(ARRIVING).size).toBe(2 + 94 + 28 + 1);
		const units = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
		expect(units.filter((unit) => lostCharacters(unit).length === 0).sort()).toEqual([...ARRIVING].sort());
	});

	it('are those of GSM but for these', () => {
		expect(lostCharacters(BASIC + EXTENSION).sort()).toEqual([...LOST_OF_GSM].sort());
		expect(ARRIVING.filter((char) => !(BASIC + EXTENSION).includes(char))).toEqual([]);
	});

	it('that are lost are named once each, in order, surrogate pairs whole', () => {
		expect(lostCharacters('aΩb😀Ω`c')).toEqual(['Ω', '😀', '`']);
		expect(lostCharacters('')).toEqual([]);
	});

	it('travel as one byte each, which a reader of forms gives back', () => {
		for (const char of ARRIVING) {
			const { value } = readForm(`value=${percentEncode(char)}`);
			expect(value).toBe(char === '€' ? '\u0080' : char);
		}
		expect(percentEncode("a b+c&d=e%f'~€é\n")).toBe('a+b%2Bc%26d%3De%25f%27%7E%80%E9%0A');
	});

	it('are the only ones that are written: nothing becomes UTF-8', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				if (lostCharacters(text).length > 0) expect(() => percentEncode(text)).toThrow(/cannot travel/);
				else expect(readForm(`value=${percentEncode(text)}`)['value']).toBe(text.replaceAll('€', '\u0080'));
			}),
			{ numRuns: casesOf(500) },
		);
	});
});

describe('a text on the HTTP/S server', () => {
	it.each([
		['a Ç', 'Ça va', 'unicode', 1, ['Ç']],
		['no Ç', 'ca va', 'gsm', 1, []],
		['70 Greek capitals', 'Ω'.repeat(70), 'unicode', 1, ['Ω']],
		['71 Greek capitals', 'Ω'.repeat(71), 'unicode', 2, ['Ω']],
		['159 letters and a Ç', `${'a'.repeat(159)}Ç`, 'unicode', 3, ['Ç']],
		['80 euro signs', '€'.repeat(80), 'gsm', 1, []],
		['81 euro signs', '€'.repeat(81), 'gsm', 2, []],
		['a form feed', 'form\ffeed', 'unicode', 1, ['\f']],
		['nothing', '', 'gsm', 1, []],
	] as const)('of %s', (_what, text, encoding, parts, forcing) => {
		expect(measureForHttp(text, 'automatic')).toMatchObject({ encoding, parts, forcing });
	});

	it('needs more parts than with SOAP for the Greek capitals', () => {
		const text = 'Ω'.repeat(160);
		expect([measureText(text, 'automatic').parts, measureForHttp(text, 'automatic').parts]).toEqual([1, 3]);
	});

	it('is measured as with SOAP where all of it arrives as bytes, or where Unicode was chosen', () => {
		fc.assert(
			fc.property(arrivingText, anyText, (arriving, text) => {
				for (const choice of ['automatic', 'gsm', 'unicode'] as const)
					expect(measureForHttp(arriving, choice)).toEqual({ ...measureText(arriving, choice), forcing: [] });
				const { forcing, ...measure } = measureForHttp(text, 'unicode');
				expect({ ...measure, forcing: [] }).toEqual({ ...measureText(text, 'unicode'), forcing: [] });
				expect(forcing).toEqual(lostCharacters(text));
			}),
		);
	});

	it('that GSM was chosen for keeps GSM, and names what it cannot carry', () => {
		expect(measureForHttp('Ça Ω', 'gsm')).toMatchObject({ encoding: 'gsm', forcing: ['Ç', 'Ω'] });
	});

	it('is written as the measure says', () => {
		expect(codeForHttp('ΩΨΘ', 'automatic')).toEqual({ text: '03A903A80398', unicode: '1' });
		expect(codeForHttp('élève', 'automatic')).toEqual({ text: 'élève' });
		expect(codeForHttp('a', 'unicode')).toEqual({ text: '0061', unicode: '1' });
		expect(codeForHttp('Ç', 'gsm')).toEqual({ text: 'Ç' });
		fc.assert(
			fc.property(anyText, (text) => {
				const isUnicode = measureForHttp(text, 'automatic').encoding === 'unicode';
				expect(codeForHttp(text, 'automatic').unicode).toBe(isUnicode ? '1' : undefined);
			}),
		);
	});
});

describe('a text cut to one part on the HTTP/S server', () => {
	it('is cut as with SOAP where all of it arrives as bytes', () => {
		fc.assert(
			fc.property(arrivingText, (text) => {
				for (const choice of ['automatic', 'gsm', 'unicode'] as const)
					expect(cutForHttp(text, choice)).toBe(cutText(text, choice));
			}),
		);
	});

	it.each([
		['before the Ω', `${'a'.repeat(100)}Ω${'a'.repeat(100)}`, 100],
		['as Unicode where the Ω comes early', `Ω${'a'.repeat(100)}`, 70],
		['as Unicode where that is longer by one', `${'a'.repeat(69)}Ω${'a'.repeat(100)}`, 70],
		['before an Ω that comes too late', `${'a'.repeat(200)}Ω`, 160],
		['before a letter whose accent is lost', `${'a'.repeat(99)}e\u0301${'a'.repeat(100)}`, 99],
		['not at all where it is short', 'short', 5],
	])('is cut %s', (_where, text, units) => {
		expect(cutForHttp(text, 'automatic')).toBe(text.slice(0, units));
	});

	it('is its beginning, fits in one part, and is no shorter than it must be', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const kept = cutForHttp(text, 'automatic');
				expect(text.startsWith(kept)).toBe(true);
				expect(measureForHttp(kept, 'automatic').parts).toBe(1);
				if (measureForHttp(text, 'automatic').parts === 1) expect(kept).toBe(text);
				expect(kept.length).toBeGreaterThanOrEqual(cutText(text, 'unicode').length);
			}),
			{ numRuns: casesOf(1000) },
		);
	});
});

describe('user and password', () => {
	it('may hold what no handset shows', () => {
		expect(percentEncodeLogin('pa`ss Ç%ÿ€')).toBe('pa%60ss+%C7%25%FF%80');
	});

	it.each(['Ω', '中', '😀', '\u0080', '\u009f', '\u0000', '\u007f', '\ud800', '“'])(
		'cannot hold %j, and are not written then',
		(char) => {
			expect(percentEncodeLogin(`a${char}b`)).toBeUndefined();
		},
	);

	it.each(['user', 'password'])(
		'are refused in the credential where the %s cannot be written, but not for a SOAP server',
		(name) => {
			const account = {
				apiId: '424242',
				user: 'demo',
				password: 'demo-password',
				baseUrl: 'https://x.example',
			};
			const read = (server: string, value: string) => readCredential({ ...account, server, [name]: value });
			expect(read('http', 'Grüße €')).toMatchObject({ ok: true });
			expect(read('documentLiteral', '10 Ω')).toMatchObject({ ok: true });
			const refused = read('http', '10 Ω');
			expect(refused).toMatchObject({ ok: false });
			expect(JSON.stringify(refused)).not.toContain('Ω');
		},
	);
});
