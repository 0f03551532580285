import { cpSync, existsSync, statSync, unwatchFile, watchFile } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PACKAGE_NAME } from './package';
import { projectRoot } from './paths';
import { startCommand } from './processes';

/** Makes n8n look for changes of the packages it has loaded. */
export const RELOADING = { N8N_DEV_RELOAD: 'true' };

/** The last file that the build writes. */
const LAST = path.join(projectRoot, 'dist', 'THIRD-PARTY-LICENSES.txt');

/**
 * Builds after every change of the source and copies the build to where n8n has the package; an n8n that was started
 * with `RELOADING` then loads it again, and an open editor shows it. Types are not checked: editors do that.
 *
 * @param told called after each copy
 */
export function watchPackage(userFolder: string, told: () => void): { stop(): Promise<void> } {
	const installed = path.join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE_NAME);
	const gulp = path.join(projectRoot, 'node_modules', 'gulp', 'bin', 'gulp.js');
	const building = startCommand(process.execPath, [gulp, 'dev'], {
		cwd: projectRoot,
		env: process.env,
		log: path.join(userFolder, 'build.log'),
	});
	let copied = statSync(LAST).mtimeMs;
	watchFile(LAST, { interval: 300 }, (now) => {
		if (now.mtimeMs === 0 || now.mtimeMs === copied) return;
		copied = now.mtimeMs;
		// The icons and schemas are written beside the code, not before it.
		void delay(300).then(() => {
			if (!existsSync(LAST)) return;
			cpSync(path.join(projectRoot, 'dist'), path.join(installed, 'dist'), { recursive: true });
			told();
		});
	});
	return {
		async stop() {
			unwatchFile(LAST);
			await building.stop();
		},
	};
}
