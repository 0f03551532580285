import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** The process that holds the lock file, or undefined where nobody does (also if its holder is gone). */
function holderOf(file: string): number | undefined {
	try {
		const pid = Number(readFileSync(file, 'utf8'));
		return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
	} catch {
		return undefined;
	}
}

export type Lock = { release(): void } | { heldBy: number };

/** Takes a lock file for this process, or says which process holds it. A dead holder's lock is taken over. */
export function takeLock(file: string): Lock {
	mkdirSync(path.dirname(file), { recursive: true });
	for (;;) {
		try {
			writeFileSync(file, String(process.pid), { flag: 'wx' });
			return { release: () => rmSync(file, { force: true }) };
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const heldBy = holderOf(file);
		if (heldBy !== undefined) return { heldBy };
		rmSync(file, { force: true });
	}
}

/** Takes a lock file for this process as soon as nobody else holds it; `waiting` is told who does. */
export async function lockWhenFree(
	file: string,
	waiting: (heldBy: number) => void = () => {},
): Promise<{ release(): void }> {
	for (;;) {
		const lock = takeLock(file);
		if ('release' in lock) return lock;
		waiting(lock.heldBy);
		await delay(1000);
	}
}
