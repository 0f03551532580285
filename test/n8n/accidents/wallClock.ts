import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installFromDebian } from '../debian';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** The time of day as one process sees it, which can be set while it runs. Its timers go on as if nothing had happened. */
export interface WallClock {
	/** To be added to the environment of the process. */
	readonly env: NodeJS.ProcessEnv;
	/** Sets the clock that many hours from the true time, from now on. */
	set(hours: number): void;
}

/** Below one folder for each kind of processor. */
function library(): string | undefined {
	const root = '/usr/lib';
	if (!existsSync(root)) return undefined;
	return readdirSync(root)
		.map((folder) => path.join(root, folder, 'faketime', 'libfaketimeMT.so.1'))
		.find((file) => existsSync(file));
}

/**
 * A clock of Debian's libfaketime, kept in `folder`.
 * @throws CannotRun where it is missing and cannot be installed
 */
export async function wallClock(folder: string, log: string): Promise<WallClock> {
	await installFromDebian(() => (library() === undefined ? ['libfaketime'] : []), log);
	mkdirSync(folder, { recursive: true });
	const file = path.join(folder, 'offset');
	const set = (hours: number) => {
		// In one step: a file half written would be read as no offset at all.
		writeFileSync(`${file}.new`, `${hours < 0 ? '-' : '+'}${Math.abs(hours)}h\n`);
		renameSync(`${file}.new`, file);
	};
	set(0);
	return {
		env: {
			LD_PRELOAD: defined(library()),
			FAKETIME_TIMESTAMP_FILE: file,
			FAKETIME_NO_CACHE: '1',
			FAKETIME_DONT_FAKE_MONOTONIC: '1',
		},
		set,
	};
}
