// @ts-check
/**
 * `npm run release`: says whether the version in package.json is ready to be tagged, and prints its notes as the
 * changelog has them. Changes nothing and publishes nothing: a pushed tag does, through the workflow "publish".
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './with-install.mjs';

/**
 * @typedef {object} Manifest
 * @property {string} version
 * @property {{ name: string, email: string }} author
 * @property {string} homepage
 * @property {{ url: string }} repository
 * @property {{ url: string }} bugs
 */

/**
 * The text below the heading of a version, without the links at the end of the file; undefined where there is none.
 * @param {string} changelog
 * @param {string} version a version, or `Unreleased`
 */
export function sectionOf(changelog, version) {
	const sections = changelog.split(/^(?=## \[)/m).slice(1);
	const section = sections.find((text) => text.startsWith(`## [${version}]`));
	return section
		?.replace(/^.*\n/, '')
		.replace(/^\[[^\]]+\]: .*$/gm, '')
		.trim();
}

/**
 * What keeps a version from being released, as sentences.
 * @param {{ manifest: Manifest, changelog: string, tags: string[], changes: string[], frozen: string[] }} state
 * `frozen`: the versions in test/upgrades
 */
export function findings({ manifest, changelog, tags, changes, frozen }) {
	const { version, author, homepage, repository, bugs } = manifest;
	const heading = new RegExp(`^## \\[${version.replace(/\./g, '\\.')}\\] - (\\d{4}-\\d{2}-\\d{2})$`, 'm');
	const date = heading.exec(changelog)?.[1];
	const found = [];
	if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) found.push(`${version} is not a version.`);
	if (!sectionOf(changelog, version)) found.push(`CHANGELOG.md says nothing about ${version}.`);
	else if (date === undefined || Number.isNaN(Date.parse(date))) {
		found.push(`In CHANGELOG.md, the heading of ${version} needs its date: ## [${version}] - YYYY-MM-DD.`);
	}
	if (sectionOf(changelog, 'Unreleased')) {
		found.push(`In CHANGELOG.md, 'Unreleased' still has entries; they belong to ${version}.`);
	}
	if (tags.includes(`v${version}`)) found.push(`The tag v${version} is there already: set the next version.`);
	if (!frozen.includes(version)) found.push(`test/upgrades has no ${version}: npm run freeze.`);
	if (changes.length > 0) found.push(`Not committed: ${changes.join(', ')}.`);
	if (author.email.endsWith('.example')) found.push('package.json: author is not set.');
	const source = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
	if (!homepage.startsWith(source) || !bugs.url.startsWith(source)) {
		found.push('package.json: homepage, bugs and repository do not name the same repository.');
	}
	return found;
}

/** @param {string[]} args */
function git(...args) {
	return execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).split('\n').filter(Boolean);
}

function main() {
	const read = (/** @type {string} */ file) => readFileSync(path.join(projectRoot, file), 'utf8');
	/** @type {Manifest} */
	const manifest = JSON.parse(read('package.json'));
	const changelog = read('CHANGELOG.md');
	const changes = git('status', '--porcelain').map((line) => line.slice(3));
	const frozen = readdirSync(path.join(projectRoot, 'test/upgrades'));
	const found = findings({ manifest, changelog, tags: git('tag', '--list'), changes, frozen });
	const notes = sectionOf(changelog, manifest.version) || sectionOf(changelog, 'Unreleased') || '';
	console.log(`# ${manifest.version}\n\n${notes}\n`);
	for (const finding of found) console.error(finding);
	console.error(
		found.length === 0
			? `Ready: npm run check, then git tag v${manifest.version} and push the tag.`
			: `Not ready: ${found.length} finding(s).`,
	);
	process.exitCode = found.length === 0 ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
