import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import {
	type CallbackEvent,
	type CallbackRequest,
	decodeCallback,
	mendQuery,
} from '../../protocol/callbacks';
import { isInRanges, readAddressList } from './addresses';
import {
	type CallbackLogin,
	carriesProof,
	checkProof,
	OWN_PARAMETERS,
	type Proof,
	type Verdict,
	withoutProof,
} from './authenticity';
import { DuplicateMemory } from './duplicates';
import { isWanted } from './filter';
import { headerOf, readRequest, type WebhookRequest } from './request';
import { readSettings, type TriggerSettings } from './settings';
import { simplified } from './simplify';

/** What a call gets: the answer, and the item that starts the workflow, if it does. */
interface Outcome {
	status: 200 | 400 | 401 | 403 | 408 | 413 | 503;
	body: string;
	item?: IDataObject;
}

/** What is used of n8n's response object, which is Express's. */
interface WebhookResponse {
	setHeader(name: string, value: string): unknown;
	status(code: number): WebhookResponse;
	type(contentType: string): WebhookResponse;
	end(body: string): unknown;
}

const ACCEPTED: Outcome = { status: 200, body: 'OK' };

const CREDENTIAL = 'clickatellCallbackApi';

const memory = new DuplicateMemory();

/**
 * The trigger's webhook: one call of the gateway to at most one item. Answers by itself, before n8n starts the
 * workflow, so that the gateway never waits for an execution; and never throws, because n8n would answer 500. What
 * cannot be accepted now gets a status other than 200, and the gateway then calls again later (SOAP spec 6.2.5).
 */
export async function receiveCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	let outcome: Outcome;
	try {
		outcome = await considerCall(context);
	} catch (error) {
		context.logger.error(`Clickatell Trigger could not handle a call: ${messageOf(error)}`, whereOf(context));
		outcome = { status: 503, body: 'The call could not be handled just now. Send it again later.' };
	}
	sendAnswer(context, outcome);
	return {
		noWebhookResponse: true,
		...(outcome.item !== undefined && { workflowData: [[{ json: outcome.item }]] }),
	};
}

async function considerCall(context: IWebhookFunctions): Promise<Outcome> {
	const settings = readSettings(context);
	const req = context.getRequestObject() as WebhookRequest;
	const reading = await readRequest(req);
	if (!reading.ok) return { status: reading.status, body: reading.reason };
	const { request } = reading;
	const proof: Proof = {
		authorization: headerOf(req, 'authorization'),
		query: mendQuery(request.query, OWN_PARAMETERS),
		body: request.body,
		pathSecret: asText(context.getParamsData(), 'secret'),
	};
	// The gateway probes a URL when it is saved, from wherever and possibly without the login: nothing is started.
	const isBare = request.body.length === 0 && !carriesProof(proof);
	if (isBare && decode(request).kind === 'probe') return ACCEPTED;

	const verdict = await checkCall(context, settings, proof, req.ip ?? '');
	if (!verdict.ok) {
		context.logger.warn(`Clickatell Trigger refused a call: ${verdict.why}`, {
			...whereOf(context),
			address: printable(req.ip ?? ''),
		});
		return { status: verdict.status, body: 'This call is not allowed.' };
	}
	return considerDecoded(context, settings, request);
}

function considerDecoded(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	request: CallbackRequest,
): Outcome {
	const decoded = decode(request);
	switch (decoded.kind) {
		case 'probe':
			return ACCEPTED;
		case 'unreadable':
			if (!settings.startOnUnreadable) return { status: 400, body: decoded.reason };
			return {
				...ACCEPTED,
				item: { kind: 'unreadable', reason: decoded.reason, rawRequest: rawRequestOf(request) },
			};
		case 'status':
		case 'inbound': {
			const { event } = decoded;
			if (!isWanted(event, settings)) return ACCEPTED;
			if (!settings.startOnRepeats && isRepeated(context, event)) return ACCEPTED;
			const raw = settings.includeRawRequest && { rawRequest: rawRequestOf(request) };
			return { ...ACCEPTED, item: { ...(settings.simplify ? simplified(event) : event), ...raw } };
		}
	}
}

function decode(request: CallbackRequest) {
	return decodeCallback(request, { ownParameters: OWN_PARAMETERS });
}

async function checkCall(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	proof: Proof,
	address: string,
): Promise<Verdict> {
	const allowed = readAddressList(settings.allowedAddresses);
	if (!allowed.ok) return { ok: false, status: 403, why: allowed.reason };
	if (allowed.ranges.length > 0 && !isInRanges(address, allowed.ranges)) {
		return { ok: false, status: 403, why: 'its source address is not among the allowed ones' };
	}
	if (context.getNode().credentials?.[CREDENTIAL] === undefined) return { ok: true };
	const credential = await context.getCredentials(CREDENTIAL);
	const login: CallbackLogin = {
		user: asText(credential, 'user') ?? '',
		password: asText(credential, 'password') ?? '',
		secret: asText(credential, 'secret') ?? '',
	};
	return checkProof(login, proof, settings.loginAsParameters);
}

/** While a workflow is built, the same callback is sent again and again on purpose. */
function isRepeated(context: IWebhookFunctions, event: CallbackEvent): boolean {
	if (context.getMode() === 'manual') return false;
	return memory.isRepeated(`${context.getWorkflow().id}/${context.getNode().id}`, event.dedupeKey);
}

/** The request for safe-keeping: bytes as Base64, without the values that prove a call. */
function rawRequestOf({ method, query, contentType, body }: CallbackRequest): IDataObject {
	const isForm = !/^\s*</.test(body.subarray(0, 64).toString());
	const kept = isForm
		? withoutProof(Buffer.from(body).toString('latin1'))
		: Buffer.from(body).toString('latin1');
	return {
		method,
		query: withoutProof(mendQuery(query, OWN_PARAMETERS)),
		contentType: contentType ?? null,
		bodyBase64: Buffer.from(kept, 'latin1').toString('base64'),
	};
}

function sendAnswer(context: IWebhookFunctions, { status, body }: Outcome): void {
	try {
		const response = context.getResponseObject() as WebhookResponse;
		if (status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="Clickatell callbacks"');
		if (status === 408 || status === 413) response.setHeader('Connection', 'close');
		// Not Express's send(), which would answer 304 to a caller that has seen the answer before.
		response.setHeader('X-Content-Type-Options', 'nosniff');
		response.status(status).type('text/plain').end(body);
	} catch (error) {
		// The caller has hung up. An accepted event still starts the workflow: it is remembered as seen.
		context.logger.debug(`Clickatell Trigger could not answer: ${messageOf(error)}`);
	}
}

function whereOf(context: IWebhookFunctions): IDataObject {
	return { workflowId: context.getWorkflow().id ?? null, node: context.getNode().name };
}

function asText(holder: unknown, key: string): string | undefined {
	const value: unknown = (holder as Record<string, unknown> | undefined | null)?.[key];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** An address may be what a proxy passed on; it must not forge a log line. */
function printable(address: string): string {
	return address.slice(0, 64).replace(/[^0-9A-Za-z.:%-]/g, '?');
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : 'unknown reason';
}
