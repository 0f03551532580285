import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../catalogue/types';
import { Reasons, type Failure } from '../message/reasons';
import { NOT_SENT, SUPPRESSED, type SentOutcome, type SentRow } from '../message/rows';
import { toItems, type Output } from './output';
import { errorOf, type Problem } from './problems';
import { MACHINE } from './hostPorts';
import { inform, warn } from './warnings';
import { goesOn } from './tool';
import type { SendResults } from '../engine/sends';
import { mapInTurns, Turn } from '../engine/turns';
import { defined } from '../formats/defined';

/** What only an SMS has. */
const OF_AN_SMS = ['encoding', 'parts'] as const;

function people(count: number): string {
	return `${count} ${count === 1 ? 'recipient' : 'recipients'}`;
}

/** Nothing was accepted, certainly: an error may stand for all rows, as long as it leaves nothing out. */
function problemOf(refused: Reasons): Problem {
	const { text, to, meaning, advice } = defined(refused.first);
	const input = false;
	if (refused.count === 1) {
		const who = meaning === NOT_SENT ? '' : `; recipient ${to}`;
		return { sentence: `${text}${who}`, advice, input };
	}
	const details = refused.details();
	const all = people(refused.count);
	if (details.length === 1) {
		const nobody = meaning === NOT_SENT ? '' : `; none of ${all} was accepted`;
		return { sentence: `${text}${nobody}`, advice, input, details };
	}
	const sentence = `None of ${all} was accepted: ${refused.breakdown()}`;
	return { sentence, advice: refused.advice(), input, details };
}

/** Nothing was sent, and the next run may find what this one could not ask for. */
function notAskedProblem(all: Reasons, { text, advice }: Failure): Problem {
	const details = all.details();
	return {
		sentence: `${text}; this run sent nothing`,
		advice,
		input: false,
		...(all.count > 1 ? { details } : {}),
	};
}

function hintOn(refused: Reasons, doubtful: number, total: number): string {
	const parts: string[] = [];
	if (refused.count > 0) {
		const were = refused.count === 1 ? 'was' : 'were';
		parts.push(`${refused.count} of ${people(total)} ${were} not accepted: ${refused.breakdown()}`);
	}
	if (doubtful > 0) {
		const who = refused.count > 0 ? `${doubtful} more` : `${doubtful} of ${people(total)}`;
		parts.push(`${who} may have been sent to: look the messages up before you send again`);
	}
	return parts.join('; ');
}

/**
 * Turns outcomes into what the node puts out: one item for each recipient, with the same keys whatever On Error is set
 * to. Two rules about money decide when it may throw instead: nothing paid for is lost, so never once something was or
 * may have been accepted by this run; and nothing is paid twice, so in that case it also never ends in a way that lets
 * n8n's Retry On Fail run it again. Where Clickatell could not be asked what a run before had sent, the next one asks again.
 */
export async function presentSends(
	functions: IExecuteFunctions,
	operation: Operation,
	outcomes: SendResults,
): Promise<INodeExecutionData[]> {
	const outputs: Output[] = [];
	const refused = new Reasons();
	/** What Clickatell could not be asked for: the next run may send it. */
	const notAsked: Failure[] = [];
	let doubtful = 0;
	let spared = 0;
	let cuts = false;
	let repeats = false;
	let waiting = 0;
	let waits = false;
	const has = new Set(operation.result.map(({ name }) => name));
	const foreign = OF_AN_SMS.filter((name) => !has.has(name));
	const jsonOf = (row: SentRow): IDataObject => {
		// A bulk has ten thousand rows, and each is one item's alone.
		if (foreign.length === 0) return row as unknown as IDataObject;
		const json: IDataObject = { ...row };
		for (const name of foreign) delete json[name];
		return json;
	};
	const take = ({ row, advice = '', notAsked: isOpen }: SentOutcome, item: number) => {
		cuts ||= row.textCut !== undefined;
		repeats ||= row.alreadySent !== undefined;
		if (row.scheduledFor && row.accepted === true) waiting++;
		waits ||= row.scheduledFor !== undefined;
		if (row.accepted === true) return void outputs.push({ item, json: jsonOf(row) });
		// As was asked for: no failure.
		if (row.errorMeaning === SUPPRESSED) {
			spared++;
			return void outputs.push({ item, json: jsonOf(row) });
		}
		const text = row.errorText ?? 'The message was not accepted';
		outputs.push({ item, json: jsonOf(row), failed: text });
		const why = { item, to: row.to, text, code: row.errorCode, meaning: row.errorMeaning ?? '', advice };
		if (isOpen) notAsked.push(why);
		else if (row.accepted === null) doubtful++;
		else refused.add(why);
	};
	const takeAll = (own: SendResults[number], item: number) => {
		// Not by forEach, which would pass over a recipient without an outcome.
		for (let i = 0; i < own.length; i++) take(defined(own[i]), item);
	};
	await mapInTurns(outcomes, takeAll, new Turn(MACHINE));
	// Then all rows say of their texts whether they were cut, those that never came so far as well.
	if (cuts) for (const { json } of outputs) json['textCut'] ??= null;
	if (waits) for (const { json } of outputs) json['scheduledFor'] ??= null;
	if (repeats) for (const { json } of outputs) if (!('alreadySent' in json)) json['alreadySent'] = false;
	const nothingAccepted = refused.count + notAsked.length + spared === outputs.length;
	if (refused.count + notAsked.length + doubtful > 0) {
		if (nothingAccepted && !goesOn(functions)) {
			for (const why of notAsked) refused.add(why);
			const [first] = notAsked;
			const problem = first ? notAskedProblem(refused, first) : problemOf(refused);
			throw errorOf(functions, problem, defined(outputs.find(({ failed }) => failed !== undefined)).item);
		}
		warn(functions, hintOn(refused, doubtful + notAsked.length, outputs.length));
	}
	if (spared > 0) {
		const are = spared === 1 ? 'is' : 'are';
		inform(functions, `${spared} of ${people(outputs.length)} ${are} in 'Do Not Send To' and got nothing`);
	}
	if (waiting > 0) {
		const wait = waiting === 1 ? 'message waits' : 'messages wait';
		inform(functions, `${waiting} ${wait} at Clickatell: 'scheduledFor' says until when`);
	}
	return await toItems(functions, operation, outputs, nothingAccepted);
}
