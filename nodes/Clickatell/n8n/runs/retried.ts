import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';
import type { Ports } from '../../engine/ports';
import { entriesBefore } from './entries';

/** What n8n has of the execution that a retry repeats. */
export interface Retried {
	/** It stopped at a node that failed: n8n then stored all that the nodes kept until the end. */
	readonly isComplete: boolean;
	/** What all retries of it have in common, for an n8n that says nothing better: when its first node began. */
	readonly origin?: string;
}

const UNKNOWN: Retried = { isComplete: false };

/**
 * Whether an execution stopped at a node that failed. Of a process that was killed n8n has what the execution began with, and
 * its first node comes first again; or, where it saves the progress of executions, what it had before the node that was killed,
 * which looks like a failure of that node but for how often it began.
 */
function stoppedAtFailure({ resultData, executionData, waitTill }: IRunExecutionData, own: Own): boolean {
	// It waited, went on, and was killed later: n8n stores nothing in between.
	if (waitTill !== undefined && waitTill !== null) return false;
	const [first] = executionData?.nodeExecutionStack ?? [];
	const cameFrom = first?.source?.['main']?.[0]?.previousNode;
	if (first === undefined || cameFrom === undefined) return false;
	if (first.node.name !== resultData.lastNodeExecuted) return false;
	// n8n takes the run that failed out of the data of a retry.
	return first.node.name !== own.name || own.entries > (resultData.runData[own.name]?.length ?? 0);
}

interface Own {
	readonly name: string;
	readonly entries: number;
}

function originOf({ resultData }: IRunExecutionData): string | undefined {
	const begun = Object.entries(resultData.runData).flatMap(([name, [first]]) =>
		first === undefined ? [] : [`${String(first.startTime)} ${name}`],
	);
	return begun.sort()[0];
}

/** Asks n8n for the data of the execution, which are those of the one that it retries. Never rejects. */
export async function retriedBy(functions: IExecuteFunctions, ports: Ports): Promise<Retried> {
	try {
		const data = await functions.getExecutionDataById(functions.getExecutionId());
		if (data === undefined) return UNKNOWN;
		const own = { name: functions.getNode().name, entries: entriesBefore(functions) };
		const origin = originOf(data);
		return { isComplete: stoppedAtFailure(data, own), ...(origin === undefined ? {} : { origin }) };
	} catch (error) {
		ports.log('warn', `n8n could not read the data of its execution: ${String(error)}`);
		return UNKNOWN;
	}
}
