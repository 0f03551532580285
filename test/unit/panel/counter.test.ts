import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';
import { Clickatell } from '../../../nodes/Clickatell/Clickatell.node';
import { measureText, replaceTypography } from '../../../nodes/Clickatell/protocol/text/gsm';
import { counterExpression } from '../../../nodes/Clickatell/runtime/counter';
import { evaluate } from './evaluate';

const { description } = new Clickatell();
const notices = description.properties.filter(
	({ name, type }) => type === 'notice' && name.startsWith('textCount'),
);

const countOf = (parameters: Record<string, unknown>) => evaluate(counterExpression(), parameters);

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
				fc.constantFrom(undefined, 1, 3, 35),
				(given, encoding, replaces, maxParts) => {
					const measured = measureText(replaces ? replaceTypography(given) : given, encoding ?? 'automatic');
					const refused = encoding === 'gsm' && measured.forcing.length > 0;
					const few = measured.parts > (maxParts ?? 1) ? ' few' : '';
					const expected = refused
						? 'refused'
						: measured.parts > 35
							? 'too long'
							: `${measured.encoding} ${Math.min(measured.parts, 11)}${few}`;
					const options = {
						...(replaces && { replaceTypography: true }),
						...(maxParts && { maxParts }),
					};
					const advanced = encoding && { encoding };
					expect(countOf({ text: given, options, advanced })).toBe(expected);
				},
			),
			{ numRuns: 200 },
		);
	});

	it('says what each count means, and nothing where there is no text', () => {
		expect(shownFor(countOf({ text: 'Your parcel is ready' }))).toEqual([
			'1 message part as GSM (up to 160 characters)',
		]);
		expect(shownFor(countOf({ text: 'ё'.repeat(71), options: { maxParts: 2 } }))).toEqual([
			expect.stringMatching(/^2 message parts as Unicode \(67 characters each\); every part is charged\./),
		]);
		expect(shownFor(countOf({ text: 'a'.repeat(161) }))).toEqual([
			'2 message parts as GSM (153 characters each); every part is charged',
			expect.stringContaining("'Most Message Parts'"),
		]);
		expect(shownFor(countOf({ text: 'a'.repeat(153 * 35 + 1), options: { maxParts: 35 } }))).toEqual([
			'Too long: a message has at most 35 parts',
		]);
		for (const text of ['', undefined, 5]) expect(shownFor(countOf({ text }))).toEqual([]);
		expect(countOf({ content: 'binary', text: 'left over' })).toBe('');
	});

	it('allows an estimate as many parts as a message can have', () => {
		expect(countOf({ operation: 'estimate', text: 'a'.repeat(1600) })).toBe('gsm 11');
	});

	it('stands below the text and above the options', () => {
		const place = (match: (property: INodeProperties) => boolean) => description.properties.findIndex(match);
		const belongs = ({ displayOptions }: INodeProperties) =>
			displayOptions?.show?.resource?.includes('message') === true;
		const text = description.properties.findLastIndex(
			(property) => property.name === 'text' && belongs(property),
		);
		const options = place((property) => property.name === 'options' && belongs(property));
		for (const notice of notices) {
			const at = description.properties.indexOf(notice);
			expect(at).toBeGreaterThan(text);
			expect(at).toBeLessThan(options);
		}
	});
});
