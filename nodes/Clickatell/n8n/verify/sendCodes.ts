import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation, VerifyOperation } from '../../catalogue/types';
import type { CheckedItems, Refused } from '../../engine/checkedItems';
import { admitCode, type Admission } from '../../engine/codeSends';
import { refusedOutcomes } from '../../engine/sends';
import type { Carrier } from '../../message/carrier';
import { checkItem, type Checked, type CheckContext, type CheckResult } from '../../message/check';
import { notAllowedFault } from '../../message/codeRules';
import { codeText } from '../../message/oneTimeCode';
import { faultyOutcomes, INVALID, NOT_SENT, type SentOutcome } from '../../message/rows';
import { faultError } from '../checkItems';
import { MACHINE } from '../hostPorts';
import { prepare, type Opened } from '../prepare';
import { presentSends } from '../presentSends';
import { goesOn } from '../tool';
import { codeKeyOf } from './codeKey';
import { numberIn, subjectOf, textIn } from './codeSubject';
import type { CodeAccount } from './runVerify';
import { NoMemory, withMemory } from './workflowMemory';
import { defined } from '../../formats/defined';

/** The text as it was written, whatever carries it, since the code is not in it yet. */
function asWritten({ carrier, ...context }: CheckContext): CheckContext {
	if (!carrier) return context;
	const own: Carrier = { ...carrier, takesAnyText: true, faults: () => [] };
	return { ...context, carrier: own };
}

/** What fills in the text differently for each code. */
const OF_THE_CODE = new Set(['to', 'text', 'replaceTypography']);

/** The message that carries a code. */
function messageWith(
	operation: VerifyOperation,
	carrier: Operation,
	context: CheckContext,
	item: Checked,
	code: string,
): CheckResult {
	const { msisdn, minutes } = subjectOf(operation, item);
	const names = new Set(carrier.parameters.map(({ name }) => name));
	const shared = Object.entries(item.values).filter(([name]) => names.has(name) && !OF_THE_CODE.has(name));
	const website = textIn(item, 'website').trim();
	const text = codeText(textIn(item, 'text'), code, minutes, website === '' ? undefined : website);
	return checkItem(carrier, { ...Object.fromEntries(shared), to: `+${msisdn}`, text }, context);
}

type Admitted = Extract<Admission, { ok: true }>;

/** Sends each item's number its code, where its limits allow one. */
export async function sendCodes(
	functions: IExecuteFunctions,
	operation: VerifyOperation,
	carrier: Operation,
	open: () => Promise<Opened<CodeAccount>>,
): Promise<INodeExecutionData[]> {
	const { checked, account } = await prepare(functions, operation, open, ({ context }) => asWritten(context));
	if (!account) return await present(functions, operation, await refusedOutcomes(MACHINE, checked), []);
	const { ports, context } = account;
	const refused = new Map<number, Refused>(checked.refused);
	const sound = checked.items.map((item, index) => {
		if (!item) return undefined;
		const to = textIn(item, 'to');
		const forbidden = notAllowedFault(item.values['allowedRecipients'], to);
		// Every code is as long and as dear as this one.
		const probe = '0'.repeat(numberIn(operation, item, 'codeLength'));
		const message = messageWith(operation, carrier, context, item, probe);
		if (message.ok && forbidden === undefined) return item;
		const faults = forbidden === undefined ? [] : [forbidden];
		refused.set(index, {
			faults: message.ok ? faults : [...faults, ...message.faults],
			meaning: INVALID,
			to,
		});
		return undefined;
	});
	if (refused.size > 0 && !goesOn(functions)) throw await faultError(functions, refused);

	const key = await codeKeyOf(account.secret);
	const admit = async (item: Checked): Promise<Admission> => {
		const limits = {
			resendDelayMs: numberIn(operation, item, 'resendDelay') * 1000,
			mostPerHour: numberIn(operation, item, 'mostCodes'),
		};
		const subject = subjectOf(operation, item);
		return await withMemory(
			functions,
			ports,
			async (memory) => await admitCode(memory, key, subject, limits, ports.time()),
		).catch((error: unknown) => {
			if (!(error instanceof NoMemory)) throw error;
			return { ok: false, fault: error.message, meaning: NOT_SENT } as const;
		});
	};
	const admitted: (Admitted | undefined)[] = [];
	const messages: (Checked | undefined)[] = [];
	const notAdmitted = new Map<number, SentOutcome[]>();
	for (const [index, item] of sound.entries()) {
		const admission = item && (await admit(item));
		admitted.push(admission?.ok ? admission : undefined);
		const message =
			item && admission?.ok ? messageWith(operation, carrier, context, item, admission.code) : undefined;
		messages.push(message?.ok ? message.checked : undefined);
		if (item && admission?.ok === false)
			notAdmitted.set(index, faultyOutcomes(textIn(item, 'to'), [admission.fault], admission.meaning));
	}
	const sent = await account.send({ items: messages, refused } satisfies CheckedItems);
	const outcomes = sent.map((own, index) => notAdmitted.get(index) ?? own);
	await giveBackUnsent(functions, account, outcomes, admitted);
	return await present(functions, operation, outcomes, admitted);
}

/** What was certainly not sent does not count. */
async function giveBackUnsent(
	functions: IExecuteFunctions,
	{ ports }: CodeAccount,
	outcomes: readonly (readonly SentOutcome[])[],
	admitted: readonly (Admitted | undefined)[],
): Promise<void> {
	for (const [index, admission] of admitted.entries()) {
		if (!admission || !defined(outcomes[index]).every(({ row }) => row.accepted === false)) continue;
		try {
			await withMemory(functions, ports, async (memory) => await admission.giveBack(memory));
		} catch (error) {
			// It counts then, which is no reason to lose what came of the others.
			ports.log('warn', `A code that was not sent counts as sent: ${String(error)}`);
		}
	}
}

async function present(
	functions: IExecuteFunctions,
	operation: VerifyOperation,
	outcomes: readonly (readonly SentOutcome[])[],
	admitted: readonly (Admitted | undefined)[],
): Promise<INodeExecutionData[]> {
	// The code of an earlier run is of its own time.
	const untilOf = (index: number, { accepted, alreadySent }: SentOutcome['row']) => {
		const until = admitted[index]?.validUntil;
		return accepted === false || alreadySent === true || until === undefined
			? null
			: new Date(until).toISOString();
	};
	const rows = outcomes.map((own, index) =>
		own.map(({ row, ...rest }) => ({
			...rest,
			row: { ...row, validUntil: untilOf(index, row) },
		})),
	);
	return await presentSends(functions, operation, rows);
}
