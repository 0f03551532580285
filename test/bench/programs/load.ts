/**
 * `node load.cjs <job>`: what loading the files of a package costs n8n, which has its own modules loaded already.
 * Loading is what n8n does at its start: the file is read and its class made.
 */
import 'n8n-workflow';
import type { LoadJob, LoadResult } from './jobs';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const job = JSON.parse(defined(process.argv[2])) as LoadJob;

globalThis.gc?.();
const before = process.memoryUsage();
const startedAt = performance.now();
const made = job.files.map(({ file, name }) => {
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const classes = require(file) as Record<string, new () => unknown>;
	return new (defined(classes[name]))();
});
const milliseconds = performance.now() - startedAt;
globalThis.gc?.();
const { heapUsed } = process.memoryUsage();
const result: LoadResult = { milliseconds, heapBytes: heapUsed - before.heapUsed, made: made.length };
process.stdout.write(`${JSON.stringify(result)}\n`);
