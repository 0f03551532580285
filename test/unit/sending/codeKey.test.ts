import { codeKeyOf } from '../../../nodes/Clickatell/n8n/verify/codeKey';

const of = (secret: string) => ({ account: ['SMS Gateway', '1'], secret });

it('is the same for an account, and another with another password', async () => {
	expect(await codeKeyOf(of('a'))).toEqual(await codeKeyOf(of('a')));
	expect(await codeKeyOf(of('a'))).not.toEqual(await codeKeyOf(of('b')));
});

it('is made once, and again only where it could not be made', async () => {
	let made = 0;
	const shortOfMemory = async () => {
		made++;
		if (made === 1) throw new Error('memory limit exceeded');
		return Buffer.from('key');
	};
	await expect(codeKeyOf(of('c'), shortOfMemory)).rejects.toThrow('memory');
	expect(await codeKeyOf(of('c'), shortOfMemory)).toEqual(Buffer.from('key'));
	expect(await codeKeyOf(of('c'), shortOfMemory)).toEqual(Buffer.from('key'));
	expect(made).toBe(2);
});
