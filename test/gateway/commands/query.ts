import { CHARGE_DAYS, type Message, QUERY_DAYS } from '../model';
import { type Call, type Command, credits, refuse } from './call';

const DAY = 86_400_000;

/** querymsg (SOAP spec 5.4). An unknown message id gives status 001, not a refusal, as was recorded. */
export const querymsg: Command = (call) => {
	const { parameters, state } = call;
	const apiMsgId = parameters.text('apimsgid').trim();
	const climsgid = parameters.text('climsgid').trim();
	if (apiMsgId === '' && climsgid === '') return refuse(state, '109');
	if (apiMsgId !== '') {
		const message = own(call, state.messages.get(apiMsgId), QUERY_DAYS);
		return [`ID: ${apiMsgId} Status: ${message?.status ?? '001'}`];
	}
	const found = byClientId(call, climsgid, QUERY_DAYS);
	if (found.length === 0) return refuse(state, '104');
	return found.map((message) => `ID: ${message.apiMsgId} Status: ${message.status}`);
};

/** delmsg (SOAP spec 7.1): stops what is still queued here; for the rest it tells how far it got. */
export const delmsg: Command = (call) => {
	const { parameters, state } = call;
	const apiMsgId = parameters.text('apimsgid').trim();
	const climsgid = parameters.text('climsgid').trim();
	if (apiMsgId === '' && climsgid === '') return refuse(state, '109');
	const one = own(call, state.messages.get(apiMsgId), QUERY_DAYS);
	const found = apiMsgId !== '' ? (one ? [one] : []) : byClientId(call, climsgid, QUERY_DAYS);
	if (found.length === 0) return refuse(state, apiMsgId !== '' ? '103' : '104');
	return found.map((message) => {
		state.messages.cancel(message);
		return `ID: ${message.apiMsgId} Status: ${message.status}`;
	});
};

/** getmsgcharge: what a message younger than fifteen days cost; by its client message ID only where HTTP asks. */
export const getmsgcharge: Command = (call) => {
	const { parameters, state } = call;
	const apiMsgId = parameters.text('apimsgid').trim();
	const climsgid = parameters.text('climsgid').trim();
	if (apiMsgId === '' && climsgid === '') return refuse(state, '109');
	if (apiMsgId === '') {
		const found = byClientId(call, climsgid, CHARGE_DAYS);
		if (found.length === 0) return refuse(state, '104');
		return found.map(
			(message) =>
				`cliMsgId: ${climsgid} charge: ${credits(message.milliCharge)} apiMsgId: ${message.apiMsgId} status: ${message.status}`,
		);
	}
	const message = own(call, state.messages.get(apiMsgId), CHARGE_DAYS);
	if (message === undefined) return refuse(state, '103');
	return [`apiMsgId: ${apiMsgId} charge: ${credits(message.milliCharge)} status: ${message.status}`];
};

/** The newest first, because a server that returns one string returns the newest. */
function byClientId(call: Call, climsgid: string, days: number): Message[] {
	return call.state.messages
		.byClient(call.api.apiId, climsgid)
		.filter((message) => own(call, message, days) !== undefined)
		.reverse();
}

/** The message, if it was sent from this account, is known by now and is not older than `days`. */
function own(call: Call, message: Message | undefined, days: number): Message | undefined {
	if (message === undefined || call.state.apis.get(message.apiId)?.user !== call.account.user)
		return undefined;
	const age = call.state.clock.now() - message.acceptedAt;
	return age >= call.state.pace.known && age < days * DAY ? message : undefined;
}
