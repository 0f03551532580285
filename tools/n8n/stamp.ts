import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Does `work` unless it was done already with the same `key`, which is then in the stamp file. The stamp is
 * written last, so work that was interrupted is done again. Returns whether there was something to do.
 */
export async function onceFor(file: string, key: string, work: () => Promise<void>): Promise<boolean> {
	if (existsSync(file) && readFileSync(file, 'utf8') === key) return false;
	writeFileSync(file, '');
	await work();
	writeFileSync(file, key);
	return true;
}

/** One hash over values that JSON can hold. */
export function hashOfValue(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** One hash over files and whole folders: their names below `root` and what is in them. */
export function hashOfFiles(root: string, names: readonly string[]): string {
	const hash = createHash('sha256');
	const add = (name: string): void => {
		const full = path.join(root, name);
		if (!existsSync(full)) return;
		if (statSync(full).isDirectory()) {
			for (const entry of readdirSync(full).sort()) add(path.join(name, entry));
			return;
		}
		const content = readFileSync(full);
		hash.update(`${name}\0${content.length}\0`).update(content);
	};
	names.forEach(add);
	return hash.digest('hex');
}
