import { refusal } from '../codes';
import type { SendOptions } from '../model';
import { refusalOf } from '../outcomes';
import { type Call, type Command, refuse } from './call';
import { type Content, readContent } from './content';
import { readOptions } from './options';
import { destination, isMsisdn, pricePerPart } from './price';

/** sendmsg (SOAP spec 5.3): one result for one recipient, one with its `To:` for each of several. */
export const sendmsg: Command = (call) => {
	const { parameters, state } = call;
	const options = readCallOptions(call);
	if (typeof options === 'string') return refuse(state, options);
	const content = readContent(parameters.text('text'), parameters.text('data'), options);
	if (typeof content === 'string') return refuse(state, content);
	return sendToEach(call, options, () => content, 'several');
};

/** The options of this call. */
export function readCallOptions({ parameters, server, api, state }: Call): SendOptions | string {
	return readOptions(parameters, server, api.senders, state.clock.now());
}

/**
 * Accepts or refuses each recipient in turn, taking credit a part at a time from the account, so that credit
 * can run out in the middle.
 *
 * @param contentFor what this recipient gets
 * @param naming whether results carry `To:` for every recipient, or only when there are several
 */
export function sendToEach(
	call: Call,
	options: SendOptions,
	contentFor: (to: string) => Content,
	naming: 'always' | 'several',
	batchId = '',
): string[] {
	const recipients = call.parameters.list('to').map((to) => to.trim());
	if (recipients.length === 0) return refuse(call.state, '101');
	if (recipients.length > call.maxRecipients) return refuse(call.state, '101');
	const named = naming === 'always' || recipients.length > 1;
	return recipients.map((given) => {
		const result = sendToOne(call, options, contentFor, given, batchId);
		return named ? `${result} To: ${given}` : result;
	});
}

function sendToOne(
	call: Call,
	options: SendOptions,
	contentFor: (to: string) => Content,
	given: string,
	batchId: string,
): string {
	const { state, account, api } = call;
	const to = destination(given, api.dialPrefix);
	const no = (code: string, detail = '') => refusal(code, state.quirks.errorStyle, detail);
	if (!isMsisdn(to)) return no('105');
	const asked = refusalOf(to);
	if (asked !== undefined) return no(asked, asked === '130' ? String(nextMidnight(state.clock.now())) : '');
	const price = pricePerPart(to);
	if (price === undefined) return no('114');
	if (account.mtLimit !== undefined && account.mtLimit.left <= 0) {
		return no('130', String(account.mtLimit.until));
	}
	const content = contentFor(to);
	const tooExpensive = options.maxCredits !== undefined && price > options.maxCredits * 1000;
	const milliCharge = tooExpensive ? 0 : price * content.parts;
	if (milliCharge > account.milliCredits) return no('301');

	account.milliCredits -= milliCharge;
	if (account.mtLimit !== undefined) account.mtLimit.left -= 1;
	const message = state.messages.accept({
		apiId: api.apiId,
		climsgid: options.climsgid,
		to,
		from: options.from,
		text: content.text,
		udh: options.udh,
		encoding: content.encoding,
		parts: content.parts,
		milliCharge,
		validity: options.validity,
		msgCallback: options.msgCallback,
		command: call.command,
		server: call.server,
		batchId,
		options: options.others,
		delivTime: options.delivTime,
		tooExpensive,
	});
	return `ID: ${message.apiMsgId}`;
}

/** UNIX seconds of the next midnight (UTC), when a daily limit begins again. */
function nextMidnight(now: number): number {
	return (Math.floor(now / 86_400_000) + 1) * 86_400;
}
