import type { ConnectOperation } from '../../catalogue/types';
import { describeConnectRefusal } from './refusal';
import type { ConnectRecord } from './reply';
import { NOT_SENT } from '../../message/rows';
import { callOptions, poolLimits } from '../../engine/callOptions';
import type { CheckedItems } from '../../engine/checkedItems';
import type { ConnectAnswer, ConnectClient } from './client';
import { runPool } from '../../engine/pool';
import type { RecordFile } from '../../engine/answer';
import type { Ports } from '../../engine/ports';
import {
	failed,
	NOT_MADE,
	notMade,
	refusedSingle,
	type Single,
	type SingleRecord,
} from '../../engine/singles';
import { defined } from '../../formats/defined';

/** A record as an item: pictures go beside the fields that are text. */
function toRecord(record: ConnectRecord): SingleRecord {
	const json: Record<string, unknown> = {};
	const files: Record<string, RecordFile> = {};
	for (const [name, value] of Object.entries(record)) {
		if (value instanceof Uint8Array)
			files[name] = { bytes: value, fileName: `${name}.png`, contentType: 'image/png' };
		else json[name] = value;
	}
	return Object.keys(files).length > 0 ? { json, files } : { json };
}

function toSingle(operation: ConnectOperation, answer: ConnectAnswer, withUser: boolean): Single {
	const changes = operation.effect !== 'read';
	switch (answer.kind) {
		case 'records':
			return { ok: true, records: answer.records.map(toRecord) };
		case 'refused': {
			const refusal = describeConnectRefusal(answer.errors, answer.extra, withUser);
			return failed(refusal.sentence, refusal.description, { code: refusal.code, meaning: refusal.meaning });
		}
		case 'notSent':
			return failed(changes ? `${answer.sentence}; nothing was changed` : answer.sentence, answer.advice, {
				meaning: NOT_SENT,
			});
		case 'doubtful':
			return failed(
				changes ? `${answer.sentence}; '${operation.title}' may have been carried out` : answer.sentence,
				answer.advice,
				{ doubtful: changes },
			);
		default:
			return answer satisfies never;
	}
}

function notTried(): Single {
	return failed(
		'This call was not made, because an earlier item of the same user was refused or got no clear answer',
		'See to that item first: a few refused logins lock the user.',
		{ meaning: NOT_MADE },
	);
}

/**
 * Makes one call for each item. Calls that name a user go one after another, and none follows one that was refused or
 * may have been, because its answer was lost.
 */
export async function callConnectEach(
	ports: Ports,
	client: ConnectClient,
	operation: ConnectOperation,
	{ items, refused }: CheckedItems,
): Promise<Single[]> {
	const limits = poolLimits(items.find((item) => item !== undefined));
	const withUser = operation.parameters.some(({ name }) => name === 'user');
	const refusedUsers = new Set<unknown>();
	return await runPool<Single>(
		ports,
		items.length,
		{ ...limits, concurrency: operation.effect === 'read' ? limits.concurrency : 1 },
		async (index) => {
			const item = items[index];
			if (!item) return refusedSingle(defined(refused.get(index)));
			const { user } = item.values;
			if (withUser && refusedUsers.has(user)) return notTried();
			const answer = await client.call(operation, item.values, callOptions(item.values).timeoutMs);
			if (answer.kind === 'refused' || answer.kind === 'doubtful') refusedUsers.add(user);
			return toSingle(operation, answer, withUser);
		},
		() => (ports.cancelled() ? notMade('The execution was canceled') : undefined),
	);
}
