// @ts-check
'use strict';

const { deepStrictEqual } = require('node:assert/strict');

/**
 * What n8n sees of a class of the package, as `lazyClass` reads it.
 * @param {new () => object} Class
 * @returns {import('../nodes/Clickatell/n8n/lazyClass').ClassData}
 * @throws where JSON would lose anything of it
 */
function classData(Class) {
	const object = { ...new Class() };
	const fields = /** @type {object} */ (withoutFunctions(object));
	deepStrictEqual(JSON.parse(JSON.stringify(fields)), fields);
	const methods = Object.getOwnPropertyNames(Class.prototype).filter((name) => name !== 'constructor');
	return { methods, functions: placesOfFunctions(object), fields };
}

/** @type {(value: unknown) => value is Record<string, unknown>} */
const isPlain = (value) =>
	typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * @param {Record<string, unknown>} from
 * @returns {string[][]}
 */
function placesOfFunctions(from) {
	return Object.entries(from).flatMap(([name, value]) => {
		if (typeof value === 'function') return [[name]];
		return isPlain(value) ? placesOfFunctions(value).map((place) => [name, ...place]) : [];
	});
}

/**
 * @param {unknown} from a function in an array stays: nothing says where it would be
 * @returns {unknown}
 */
function withoutFunctions(from) {
	if (!isPlain(from)) return from;
	return Object.fromEntries(
		Object.entries(from)
			.filter(([, value]) => typeof value !== 'function')
			.map(([name, value]) => [name, withoutFunctions(value)]),
	);
}

module.exports = { classData };
