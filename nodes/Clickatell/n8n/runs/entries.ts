import type { IExecuteFunctions } from 'n8n-workflow';

/** Where the node's context keeps how often it was begun. n8n stores the context with the execution. */
const ENTRIES = 'entries';

interface Entries {
	/** The execution that counts now. */
	by: string;
	times: number;
	/** By executions that this one retries. */
	before: number;
}

/** Counts that the node begins, before anything of it can fail. */
export function countEntry(functions: IExecuteFunctions): void {
	const context = functions.getContext('node');
	const entries = (context[ENTRIES] ??= { by: '', times: 0, before: 0 } satisfies Entries) as Entries;
	const by = functions.getExecutionId();
	if (entries.by !== by) Object.assign(entries, { by, before: entries.times });
	entries.times++;
}

/** How often it began in the executions that this one retries, as far as n8n stored it. */
export function entriesBefore(functions: IExecuteFunctions): number {
	const entries = functions.getContext('node')[ENTRIES] as Entries | undefined;
	return entries?.by === functions.getExecutionId() ? entries.before : 0;
}
