import { readExample } from '../../../tools/n8n/examples';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { writingTo } from './conversations';
import type { Surroundings } from './exampleRuns';
import { read, settled } from './executions';
import { runWell, wellDone } from './instance';
import { rowsOf } from './platformExamples';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const [STOPPED, STAYED, BACK, BLOCKED] = ['27999100411', '27999100412', '27999100413', '27999166122'];
const BULK = readExample('bulk-with-an-opt-out-list');

function expectEqual(actual: unknown, wanted: unknown, what: string): void {
	const [told, expected] = [JSON.stringify(actual), JSON.stringify(wanted)];
	if (told !== expected) throw new Error(`${what}: ${told}, expected ${expected}`);
}

/**
 * The examples "Keep an opt-out list" and "Bulk with an opt-out list": from STOP to the bulk after it, and from what
 * Clickatell says of a number to the bulk after that.
 */
export async function keepOptOutList(around: Surroundings, workflow: ImportedWorkflow): Promise<string> {
	const { client, gateway } = around;
	const write = await writingTo(around, workflow);
	const said: Array<[from: string, text: string]> = [
		[STOPPED, ' Stop. '],
		[STAYED, 'Please stop by'],
		[BACK, 'UNSUBSCRIBE'],
		[STOPPED, 'STOP'],
		[BACK, 'start'],
	];
	let written = 0;
	for (const [from, text] of said) {
		written += await write(from, text);
		wellDone(defined((await read(client, await settled(client, workflow.id, written))).at(-1)));
	}
	const listed = async () =>
		(await rowsOf(client, 'Clickatell example: opt-out list')).map(({ number }) => number);
	expectEqual(await listed(), [STOPPED], 'the table holds');

	const bulk = async () => {
		const execution = await runWell(client, BULK.id);
		return execution
			.output('Send to All')
			.map(({ json }) => [json.to, json.accepted, json.suppressed, json.errorMeaning]);
	};
	const others = [
		[STAYED, true, false, null],
		[BACK, true, false, null],
	];
	const spared = (number: string) => [number, false, true, 'suppressed'];
	const first = [spared(STOPPED), ...others, [BLOCKED, false, true, 'destination opted out']];
	expectEqual(await bulk(), first, 'the bulk puts out');
	expectEqual(await listed(), [STOPPED, BLOCKED], 'the table then holds');
	expectEqual(await bulk(), [spared(STOPPED), ...others, spared(BLOCKED)], 'the next bulk puts out');
	const got = [STOPPED, STAYED, BACK, BLOCKED].map((to) => gateway.messages({ to }).length);
	expectEqual(got, [0, 2, 2, 0], 'messages to each');
	return 'nothing to whoever wrote STOP, nor again to whom Clickatell blocks; START takes a number off the list';
}
