// @ts-check
/**
 * `npm run trace [-- <file>]`: reads a stack trace of the published package from a file or from standard input,
 * and prints it with the places and names of the source in place of those of `dist/clickatell.js`. It bundles the
 * checkout again, with a source map that nobody ships; so the checkout has to be the version of the stack trace.
 */
import { readFileSync } from 'node:fs';
import { createRequire, SourceMap } from 'node:module';
import path from 'node:path';
import { ensureInstalled, projectRoot } from './with-install.mjs';

const require = createRequire(import.meta.url);

/** @typedef {{ file: string, line: number, column: number, name: string | undefined }} Place lines and columns from 1 */

/** A place in the bundle; in a frame of a stack trace, with the name of the function before it. */
const MENTIONED = /(?:(new )?([^\s()]+)(?: \[as [^\]]+\])? \()?([^\s()]*\bclickatell\.js):(\d+):(\d+)(\)?)/g;

/**
 * Bundles the checkout as the build does, in memory.
 * @returns {Promise<(line: number, column: number) => Place | undefined>} the place in the source of a place in the
 * bundle; undefined where the bundle has nothing there
 */
async function readerOfBundle() {
	const esbuild = await import('esbuild');
	const { bundleOptions } = require('./bundling.cjs');
	const { outputFiles } = await esbuild.build({ ...bundleOptions(), sourcemap: 'external', write: false });
	const written = outputFiles.find((/** @type {{ path: string }} */ file) => file.path.endsWith('.map'));
	if (!written) throw new Error('esbuild wrote no source map');
	const payload = /** @type {import('node:module').SourceMapPayload} */ (JSON.parse(written.text));
	const map = new SourceMap(payload);
	return (line, column) => {
		const entry = map.findEntry(line - 1, column - 1);
		// Past the end of a line, the map answers with the last place before it.
		if (!('originalSource' in entry) || entry.generatedLine !== line - 1) return undefined;
		const file = path.relative(projectRoot, path.resolve(projectRoot, 'dist', entry.originalSource));
		const at = { line: entry.originalLine, column: entry.originalColumn };
		return {
			file: file.replaceAll('\\', '/'),
			line: at.line + 1,
			column: at.column + 1,
			name: functionAround(path.join(projectRoot, file), at),
		};
	};
}

/**
 * The name of the innermost function or class around a place, as the source has it. The source map knows the names
 * of what is called at a place, not of the function that the place is in.
 * @param {string} file
 * @param {{ line: number, column: number }} at from 0
 * @returns {string | undefined} undefined where no function around it has a name
 */
function functionAround(file, at) {
	/** @type {import('typescript')} */
	const ts = require('typescript');
	const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
	const position = source.getPositionOfLineAndCharacter(at.line, at.column);
	/** @type {string | undefined} */
	let name;
	/** @param {import('typescript').Node} node */
	const look = (node) => {
		if (position < node.pos || position >= node.end) return;
		if (ts.isFunctionLike(node) || ts.isClassLike(node)) {
			const { parent } = node;
			const named = node.name ?? (ts.isVariableDeclaration(parent) ? parent.name : undefined);
			if (named) name = named.getText(source);
		}
		node.forEachChild(look);
	};
	look(source);
	return name;
}

/**
 * @param {string} text
 * @param {(line: number, column: number) => Place | undefined} read
 */
function translated(text, read) {
	return text.replace(MENTIONED, (whole, constructing = '', called, _file, line, column, closing) => {
		const place = read(Number(line), Number(column));
		if (!place) return `${whole} (not a place in the bundle of this checkout)`;
		const where = `${place.file}:${place.line}:${place.column}`;
		const name = place.name ?? called;
		if (name === undefined) return where + closing;
		return `${called === undefined ? '' : constructing}${name} (${where})${called === undefined ? closing : ''}`;
	});
}

try {
	const [file] = process.argv.slice(2);
	await ensureInstalled();
	const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
	console.error(`Read with the source of ${version}: the stack trace has to be of this version.`);
	process.stdout.write(translated(readFileSync(file ?? 0, 'utf8'), await readerOfBundle()));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
