import { findOperation } from '../../../../nodes/Clickatell/catalogue';
import { platformCarrier } from '../../../../nodes/Clickatell/apis/platform/platformCarrier';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

const SEND = defined(findOperation('sms', 'send'));
const faultsOf = (charset: string, text: string) =>
	platformCarrier('smsApi', 'Africa/Johannesburg', () => 0).faults(SEND, { text, charset });

/** Every character of the charset but the controls that it leaves out, as the platform's own decoder has them. */
const characters = (label: string) => {
	const decoder = new TextDecoder(label);
	// As a stream: otherwise Node 20 takes windows-1252 for Latin-1.
	const decode = (byte: number) => decoder.decode(Uint8Array.of(byte), { stream: true });
	return Array.from({ length: 256 }, (_, byte) => decode(byte));
};

describe('a text in a charset of its own', () => {
	it('is taken by Windows-1252 where that has its characters, and only there', () => {
		const printable = characters('windows-1252').filter((char) => !/[\x80-\x9f]/.test(char));
		expect(printable.length).toBeGreaterThan(250);
		expect(faultsOf('Windows-1252', printable.join(''))).toEqual([]);
		for (const foreign of ['ł', 'Я', '😀', 'ſ', '″', '\x81']) {
			expect(faultsOf('Windows-1252', `Hi ${foreign}`)).toEqual([
				`'Charset' is Windows-1252, which has no '${foreign}'; remove it from the text, or leave the charset out`,
			]);
		}
	});

	it('is taken by ASCII where that has its characters', () => {
		expect(faultsOf('ASCII', 'Hello ~')).toEqual([]);
		expect(faultsOf('ASCII', 'Größe')).toEqual([expect.stringContaining("has no 'ö'")]);
	});

	it.each(['UTF-8', 'UCS2-BE'])('is taken by %s always', (charset) => {
		expect(faultsOf(charset, 'Hi Я 😀')).toEqual([]);
	});
});
