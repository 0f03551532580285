// @ts-check
'use strict';

/**
 * How `dist/clickatell.js` is bundled. The build does it, `npm run trace` does it again with a source map, and the
 * benchmark with the `soap` package inside.
 */

const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');

/** @type {import('esbuild').BuildOptions} */
const common = {
	bundle: true,
	format: 'cjs',
	platform: 'node',
	target: 'node20',
	external: ['n8n-workflow'],
	minifyWhitespace: true,
	minifySyntax: true,
	minifyIdentifiers: true,
};

/** Everything below nodes/ and credentials/, relative to the project, with forward slashes, sorted. */
function shippedFiles() {
	return ['nodes', 'credentials']
		.flatMap((folder) =>
			fs
				.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
				.map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
		)
		.sort();
}

/** What n8n loads by name: one class a file, the class called like the file. */
function entries() {
	return shippedFiles()
		.filter((file) => /\.(node|credentials)\.ts$/.test(file))
		.map((file) => ({ file, className: path.basename(file).replace(/\..*/, '') }));
}

/** What esbuild is given to write the bundle. */
function bundleOptions() {
	return {
		stdin: {
			contents: [
				...entries().map(({ file, className }) => `export { ${className} } from './${file}';`),
				`export { version } from './package.json';`,
			].join('\n'),
			resolveDir: root,
			sourcefile: 'clickatell.ts',
		},
		outfile: path.join(root, 'dist', 'clickatell.js'),
		...common,
		// Node prints the line of a fault that nobody caught.
		lineLimit: 1000,
		legalComments: /** @type {const} */ ('inline'),
		absWorkingDir: root,
		logLevel: /** @type {const} */ ('warning'),
	};
}

/** What esbuild is given to write `dist/loading.js`, which stands between n8n and the bundle. */
function loadingOptions() {
	return {
		entryPoints: [path.join(root, 'nodes', 'Clickatell', 'n8n', 'lazyClass.ts')],
		outfile: path.join(root, 'dist', 'loading.js'),
		...common,
		absWorkingDir: root,
		logLevel: /** @type {const} */ ('warning'),
	};
}

module.exports = { bundleOptions, entries, loadingOptions, shippedFiles };
