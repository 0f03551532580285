import fc from 'fast-check';
import { Clickatell } from '../../../nodes/Clickatell/Clickatell.node';
import { partsAllowed } from '../../../nodes/Clickatell/message/compose';
import { measureText, replaceTypography } from '../../../nodes/Clickatell/message/text/gsm';
import { counterExpression, QUESTION_LINK } from '../../../nodes/Clickatell/n8n/panel/counter';
import { evaluate } from './evaluate';
import { casesOf } from '../../extent';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const { description } = new Clickatell();
const counted = description.properties.filter(
	({ type, displayOptions }) => type === 'notice' && displayOptions?.show?.['textCount'] !== undefined,
);
const noticesOf = (resource: string) =>
	counted.filter(
		({ displayOptions: { show = {} } = {} }) =>
			show['resource']?.includes(resource) && show['operation']?.includes('send'),
	);
const asking = counted.filter(({ displayOptions }) =>
	displayOptions?.show?.['operation']?.includes('sendAndWait'),
);
const notices = noticesOf('message');

const countOf = (parameters: Record<string, unknown>) => evaluate(counterExpression('text'), parameters);

function shownFor(value: unknown): string[] {
	return notices
		.filter(({ displayOptions }) => (displayOptions?.show?.textCount as unknown[]).includes(value))
		.map(({ displayName }) => displayName);
}

const GSM = ['a', 'é', '€', '{', '}', '\\', '\n', '"', 'Δ', ' '];
const OTHER = ['ё', '😀', '\ud800', '’', '—', '…', '\u00a0', 'e\u0301', '`', '\u200b'];
const texts = fc
	.array(fc.tuple(fc.constantFrom(...GSM, ...GSM, ...OTHER), fc.integer({ min: 1, max: 90 })), {
		minLength: 1,
		maxLength: 12,
	})
	.map((runs) => runs.map(([char, times]) => char.repeat(times)).join(''));

describe('the counter below the text', () => {
	it('counts as a send does', () => {
		fc.assert(
			fc.property(
				texts,
				fc.constantFrom('automatic' as const, 'gsm' as const, 'unicode' as const, undefined),
				fc.boolean(),
				fc.constantFrom(
					{ longTexts: 'refuse', maxParts: 9 },
					{ longTexts: 'upToThree', maxParts: 9 },
					{ longTexts: 'more', maxParts: 2 },
					{ longTexts: 'more', maxParts: 35 },
					{ longTexts: 'cut' },
				),
				(given, encoding, replaces, chosen) => {
					const measured = measureText(replaces ? replaceTypography(given) : given, encoding ?? 'automatic');
					const refused = encoding === 'gsm' && measured.forcing.length > 0;
					const { most, cuts } = partsAllowed(chosen.longTexts, String(chosen.maxParts));
					const counted =
						measured.parts > 35 ? 'too long' : `${measured.encoding} ${Math.min(measured.parts, 7)}`;
					const few = measured.parts > most && measured.parts <= 35 ? ' few' : '';
					const expected = refused ? 'refused' : cuts && measured.parts > 1 ? 'cut' : counted + few;
					const options = replaces ? { replaceTypography: true } : {};
					const advanced = encoding && { encoding };
					expect(countOf({ text: given, options, advanced, ...chosen })).toBe(expected);
				},
			),
			{ numRuns: casesOf(200) },
		);
	});

	it('says what each count means, one notice at a time', () => {
		const says = (parameters: Record<string, unknown>) => shownFor(countOf(parameters));
		expect(says({ text: 'Your parcel is ready' })).toEqual([
			expect.stringMatching(
				/^1 message part as GSM \(up to 160 characters\)\. Each part to each recipient is charged\./,
			),
		]);
		expect(says({ text: 'ё'.repeat(71), longTexts: 'upToThree' })).toEqual([
			expect.stringMatching(
				/^2 message parts as Unicode \(67 characters each\)\. Each part .* Unicode is used because/,
			),
		]);
		expect(says({ text: 'a'.repeat(161) })).toEqual([
			expect.stringMatching(
				/^2 message parts as GSM \(153 characters each\)\. 'Long Texts' does not allow so many/,
			),
		]);
		expect(says({ text: 'a'.repeat(153 * 7), longTexts: 'more', maxParts: 35 })).toEqual([
			expect.stringMatching(/^More than 6 message parts as GSM/),
		]);
		expect(says({ text: 'a'.repeat(161), longTexts: 'cut' })).toEqual([
			expect.stringContaining('the text is cut'),
		]);
		expect(says({ text: 'a'.repeat(153 * 35 + 1), longTexts: 'more', maxParts: 35 })).toEqual([
			expect.stringMatching(/^Too long: a message has at most 35 parts\./),
		]);
		expect(says({ text: 'ё', advanced: { encoding: 'gsm' } })).toEqual([
			expect.stringMatching(/^'Encoding' is set to GSM/),
		]);
	});

	it('says what a send costs where there is no text to count', () => {
		for (const parameters of [
			{ text: '' },
			{ text: undefined },
			{ text: 5 },
			{ text: 'x', advanced: { data: '00' } },
		])
			expect(shownFor(countOf(parameters))).toEqual([
				expect.stringMatching(/^Spends credit for each part to each recipient\./),
			]);
	});

	it('names no field that an account does not have', () => {
		const ofPlatform = noticesOf('sms').map(({ displayName }) => displayName);
		expect(ofPlatform.length).toBe(notices.length - 1);
		expect(ofPlatform.filter((text) => text.includes('Encoding'))).toEqual([]);
		expect(counted.length).toBe(notices.length + ofPlatform.length + asking.length);
	});

	it('belongs to sending alone: an estimate spends nothing', () => {
		expect(new Set(notices.flatMap(({ displayOptions }) => displayOptions?.show?.['operation']))).toEqual(
			new Set(['send']),
		);
	});

	it('stands below the text and above what else can be set', () => {
		const place = (name: string) =>
			description.properties.findLastIndex(
				(property) =>
					property.name === name &&
					property.displayOptions?.show?.['resource']?.includes('message') &&
					property.displayOptions.show['operation']?.includes('send'),
			);
		for (const notice of notices) {
			const at = description.properties.indexOf(notice);
			expect(at).toBeGreaterThan(place('text'));
			expect(at).toBeLessThan(place('senderId'));
		}
	});
});

describe('the counter below a question', () => {
	const countQuestion = (parameters: Record<string, unknown>) =>
		evaluate(counterExpression('question'), { operation: 'sendAndWait', ...parameters });
	const says = (parameters: Record<string, unknown>) =>
		asking
			.filter(({ displayOptions }) => {
				const { textCount, resource } = defined(displayOptions).show as Record<string, unknown[]>;
				return defined(textCount).includes(countQuestion(parameters)) && defined(resource)[0] === 'message';
			})
			.map(({ displayName }) => displayName);

	it('counts the question with a link, as it is sent', () => {
		fc.assert(
			fc.property(texts, fc.boolean(), fc.constantFrom(undefined, 2, 3, 5), (message, replaces, maxParts) => {
				const question = replaces ? replaceTypography(message) : message;
				const { encoding, parts } = measureText(
					`${question.trim()}\n${'a'.repeat(QUESTION_LINK)}`,
					'automatic',
				);
				const most = maxParts ?? 3;
				const counted = `${encoding} ${Math.min(parts, most, 4)}${parts > most ? ' few' : ''}`;
				const options = replaces ? { replaceTypography: true } : {};
				const advanced = maxParts === undefined ? {} : { maxParts };
				expect(countQuestion({ message, options, advanced })).toBe(counted);
			}),
			{ numRuns: casesOf(200) },
		);
	});

	it('says what it costs, and when it is shortened', () => {
		expect(says({ message: 'May it be placed?' })).toEqual([
			expect.stringMatching(/^2 message parts as GSM, with a link of about 181 characters\. Each part/),
		]);
		expect(says({ message: 'Дa?' })).toEqual([
			expect.stringMatching(/^3 message parts as Unicode, with a link .* Unicode is used because/),
		]);
		expect(says({ message: 'a'.repeat(400) })).toEqual([
			expect.stringMatching(
				/^3 message parts as GSM.* is shortened to fit into 'Most Message Parts'; the page/,
			),
		]);
		expect(says({ message: 'a'.repeat(600), advanced: { maxParts: 9 } })).toEqual([
			expect.stringMatching(/^More than 3 message parts as GSM/),
		]);
		expect(says({ message: '' })).toEqual([expect.stringMatching(/^Spends credit for each part/)]);
	});
});
