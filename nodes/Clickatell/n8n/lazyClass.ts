/** A class of the package as the build found it. */
export interface ClassData {
	/** The names of its methods, such as `execute`. */
	readonly methods: readonly string[];
	/** What a new object of it holds, without functions. */
	readonly fields: object;
	/** The places of the functions among the fields, such as `["methods", "loadOptions", "getCountries"]`. */
	readonly functions: readonly (readonly string[])[];
}

type AnyClass = (new () => object) & { readonly prototype: object };
type AnyFunction = (this: unknown, ...given: unknown[]) => unknown;

/** The bundle: the classes by their names, and the version of the package. */
type Code = Readonly<Record<string, unknown>>;

/** Where n8n still has what an earlier version looks like, other code could ask for fields that its panel does not have. */
const CHANGED =
	'The code of n8n-nodes-clickatell cannot be loaded: the package was updated, moved or removed while n8n was running. ' +
	'Restart n8n, and in queue mode its workers. Nothing was sent.';

const at = (from: unknown, name: string): unknown => (from as Code)[name];

/** The real class, from the bundle of exactly this version. */
function realClass(name: string, version: string, load: () => Code): AnyClass {
	let code: Code = {};
	let cause: unknown;
	try {
		code = load();
	} catch (error) {
		cause = error;
	}
	if (code.version !== version) throw new Error(CHANGED, { cause });
	return code[name] as AnyClass;
}

/**
 * The class that n8n loads at its start in place of the real one. It looks the same, and the code behind it is loaded
 * when n8n calls the first of its functions: an n8n that only shows panels, or has the package and does not use it,
 * never loads that code. Its objects share what is in `data`.
 *
 * @param version of the package that `data` describes
 * @param load gives the bundle; it is called until it succeeds, and then no more, since code that is loaded twice would
 * remember in two places
 */
export function lazyClass(
	name: string,
	{ methods, fields, functions }: ClassData,
	version: string,
	load: () => Code,
): AnyClass {
	let real: AnyClass | undefined;
	let made: object | undefined;
	const realOne = () => (real ??= realClass(name, version, load));
	const calling = (find: () => unknown): AnyFunction =>
		function (...given) {
			return (find() as AnyFunction).apply(this, given);
		};

	function Lazy(this: object) {
		Object.assign(this, fields);
		for (const place of functions) {
			const holder = place.slice(0, -1).reduce<unknown>(at, this) as Record<string, unknown>;
			holder[place.at(-1) ?? ''] = calling(() => place.reduce<unknown>(at, (made ??= new (realOne())())));
		}
	}
	const define = (object: object, key: string, value: unknown) =>
		Object.defineProperty(object, key, { value, writable: true, configurable: true });
	// n8n lists classes by their names.
	define(Lazy, 'name', name);
	const Class = Lazy as unknown as AnyClass;
	const prototype: object = Class.prototype;
	for (const method of methods)
		define(
			prototype,
			method,
			calling(() => at(realOne().prototype, method)),
		);
	return Class;
}
