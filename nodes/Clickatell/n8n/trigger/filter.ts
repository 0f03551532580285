import type { CallbackEvent } from '../../apis/gateway/callbacks';
import type { TriggerSettings } from './settings';

type Choice = Pick<TriggerSettings, 'events' | 'statusFilter' | 'statuses' | 'apiIds'>;

/**
 * Whether the user wants the workflow to start on this event. A callback that names no API ID passes a choice of API
 * IDs: XML status callbacks never name one, and losing them all would be the worse surprise.
 */
export function isWanted(event: CallbackEvent, choice: Choice): boolean {
	if (!choice.events.includes(event.kind)) return false;
	if (choice.apiIds && event.apiId !== null && !choice.apiIds.includes(event.apiId)) return false;
	if (event.kind === 'inbound') return true;
	switch (choice.statusFilter) {
		case 'all':
			return true;
		case 'final':
			return event.final;
		case 'chosen':
			return choice.statuses.includes(event.status);
	}
}
