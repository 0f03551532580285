import { MESSAGE_STATUSES } from '../../catalogue/statuses';
import type { TriggerEvent } from './decodeCall';
import type { TriggerSettings } from './settings';

type Choice = Pick<TriggerSettings, 'events' | 'statusFilter' | 'statuses' | 'apiIds'>;

/**
 * Whether the user wants the workflow to start on this event. A callback that names no API ID passes a choice of API
 * IDs: XML status callbacks never name one, nor does the Platform, and losing them all would be the worse surprise.
 */
export function isWanted(event: TriggerEvent, choice: Choice): boolean {
	if (!choice.events.includes(event.kind)) return false;
	if (choice.apiIds && 'apiId' in event && event.apiId !== null && !choice.apiIds.includes(event.apiId))
		return false;
	if (event.kind !== 'status') return true;
	switch (choice.statusFilter) {
		case 'all':
			return true;
		case 'final':
			return event.final;
		case 'chosen': {
			const { statuses } = choice;
			if (statuses.includes(event.status.toUpperCase())) return true;
			const same = MESSAGE_STATUSES.find(({ text }) => text === event.statusText);
			return same !== undefined && statuses.includes(same.code);
		}
	}
}
