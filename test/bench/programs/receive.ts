/**
 * `node receive.cjs <job>`: what the trigger of a built package takes on the CPU for a callback, from n8n's call of it to
 * its answer, each with a message ID of its own so that none is a repetition.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { parseRequest } from '../../unit/callbacks/cases';
import { createTrigger } from '../../unit/trigger/webhook';
import type { ReceiveJob, ReceiveResult } from './jobs';
import { tell } from './tell';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const job = JSON.parse(defined(process.argv[2])) as ReceiveJob;

/** Of the recorded callbacks. */
const MESSAGE_ID = '11112222333344445555666677778888';

async function main(): Promise<ReceiveResult> {
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const built = require(job.trigger.file) as Record<string, new () => INodeType>;
	const receive = createTrigger({ type: new (defined(built[job.trigger.name]))() });
	const raw = parseRequest(readFileSync(path.join(job.callbacks, job.callback, 'request.http')));
	let calls = 0;
	const call = async () => {
		const id = (++calls).toString(16).padStart(32, '0');
		const body = raw.body.toString('latin1').replaceAll(MESSAGE_ID, id);
		const { status, items } = await receive({
			method: raw.method,
			target: raw.target.replaceAll(MESSAGE_ID, id),
			headers: raw.headers,
			body: Buffer.from(body, 'latin1'),
		});
		if (status !== 200 || items.length !== 1) throw new Error(`${status}, ${items.length} events`);
	};
	// n8n runs for weeks: what V8 compiles meanwhile is no cost of a callback.
	for (let i = 0; i < job.calls; i++) await call();
	const before = process.cpuUsage();
	for (let i = 0; i < job.calls; i++) await call();
	const { user, system } = process.cpuUsage(before);
	return { microseconds: (user + system) / job.calls };
}

tell(main());
