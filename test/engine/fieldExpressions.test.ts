import type { IDataObject } from 'n8n-workflow';
import { runNode } from './engine';

/** What the node makes of an expression for each item: measured text or the words of a refusal. */
async function readAs(text: string, fields: readonly IDataObject[]) {
	const { outputs, error, hints } = await runNode({
		parameters: { resource: 'message', operation: 'estimate', text, options: {} },
		items: fields.map((json) => ({ json })),
		settings: { onError: 'continueRegularOutput' },
	});
	return { items: outputs[0]?.map(({ json }) => json), error: error?.message, hints };
}

describe('an expression that names one field of the item', () => {
	const values = [
		'Hello',
		'Grüße',
		'',
		' ',
		'={{ 1 }}',
		42,
		0,
		true,
		false,
		null,
		{ nested: 'a' },
		['a', 'b'],
	];

	it.each([
		['={{ $json.text }}', '={{ ($json.text) }}'],
		['={{$json["text"]}}', '={{ ($json["text"]) }}'],
		["={{ $json['text'] }}", "={{ ($json['text']) }}"],
	])('%s is read as n8n reads %s', async (direct, evaluated) => {
		const items: IDataObject[] = [...values.map((text) => ({ text })), {}, { other: 'Hello' }];
		const read = await readAs(direct, items);
		expect(read).toEqual(await readAs(evaluated, items));
		expect(read.items?.[0]).toMatchObject({ text: 'Hello', parts: 1 });
	});

	it.each(['toString', '__proto__', 'constructor', 'hasOwnProperty', 'length'])(
		'takes nothing from the inside of JavaScript: %s',
		async (name) => {
			const items: IDataObject[] = [{}, JSON.parse(`{"${name}":"own"}`) as IDataObject];
			expect(await readAs(`={{ $json.${name} }}`, items)).toEqual(
				await readAs(`={{ ($json.${name}) }}`, items),
			);
		},
	);

	it('reads a name with blanks', async () => {
		const { items } = await readAs('={{ $json["full text"] }}', [{ 'full text': 'Hello' }]);
		expect(items).toMatchObject([{ text: 'Hello' }]);
	});
});

describe('the hint on items that came to nothing', () => {
	const objects = (count: number) => Array.from({ length: count }, () => ({ text: { nested: 'a' } }));

	it.each([
		[1, 2, '1 of 3 items failed: 1 '],
		[2, 1, '2 of 3 items failed: 2 '],
		[1, 0, '1 of 1 item failed: 1 '],
	])('counts %i beside %i others', async (failed, sound, said) => {
		const others = Array.from({ length: sound }, () => ({ text: 'Hello' }));
		const { hints } = await readAs('={{ $json.text }}', [...others, ...objects(failed)]);
		expect(hints).toEqual([expect.stringContaining(said)]);
	});
});
