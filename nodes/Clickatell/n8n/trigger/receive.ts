import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { type Redactor, redactor } from '../../formats/redact';
import { logFailure } from '../../engine/faultLog';
import type { Ports } from '../../engine/ports';
import {
	ACCEPTED,
	followAnswer,
	type Listener,
	NOT_STORED,
	type Refusal,
	responseOf,
	sendAnswer,
} from './webhookAnswer';
import { rawRequestOf } from './callback';
import { considerCall, type Refused, type Start } from './consider';
import { TAKEN } from './description';
import { Groups } from './groups';
import { doubtAbout } from './reach';
import { forgetConditions, headerOf, NO_BODY, readHead, requestOf } from './request';
import { asText, nodeKeyOf, whereOf } from './settings';

const groups = new Groups();

/**
 * The trigger's webhook: one call to an item for each of its events. It answers a call that starts nothing itself.
 * One that does n8n answers with 200 when it has stored the execution, so that what the gateway does not send
 * again is there whatever becomes of n8n, and with 500 when it could not. Never throws, because n8n would answer 500.
 * What cannot be accepted now gets a status other than 200, and the gateway then calls again later
 * (docs/protocol/callbacks.md#delivery).
 */
export async function receiveCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	let outcome: Refused | Start;
	try {
		outcome = await considerCall(context);
	} catch (error) {
		const secrets = provingValues(context);
		const log: Ports['log'] = (level, words) => context.logger[level](words, whereOf(context));
		logFailure({ log }, 'Clickatell Trigger could not handle a call', error, secrets);
		const body = 'The call could not be handled now. Send it again later.';
		outcome = { refusal: { status: 503, body, why: secrets.words(messageOf(error)) }, isRead: false };
	}
	if ('refusal' in outcome) return refuse(context, outcome);
	if (context.getMode() === 'manual') return startTest(context, outcome);
	return outcome.isGrouped ? await startTogether(context, outcome) : startAlone(context, outcome);
}

/** What proves the call, wherever it carries that: an exception may repeat it. */
function provingValues(context: IWebhookFunctions): Redactor {
	const req = requestOf(context);
	const { query } = readHead(req);
	const pathSecret = asText(context.getParamsData(), 'secret');
	return redactor([
		headerOf(req, 'authorization'),
		pathSecret,
		query,
		...new URLSearchParams(query).values(),
	]);
}

function refuse(context: IWebhookFunctions, { refusal, isRead }: Refused): IWebhookResponseData {
	answer(context, refusal, isRead);
	if (context.getMode() !== 'manual' || refusal.status === 200) return { noWebhookResponse: true };
	// Whoever builds the workflow would else wait for an event that was refused.
	const item: IDataObject = {
		kind: 'refused',
		answer: refusal.status,
		reason: refusal.why === undefined ? refusal.body : `The call was refused: ${refusal.why}.`,
		rawRequest: refusal.rawRequest ?? rawRequestOf({ ...readHead(requestOf(context)), body: NO_BODY }),
	};
	return { noWebhookResponse: true, workflowData: [[{ json: item }]] };
}

/** A browser may have sent it: whoever looks at the answer there is told what Clickatell would find. */
function startTest(context: IWebhookFunctions, { items }: Start): IWebhookResponseData {
	const doubt = doubtAbout(context.getNodeWebhookUrl('default') ?? '');
	answer(context, doubt === undefined ? ACCEPTED : { status: 200, body: `${TAKEN}\n\n${doubt}.\n` }, true);
	return { noWebhookResponse: true, workflowData: [items] };
}

function startAlone(context: IWebhookFunctions, { items, intake }: Start): IWebhookResponseData {
	awaitAnswer(context, {
		answered: (isStored) => (isStored ? intake?.stored() : intake?.failed()),
		closed: () => intake?.failed(),
	});
	return { workflowData: [items] };
}

/** n8n answers one call of a group; the others wait for that answer, and get the same of us. */
async function startTogether(
	context: IWebhookFunctions,
	{ items, intake }: Start,
): Promise<IWebhookResponseData> {
	const group = await groups.join(nodeKeyOf(context), {
		items,
		settled: (isStored, isLeader) => {
			if (isStored) intake?.stored();
			else intake?.failed();
			if (!isLeader) answer(context, isStored ? ACCEPTED : NOT_STORED, true);
		},
	});
	if (group === 'joined') {
		responseOf(context).once('close', () => intake?.failed());
		return { noWebhookResponse: true };
	}
	awaitAnswer(context, {
		answered: (isStored) => group.settle(isStored),
		closed: () => intake?.failed(),
	});
	return { workflowData: [[...group.items]] };
}

function answer(context: IWebhookFunctions, refusal: Refusal, isRead: boolean): void {
	try {
		sendAnswer(responseOf(context), refusal, isRead);
	} catch (error) {
		context.logger.debug(`Clickatell Trigger could not answer: ${messageOf(error)}`);
	}
}

/** Lets n8n answer when it has stored the execution. */
function awaitAnswer(context: IWebhookFunctions, listener: Listener): void {
	try {
		forgetConditions(requestOf(context));
		followAnswer(responseOf(context), listener);
	} catch (error) {
		listener.answered(false);
		context.logger.debug(`Clickatell Trigger could not prepare the answer: ${messageOf(error)}`);
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : 'unknown reason';
}
