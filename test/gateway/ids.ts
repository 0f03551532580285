import { createHash, randomBytes } from 'node:crypto';

/** Message, session and batch ids are 32 hexadecimal characters. */
export type IdSource = () => string;

export function randomIds(): IdSource {
	return () => randomBytes(16).toString('hex');
}

/** The same ids in the same order every time, for tests that compare whole replies. */
export function repeatableIds(seed = 'gateway'): IdSource {
	let count = 0;
	return () => createHash('sha256').update(`${seed}:${count++}`).digest('hex').slice(0, 32);
}
