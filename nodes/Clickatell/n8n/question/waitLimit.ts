import { type IDataObject, WAIT_INDEFINITELY } from 'n8n-workflow';
import { readZonedTime } from '../../formats/zonedTime';
import type { WaitLimit } from '../../message/questionValues';

export type Until =
	| { readonly ok: true; readonly date: Date }
	/** A sentence without a period at its end. */
	| { readonly ok: false; readonly fault: string };

/**
 * Until when the node waits.
 *
 * @param coded the checked value of 'Limit Wait Time', empty for no limit
 * @param now UNIX milliseconds
 */
export function waitUntil(coded: string, zone: string, now: number): Until {
	if (coded === '') return { ok: true, date: WAIT_INDEFINITELY };
	const limit = JSON.parse(coded) as WaitLimit;
	if (limit.kind === 'after') return { ok: true, date: new Date(now + limit.ms) };
	const read = readZonedTime(limit.time, zone);
	if (!read.ok) return { ok: false, fault: `'Limit Wait Time' ${read.reason}` };
	return read.time > now
		? { ok: true, date: new Date(read.time) }
		: { ok: false, fault: `'Limit Wait Time' is ${read.text}, which is past; choose a later time` };
}

/**
 * Which field of the input item would be taken for an answer when the time is up, and n8n gives the item to the output. A
 * human review runs the tool where it finds an approval; the item of its tool holds that of the agent, and what the model
 * has written.
 */
export function answerInInput(input: IDataObject | undefined, isReview: boolean): string | undefined {
	if (!isReview) return input?.['respondedBy'] === undefined ? undefined : 'respondedBy';
	if (input?.['approved'] === true) return 'approved';
	const data = input?.['data'];
	const isApproved = typeof data === 'object' && (data as IDataObject | null)?.['approved'] === true;
	return isApproved ? 'data.approved' : undefined;
}
