import { parseFlatted } from '../../../tools/n8n/flatted';

test('values stand where their index stood, and texts that look like numbers stay texts', () => {
	const text = '[{"status":"1","codes":"2","count":5,"gone":null},"success",["3","4"],"003","1"]';
	expect(parseFlatted(text)).toEqual({ status: 'success', codes: ['003', '1'], count: 5, gone: null });
});

test('a value used twice is one value, also when it holds itself', () => {
	const whole = parseFlatted('[{"node":"1","same":"1"},{"self":"1","name":"2"},"Clickatell"]') as {
		node: { self: unknown; name: string };
		same: unknown;
	};
	expect(whole.node.name).toBe('Clickatell');
	expect(whole.same).toBe(whole.node);
	expect(whole.node.self).toBe(whole.node);
});

test('an execution without data is nothing', () => {
	expect(parseFlatted('[]')).toBeUndefined();
});
