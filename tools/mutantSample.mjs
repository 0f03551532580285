// @ts-check
/**
 * A plugin of Stryker that leaves out what is not drawn: of the declarations of each file, about every n-th is changed, by
 * `MUTANTS_SAMPLE` and `MUTANTS_SEED`. What is drawn depends on the seed and the declaration's text alone, so that two runs
 * try the same.
 */
import { createHash } from 'node:crypto';
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const every = Number(process.env['MUTANTS_SAMPLE'] ?? 1);
const seed = process.env['MUTANTS_SEED'] ?? '1';

/** @param {string} text */
function isDrawn(text) {
	return createHash('sha256').update(`${seed}\n${text}`).digest().readUInt32BE() % every === 0;
}

/** @typedef {{ parentPath: { isProgram(): boolean } | null, toString(): string }} BabelPath */

export const strykerPlugins = [
	declareValuePlugin(PluginKind.Ignore, 'sample', {
		shouldIgnore(node) {
			const path = /** @type {BabelPath} */ (/** @type {unknown} */ (node));
			if (every === 1 || !path.parentPath?.isProgram()) return undefined;
			return isDrawn(path.toString()) ? undefined : 'not drawn';
		},
	}),
];
