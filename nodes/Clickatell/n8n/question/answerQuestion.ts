import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { forgetOldest } from '../../engine/forgetOldest';
import { MACHINE } from '../hostPorts';
import { requestOf } from '../trigger/request';
import { responseOf, watchAnswer, type WebhookResponse } from '../trigger/webhookAnswer';
import { confirmationPage, notePage, questionPage } from './page';
import { openerOf } from './questionLink';
import { readAnswer } from './readAnswer';
import { readQuestion } from './readQuestion';

/** What n8n lets a waiting node answer. */
const ANSWERED_HERE: IWebhookResponseData = { noWebhookResponse: true };

/**
 * Questions whose answer is being handled, in this process, by execution, node and round. A button that is pressed twice sends two
 * answers at once; n8n lets one of them through and gives the other one an error page.
 */
const goingOn = new Map<string, number>();
/** After that long n8n knows itself that the question is closed. */
const GOING_ON_MS = 10_000;
const MOST_GOING_ON = 1000;

function isGoingOn(key: string, now: number): boolean {
	const since = goingOn.get(key);
	return since !== undefined && now - since < GOING_ON_MS;
}

function setHeaders(response: WebhookResponse): void {
	response.setHeader('Cache-Control', 'no-store');
	// The address of the page is the right to answer.
	response.setHeader('Referrer-Policy', 'no-referrer');
	response.setHeader('X-Robots-Tag', 'noindex');
	response.setHeader('X-Content-Type-Options', 'nosniff');
	response.setHeader(
		'Content-Security-Policy',
		"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	);
}

function show(response: WebhookResponse, status: number, content: string): IWebhookResponseData {
	setHeaders(response);
	response.setHeader('Content-Type', 'text/html; charset=utf-8');
	response.status(status).end(content);
	return ANSWERED_HERE;
}

const CLOSED = notePage(
	'Already answered',
	'This question was answered already, or is closed. You do not need to do anything.',
);
const UNREADABLE = notePage(
	'The question cannot be shown',
	'Please tell the person who sent you the link: the question could not be read from the workflow.',
);

/** Called by n8n when a link is opened, or a form is sent. GET shows the question, and only POST answers it. */
export async function answerQuestion(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = responseOf(context);
	const opener = openerOf(context);
	if (opener === undefined) return show(response, 410, CLOSED);
	const { who, round } = opener;
	let question: ReturnType<typeof readQuestion>;
	try {
		question = readQuestion(context);
	} catch (error) {
		context.logger.error(`The question of '${context.getNode().name}' could not be read`, { error });
		return show(response, 500, UNREADABLE);
	}
	if (requestOf(context).method !== 'POST') return show(response, 200, questionPage(question, who));
	const body: unknown = context.getBodyData();
	const answer = readAnswer(question, body);
	if (!answer.ok) return show(response, 400, questionPage(question, who, { ...answer, body }));

	const key = `${context.getExecutionId()} ${context.getNode().id} ${round}`;
	const now = MACHINE.now();
	if (isGoingOn(key, now)) return show(response, 409, CLOSED);
	goingOn.set(key, now);
	if (goingOn.size > MOST_GOING_ON) forgetOldest(goingOn);
	setHeaders(response);
	watchAnswer(response, {
		answered: (isStored) => {
			if (!isStored) goingOn.delete(key);
		},
		closed: () => {},
	});
	const respondedAt = new Date(MACHINE.time()).toISOString();
	return {
		webhookResponse: confirmationPage(question),
		workflowData: [
			[{ json: { data: { ...answer.data, respondedAt }, respondedBy: who }, pairedItem: { item: 0 } }],
		],
	};
}
