import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../../../tools/n8n/processes';

export interface SmallDisk {
	/** Takes every free byte. */
	fill(): void;
	/** Gives them back. */
	free(): void;
	remove(): Promise<void>;
}

const CHUNK = 64 * 1024;

/**
 * A file system of its own in memory, mounted at `folder`, so that it can be filled without harm. Undefined where
 * this is not allowed, which takes root.
 */
export async function smallDisk(folder: string, log: string, size = '96m'): Promise<SmallDisk | undefined> {
	const command = { cwd: '/', env: process.env, log };
	const unmount = () => runCommand('umount', ['-l', folder], command);
	// What an interrupted run has left.
	await unmount().catch(() => {});
	rmSync(path.dirname(folder), { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	try {
		await runCommand('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], command);
	} catch {
		return undefined;
	}
	const ballast = path.join(folder, 'ballast');
	return {
		fill() {
			const file = openSync(ballast, 'a');
			try {
				// Ever smaller pieces, down to the last byte.
				for (let piece = Buffer.alloc(CHUNK); piece.length > 0;) {
					try {
						writeSync(file, piece);
					} catch (error) {
						if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
						piece = piece.subarray(0, Math.floor(piece.length / 2));
					}
				}
			} finally {
				closeSync(file);
			}
		},
		free: () => rmSync(ballast, { force: true }),
		async remove() {
			await unmount();
		},
	};
}
