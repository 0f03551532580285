import { findOperation } from '../../nodes/Clickatell/catalogue';
import { ERROR_CODES } from '../../nodes/Clickatell/catalogue/errors';
import { STATUS_SAMPLE } from '../../nodes/Clickatell/n8n/trigger/samples';
import { describeRefusal } from '../../nodes/Clickatell/message/refusals';
import { table } from './markdown';

function json(value: unknown): string {
	return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}

/** What the trigger gives for a delivery status. */
export function statusEvent(): string {
	return json(STATUS_SAMPLE);
}

/** What a send gives for each recipient. */
export function sendResult(): string {
	return json(findOperation('message', 'send')?.sample.result);
}

/** The refusals that a user meets first. */
const FREQUENT = ['001', '007', '113', '114', '121', '122', '123', '130', '301', '302'];

/** What the node says to each of the frequent refusals, and what to do. */
export function frequentRefusals(): string {
	const known = ERROR_CODES.filter(({ code }) => FREQUENT.includes(code));
	return table(
		['The node says', 'What to do'],
		known.map(({ code }) => {
			const { sentence, advice } = describeRefusal(code, '');
			return [sentence, advice];
		}),
	);
}
