import { inspect } from 'node:util';

import { log, type NodeResult } from './engine';

/** All that runs tell: what a secret is looked for in. */

/** With the name of the run. */
export type Told = readonly [run: string, text: string];

/** All there is of a value: as JSON, and with everything that JSON leaves out. */
export function everythingOf(value: unknown): string {
	return `${JSON.stringify(value)}\n${inspect(value, { depth: Infinity, showHidden: true, maxStringLength: null, maxArrayLength: null, getters: true })}`;
}

/** What a run told in its items, its hints, its error (with causes and hidden properties) and its data. */
export function toldBy(name: string, { run, outputs, error, hints }: NodeResult): Told[] {
	const taskData = run.data.resultData.runData['Node'];
	return [
		[name, everythingOf([outputs, hints, error, run.data.resultData.error, taskData])],
		[`${name} (message)`, `${error?.message} ${error?.description} ${error?.stack}`],
	];
}

/** What was written to n8n's log, from this line on, as one text. */
export function logged(from = 0): string {
	return log
		.slice(from)
		.map(({ message, metadata }) => `${message} ${everythingOf(metadata)}`)
		.join('\n');
}
