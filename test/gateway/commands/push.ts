import { type Call, type Command, refuse } from './call';
import type { Content } from './content';
import { readCallOptions, sendToEach } from './send';

/** ind_push (SOAP spec 7.4): tells a handset where its MMS is. */
export const indPush: Command = (call) => {
	const { parameters } = call;
	const needed = ['mms_subject', 'mms_class', 'mms_expire', 'mms_from', 'mms_url'];
	const valid = /^8[0-3]$/.test(parameters.text('mms_class')) && /^\d+$/.test(parameters.text('mms_expire'));
	return push(call, needed, valid, () => {
		const subject = parameters.text('mms_subject');
		return `[MMS notification] ${subject} from ${parameters.text('mms_from')}: ${parameters.text('mms_url')}`;
	});
};

/** si_push: a WAP service indication. */
export const siPush: Command = (call) => {
	const { parameters } = call;
	const action = parameters.text('si_action');
	const valid = action === '' || /^(signal-(none|low|medium|high)|delete)$/.test(action);
	return push(
		call,
		['si_id', 'si_url', 'si_text'],
		valid,
		() =>
			`[Service indication ${parameters.text('si_id')}] ${parameters.text('si_text')}: ${parameters.text('si_url')}`,
	);
};

function push(call: Call, needed: readonly string[], valid: boolean, text: () => string): string[] {
	const options = readCallOptions(call);
	if (typeof options === 'string') return refuse(call.state, options);
	if (!valid || needed.some((name) => call.parameters.text(name) === '')) return refuse(call.state, '101');
	const content: Content = { text: text(), encoding: 'binary', parts: 1 };
	return sendToEach(call, options, () => content, 'always');
}
