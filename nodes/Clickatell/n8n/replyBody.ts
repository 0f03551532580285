import { type Deadline, unlessLate } from '../engine/deadline';

/**
 * Reads the body of a reply that was asked for as a stream, and hangs up as soon as it is longer than allowed or takes
 * longer than it may, so that no server decides how much memory or time its answer costs.
 *
 * @returns the bytes, at most one chunk more than `maxBytes`: a reader with that limit then refuses them
 * @throws the connection's error when it breaks, or one with the code ETIMEDOUT
 */
export async function readBody(body: unknown, maxBytes: number, deadline: Deadline): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	const stream = body as AsyncIterable<Uint8Array> & { destroy(): void };
	const reader = stream[Symbol.asyncIterator]();
	for (;;) {
		// n8n's own time limit ends with the reply's headers, and a stream that waits for data cannot be interrupted.
		const step = await unlessLate(reader.next(), deadline);
		if (step === 'late') {
			// The reader's own `return` would wait for the data that do not come.
			stream.destroy();
			throw Object.assign(new Error('The answer did not end in time'), { code: 'ETIMEDOUT' });
		}
		if (step.done) break;
		chunks.push(step.value);
		size += step.value.length;
		if (size <= maxBytes) continue;
		stream.destroy();
		break;
	}
	return Buffer.concat(chunks);
}
