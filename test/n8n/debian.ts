import path from 'node:path';
import { lockWhenFree } from '../../tools/n8n/lock';
import { stateRoot } from '../../tools/n8n/paths';
import { isOnPath, runCommand } from '../../tools/n8n/processes';
import { CannotRun } from './suite/table';

/**
 * Installs what `missing` names, with apt-get where we are root and may. Nothing is started: Debian would make a
 * service of the machine of each server.
 *
 * @param missing the packages that are not there; asked again afterwards
 * @throws CannotRun that names what is missing, and how to install it
 */
export async function installFromDebian(missing: () => readonly string[], log: string): Promise<void> {
	// apt-get gives up where another one is at work, and what that one has half installed is not there yet.
	const lock = await lockWhenFree(path.join(stateRoot, 'debian.lock'));
	try {
		await install(missing, log);
	} finally {
		lock.release();
	}
}

async function install(missing: () => readonly string[], log: string): Promise<void> {
	const wanted = missing();
	if (wanted.length === 0) return;
	const names = wanted.join(' and ');
	const how = `apt-get install -y --no-install-recommends ${wanted.join(' ')}`;
	if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
		throw new CannotRun(`${names} missing; on Debian, as root: ${how}`);
	}
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
	const command = { cwd: '/', env, log };
	try {
		await runCommand('apt-get', ['update'], command);
		await runCommand('apt-get', how.split(' ').slice(1), command);
	} catch {
		throw new CannotRun(`${names} missing, and apt-get could not install it; see ${log}`);
	}
	if (missing().length > 0) throw new CannotRun(`${missing().join(' and ')} still missing; see ${log}`);
}
