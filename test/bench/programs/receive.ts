/**
 * `node receive.cjs <job>`: what the trigger of a built package takes on the CPU for a callback, from n8n's call of it to
 * its answer, each with a message ID of its own so that none is a repetition. Prints microseconds by format as JSON.
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

/** Statuses of every format that stands in the package of both. */
const CASES: Readonly<Record<string, string>> = {
	'HTTP GET': 'httpGet__a_status_with_every_field',
	'XML POST': 'xmlPost__a_status_as_the_specification_has_it',
	'SOAP POST': 'soapPost__a_status_as_the_specification_has_it',
};
/** Of these cases. */
const MESSAGE_ID = '11112222333344445555666677778888';

/** Of all formats: a repetition is one whatever its format is. */
let calls = 0;

async function cost(name: string): Promise<number> {
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const built = require(job.trigger.file) as Record<string, new () => INodeType>;
	const receive = createTrigger({ type: new (defined(built[job.trigger.name]))() });
	const raw = parseRequest(readFileSync(path.join(job.callbacks, name, 'request.http')));
	const call = async () => {
		const id = (++calls).toString(16).padStart(32, '0');
		const body = raw.body.toString('latin1').replaceAll(MESSAGE_ID, id);
		const { status, items } = await receive({
			method: raw.method,
			target: raw.target.replaceAll(MESSAGE_ID, id),
			headers: raw.headers,
			body: Buffer.from(body, 'latin1'),
		});
		if (status !== 200 || items.length !== 1) throw new Error(`${name}: ${status}, ${items.length} events`);
	};
	for (let i = 0; i < job.calls / 4; i++) await call();
	const before = process.cpuUsage();
	for (let i = 0; i < job.calls; i++) await call();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / job.calls;
}

async function main(): Promise<ReceiveResult> {
	const costs: Record<string, number> = {};
	for (const [format, name] of Object.entries(CASES)) costs[format] = await cost(name);
	return costs;
}

tell(main());
