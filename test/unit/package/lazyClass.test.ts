import { execFileSync } from 'node:child_process';
import path from 'node:path';
import manifest from '../../../package.json';
import { lazyClass } from '../../../nodes/Clickatell/n8n/lazyClass';
import { defined } from '../../../nodes/Clickatell/formats/defined';
import { classData } from '../../../tools/classData.cjs';

class Real {
	name = 'real';
	list = [{ text: 'é' }];
	methods = { lookups: { double: (value: number) => value * 2 } };
	async later(this: { own: number }, more: number) {
		return await Promise.resolve(this.own + more);
	}
	fails() {
		throw new Error('it fails');
	}
}

describe('a class whose code is loaded at its first use', () => {
	const loaded: string[] = [];
	const Lazy = lazyClass('Real', classData(Real), '1.0.0', () => {
		loaded.push('code');
		return { Real, version: '1.0.0' };
	});
	const lazy = new Lazy() as Real;

	test('looks like the real one, without its code', () => {
		expect(Lazy.name).toBe('Real');
		expect(lazy).toMatchObject({ name: 'real', list: [{ text: 'é' }] });
		expect(typeof lazy.methods.lookups.double).toBe('function');
		expect(typeof lazy.later).toBe('function');
		expect(Object.keys(lazy)).toEqual(Object.keys(new Real()));
		expect(loaded).toEqual([]);
	});

	test('calls the real functions, as they are called', async () => {
		expect(lazy.methods.lookups.double(21)).toBe(42);
		expect(await lazy.later.call({ own: 1 }, 2)).toBe(3);
		expect(() => {
			lazy.fails();
		}).toThrow('it fails');
	});

	test('loads the code once', () => {
		expect(loaded).toEqual(['code']);
	});

	test.each([
		['is of another version', () => ({ Real, version: '1.1.0' })],
		[
			'is missing',
			() => {
				throw new Error("Cannot find module '../clickatell.js'");
			},
		],
	])('says what to do where the code %s, and loads it as soon as it is there', (_, other) => {
		const codes = [other, () => ({ Real, version: '1.0.0' })];
		const Changed = lazyClass('Real', classData(Real), '1.0.0', () => defined(codes.shift())());
		const changed = new Changed() as Real;
		expect(() => changed.methods.lookups.double(21)).toThrow(/updated.*Restart n8n.*Nothing was sent/);
		expect(changed.methods.lookups.double(21)).toBe(42);
	});

	test('cannot be made of what JSON would lose', () => {
		expect(() =>
			classData(
				class {
					when = new Date(0);
				},
			),
		).toThrow(/deep/);
		expect(() =>
			classData(
				class {
					some = [() => 1];
				},
			),
		).toThrow(/deep/);
		expect(() =>
			classData(
				class {
					some = { none: undefined };
				},
			),
		).toThrow(/deep/);
	});
});

/** Where functions are, and everything else, of an object that n8n was given. */
function seen(object: object): unknown {
	const described = (value: unknown): unknown => {
		if (typeof value === 'function') return 'a function';
		if (Array.isArray(value)) return value.map(described);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, described(inner)]));
	};
	const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(object)).sort();
	return { fields: described(object), methods };
}

describe('what n8n loads of the built package', () => {
	const registered = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) => ({
		file,
		name: defined(path.basename(file).split('.')[0]),
	}));
	const root = path.join(__dirname, '../../..');
	const made = async (file: string, name: string) => {
		const classes = (await import(path.join(root, file))) as Record<string, new () => object>;
		return new (defined(classes[name]))();
	};

	test.each(registered)('$name: what is loaded is what the source says', async ({ file, name }) => {
		const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
		expect(seen(await made(file, name))).toEqual(seen(await made(source, name)));
	});

	test('n8n starts without the code, which is loaded when n8n calls the first function', () => {
		const script = `
			const { n8n } = require('./package.json');
			const made = [...n8n.nodes, ...n8n.credentials].map((file) => new (Object.values(require('./' + file))[0])());
			const loaded = () => Object.keys(require.cache).some((file) => file.endsWith('clickatell.js'));
			const before = loaded();
			const { testCallbackCredential } = made[1].methods.credentialTest;
			testCallbackCredential({ data: {} }).then(({ status }) =>
				console.log(JSON.stringify([before, status, loaded()])));
		`;
		const said = execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
		expect(JSON.parse(said)).toEqual([false, 'Error', true]);
	});
});
