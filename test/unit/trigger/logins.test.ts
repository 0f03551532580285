import { LoginMemory } from '../../../nodes/Clickatell/n8n/trigger/logins';
import { createTrigger } from './webhook';

const URL = '/webhook/w/callback';
const SECRET = { user: '', password: '', secret: 'a-long-and-random-word' };
const right = (id: string) => ({ target: `${URL}?secret=${SECRET.secret}&apiMsgId=${id}&status=004` });
const wrong = { target: `${URL}?secret=guess&apiMsgId=x&status=004` };

it('a credential is read once for all calls of some seconds, refused ones too', async () => {
	let reads = 0;
	const receive = createTrigger({ credential: SECRET, onCredentialRead: () => (reads += 1) });
	const results = await Promise.all([
		receive(right('l1')),
		receive(wrong),
		receive(right('l2')),
		receive(wrong),
	]);
	expect(results.map(({ status }) => status)).toEqual([200, 403, 200, 403]);
	expect(reads).toBe(1);
});

it('while the workflow is built it is read each time, so that a change counts at once', async () => {
	let reads = 0;
	const receive = createTrigger({
		credential: SECRET,
		mode: 'manual',
		onCredentialRead: () => (reads += 1),
	});
	await receive(right('l3'));
	await receive(wrong);
	expect(reads).toBe(2);
});

describe('the memory of logins', () => {
	let time = 0;
	let reads = 0;
	const memory = () => new LoginMemory(() => time, 1_000, 2);
	const read = () => {
		reads += 1;
		return Promise.resolve({ ...SECRET });
	};
	beforeEach(() => {
		time = 0;
		reads = 0;
	});

	it('asks again when the time is up', async () => {
		const logins = memory();
		await logins.get('a', read);
		time = 999;
		await logins.get('a', read);
		expect(reads).toBe(1);
		time = 1_000;
		await logins.get('a', read);
		expect(reads).toBe(2);
	});

	it('keeps one for each key, and no more than so many', async () => {
		const logins = memory();
		for (const key of ['a', 'b', 'a', 'b']) await logins.get(key, read);
		expect(reads).toBe(2);
		await logins.get('c', read);
		await logins.get('b', read);
		expect(reads).toBe(3);
		await logins.get('a', read);
		expect(reads).toBe(4);
	});

	it('keeps no failure', async () => {
		const logins = memory();
		await expect(logins.get('a', () => Promise.reject(new Error('the database is away')))).rejects.toThrow(
			'away',
		);
		expect((await logins.get('a', read)).wantsSecret).toBe(true);
	});

	it('keeps digests, never what they are made of', async () => {
		const login = await memory().get('a', read);
		expect(JSON.stringify(login)).not.toContain(SECRET.secret);
		expect(Buffer.concat([...login.secret]).includes(SECRET.secret)).toBe(false);
	});
});
