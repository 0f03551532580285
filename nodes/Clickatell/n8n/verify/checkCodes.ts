import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { VerifyOperation } from '../../catalogue/types';
import { checkCode } from '../../engine/codeChecks';
import { failed, refusedSingle, refusedSingles, type Single } from '../../engine/singles';
import type { Checked } from '../../message/check';
import { readParameters } from '../parameters';
import { prepare, type Opened } from '../prepare';
import { presentSingles } from '../presentSingles';
import { codeKeyOf } from './codeKey';
import { numberIn, subjectOf } from './codeSubject';
import type { CodeAccount } from './runVerify';
import { MEMORY_ADVICE, NoMemory, withMemory } from './workflowMemory';
import { defined } from '../../formats/defined';

/** Checks the code of each item, without a call. */
export async function checkCodes(
	functions: IExecuteFunctions,
	operation: VerifyOperation,
	open: () => Promise<Opened<CodeAccount>>,
): Promise<INodeExecutionData[]> {
	const { checked, account } = await prepare(functions, operation, open, () => ({}));
	if (!account) return await presentSingles(functions, operation, refusedSingles(checked));
	const key = await codeKeyOf(account.secret);
	const { ports } = account;
	const valuesAt = readParameters(functions, operation, checked.items.length);
	const check = async (item: Checked, index: number): Promise<Single> => {
		const subject = subjectOf(operation, item);
		// As it was given: a number has lost the zeros at its beginning.
		const typed = valuesAt(index)['code'];
		const mostTries = numberIn(operation, item, 'mostTries');
		const verdict = await withMemory(
			functions,
			ports,
			async (memory) => await checkCode(memory, key, subject, typed, { time: ports.time(), mostTries }),
		);
		const { msisdn: to, purpose } = subject;
		return { ok: true, records: [{ json: { ...verdict, to, purpose } }] };
	};
	const singles: Single[] = [];
	for (const [index, item] of checked.items.entries()) {
		singles.push(
			item
				? await check(item, index).catch((error: unknown) => notChecked(error))
				: refusedSingle(defined(checked.refused.get(index))),
		);
	}
	return await presentSingles(functions, operation, singles);
}

function notChecked(error: unknown): Single {
	if (!(error instanceof NoMemory)) throw error;
	return failed(error.message, MEMORY_ADVICE, { meaning: 'not checked' });
}
