import type { IExecuteFunctions } from 'n8n-workflow';
import type { Reasons } from '../message/reasons';

/** Shows a warning above what the node puts out. */
export function warn(functions: Pick<IExecuteFunctions, 'addExecutionHints'>, message: string): void {
	functions.addExecutionHints({ type: 'warning', location: 'outputPane', message });
}

/** Shows what is as it should be, and good to know. */
export function inform(functions: Pick<IExecuteFunctions, 'addExecutionHints'>, message: string): void {
	functions.addExecutionHints({ type: 'info', location: 'outputPane', message });
}

/** Says how many of the input items came to nothing, and why, where any did. */
export function warnOfFailures(
	functions: Pick<IExecuteFunctions, 'addExecutionHints'>,
	failures: Reasons,
	total: number,
): void {
	if (failures.count === 0) return;
	const items = total === 1 ? 'item' : 'items';
	warn(functions, `${failures.count} of ${total} ${items} failed: ${failures.breakdown()}`);
}
