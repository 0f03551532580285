import type { Gateway } from '../../gateway';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** What an open inbox page is told first. */
export async function seeInbox<State>(gateway: Gateway, query = ''): Promise<State> {
	const response = await fetch(`${gateway.url}/_gateway/events${query}`);
	const reader = defined(response.body).getReader();
	let text = '';
	while (!text.endsWith('\n\n')) {
		const { value } = (await reader.read()) as { value: Uint8Array };
		text += Buffer.from(value).toString('utf8');
	}
	await reader.cancel();
	return JSON.parse(text.replace(/^data: /, '')) as State;
}
