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

const at = (from: unknown, name: string): unknown => (from as Record<string, unknown>)[name];

/**
 * The class that n8n loads at its start in place of the real one. It looks the same, and the code behind it is loaded
 * when n8n calls the first of its functions: an n8n that only shows panels, or has the package and does not use it,
 * never loads that code. Its objects share what is in `data`; n8n makes one of each class.
 *
 * @param load gives the real class
 */
export function lazyClass(
	name: string,
	{ methods, fields, functions }: ClassData,
	load: () => AnyClass,
): AnyClass {
	let made: object | undefined;
	const calling = (find: () => unknown): AnyFunction =>
		function (...given) {
			return (find() as AnyFunction).apply(this, given);
		};

	function Lazy(this: object) {
		Object.assign(this, fields);
		for (const place of functions) {
			const holder = place.slice(0, -1).reduce<unknown>(at, this) as Record<string, unknown>;
			holder[place.at(-1) ?? ''] = calling(() => place.reduce<unknown>(at, (made ??= new (load())())));
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
			calling(() => at(load().prototype, method)),
		);
	return Class;
}
