// @ts-check
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const { series, parallel, watch } = require('gulp');
const ts = require('typescript');
const { bundleOptions, entries, loadingOptions, shippedFiles } = require('./tools/bundling.cjs');
const { classData } = require('./tools/classData.cjs');

const { version } = require('./package.json');

const root = __dirname;
const out = path.join(root, 'dist');

/** What n8n reads beside the code: icons, codex files and output schemas. */
const isAsset = (/** @type {string} */ file) =>
	/\.(svg|png)$/.test(file) || file.endsWith('.node.json') || /\/__schema__\/.*\.json$/.test(file);

async function clean() {
	await fs.promises.rm(out, { recursive: true, force: true });
}

/** Type-checks what is shipped; `npm run typecheck` does the same for the tests and tools. */
async function types() {
	const config = ts.getParsedCommandLineOfConfigFile(path.join(root, 'tsconfig.json'), undefined, {
		...ts.sys,
		onUnRecoverableConfigFileDiagnostic: () => {},
	});
	if (!config) throw new Error('tsconfig.json cannot be read');
	const program = ts.createProgram({
		rootNames: shippedFiles().filter((file) => file.endsWith('.ts')),
		options: { ...config.options, types: ['node'] },
	});
	const found = [...config.errors, ...ts.getPreEmitDiagnostics(program)];
	if (found.length === 0) return;
	const host = {
		getCanonicalFileName: (/** @type {string} */ name) => name,
		getCurrentDirectory: () => root,
		getNewLine: () => '\n',
	};
	throw new Error(`type check: ${found.length} finding(s)\n${ts.formatDiagnostics(found, host)}`);
}

/**
 * Bundles all nodes and credentials into one file, `dist/clickatell.js`, because each of them needs the XML parser and
 * the catalogue: bundled one by one they would be carried, and loaded, several times. Blanks, comments and long names
 * go, two fifths of it; `npm run trace` reads a stack trace with the names back.
 *
 * What n8n reads of them at its start goes to `dist/classes.json`, and for each a small file to the place where n8n looks
 * for it; the bundle is loaded when n8n calls the first of their functions.
 */
async function bundle() {
	const [result] = await Promise.all([
		esbuild.build({ ...bundleOptions(), metafile: true }),
		esbuild.build(loadingOptions()),
	]);
	const bundled = path.join(out, 'clickatell.js');
	delete require.cache[bundled];
	const classes = require(bundled);
	/** @type {Record<string, import('./nodes/Clickatell/n8n/lazyClass').ClassData>} */
	const data = {};
	for (const { file: source, className } of entries()) {
		const file = path.join(out, source.replace(/\.ts$/, '.js'));
		const toDist = path.relative(path.dirname(file), out).replaceAll('\\', '/');
		data[className] = classData(classes[className]);
		await fs.promises.mkdir(path.dirname(file), { recursive: true });
		await fs.promises.writeFile(file, entryFile(className, toDist));
	}
	await fs.promises.writeFile(path.join(out, 'classes.json'), `${inAscii(JSON.stringify(data))}\n`);
	await licences(Object.keys(result.metafile.inputs));
}

/**
 * JSON in ASCII letters, which Node reads several times faster than a file with any other.
 * @param {string} json
 */
function inAscii(json) {
	const code = (/** @type {string} */ letter) => letter.charCodeAt(0).toString(16).padStart(4, '0');
	return json.replace(/[^\0-\x7f]/g, (letter) => `\\u${code(letter)}`);
}

/**
 * The file that n8n loads a class from.
 * @param {string} name
 * @param {string} toDist the way from the file's folder to dist/
 */
function entryFile(name, toDist) {
	return [
		"'use strict';",
		`const { lazyClass } = require('${toDist}/loading.js');`,
		`const { ${name} } = require('${toDist}/classes.json');`,
		`exports.${name} = lazyClass('${name}', ${name}, '${version}', () => require('${toDist}/clickatell.js'));`,
		'',
	].join('\n');
}

/**
 * Writes the licence texts of the packages whose files went into the bundle.
 * @param {string[]} inputs the bundled files, as esbuild lists them
 */
async function licences(inputs) {
	const folders = new Set(
		inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
	);
	const texts = [...folders].sort().map((folder) => {
		const { name, version, license, author } = JSON.parse(
			fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8'),
		);
		const file = fs.readdirSync(path.join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
		if (!file && license !== 'MIT') throw new Error(`${name} is bundled, but carries no licence text`);
		const text = file
			? fs.readFileSync(path.join(root, folder, file), 'utf8').trim()
			: `MIT License\n\nCopyright (c) ${author?.name ?? author}\n\n${mitTerms()}`;
		return `${name} ${version}\n${'-'.repeat(72)}\n${text}\n`;
	});
	const intro = 'This package contains code of the packages below, under the terms given with each.\n';
	await fs.promises.writeFile(path.join(out, 'THIRD-PARTY-LICENSES.txt'), [intro, ...texts].join('\n'));
}

/** The MIT licence without its first lines, for packages that name it but bring no text of their own. */
function mitTerms() {
	const text = fs.readFileSync(path.join(root, 'LICENSE.md'), 'utf8');
	return text.slice(text.indexOf('Permission is hereby granted')).trim();
}

async function assets() {
	for (const file of shippedFiles().filter(isAsset)) {
		await fs.promises.mkdir(path.dirname(path.join(out, file)), { recursive: true });
		await fs.promises.copyFile(path.join(root, file), path.join(out, file));
	}
}

const write = series(clean, parallel(bundle, assets));

/** `gulp build`: checks the types, then writes dist/. */
exports.build = series(types, write);

/** `gulp bundle`: writes dist/ without the type check. */
exports.bundle = write;

/** `gulp dev`: writes dist/ now and after every change. */
exports.dev = series(write, function watching() {
	watch(['nodes/**', 'credentials/**'], { cwd: root }, write);
});

exports.default = exports.build;
