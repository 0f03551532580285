import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Items with the same message for one number are taken at their word, as two rows of a sheet may be meant; but every
 * message costs, so that the user is told.
 *
 * @param repeated how many numbers get a message more than once
 */
export function hintAtDuplicates(functions: IExecuteFunctions, repeated: number): void {
	if (repeated === 0) return;
	const who = repeated === 1 ? '1 number has' : `${repeated} numbers have`;
	functions.addExecutionHints({
		type: 'warning',
		location: 'outputPane',
		message: `${who} the same message from several items, and each item sends it. Set 'Duplicate Recipients' to 'Send Once' if one message is enough.`,
	});
}
