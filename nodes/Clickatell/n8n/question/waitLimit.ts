import { WAIT_INDEFINITELY } from 'n8n-workflow';
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
