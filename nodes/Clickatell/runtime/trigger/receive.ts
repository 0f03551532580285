import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { type CallbackRequest, decodeCallback, mendQuery } from '../../protocol/callbacks';
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
import { TAKEN } from './description';
import { DuplicateMemory, type Intake } from './duplicates';
import { isWanted } from './filter';
import { headerOf, readRequest, type WebhookRequest } from './request';
import { readSettings, type TriggerSettings } from './settings';
import { simplified } from './simplify';

/** What a call gets when it starts nothing. */
interface Refusal {
	status: 200 | 400 | 401 | 403 | 408 | 413 | 503;
	body: string;
}

/** What starts the workflow. */
interface Start {
	item: IDataObject;
	/** Told what became of it, where repetitions are left out. */
	intake?: Intake;
}

type Outcome = Refusal | Start;

/** What is used of n8n's response object, which is Express's. */
interface WebhookResponse {
	readonly statusCode: number;
	/** The answer has gone out, or the caller has hung up. */
	readonly closed: boolean;
	once(event: 'finish' | 'close', listener: () => void): unknown;
	setHeader(name: string, value: string): unknown;
	status(code: number): WebhookResponse;
	type(contentType: string): WebhookResponse;
	end(body: string): unknown;
}

const ACCEPTED: Refusal = { status: 200, body: TAKEN };
const STILL_BEING_TAKEN: Refusal = {
	status: 503,
	body: 'The same event is still being taken. Send it again later.',
};

const CREDENTIAL = 'clickatellCallbackApi';

const memory = new DuplicateMemory();

/**
 * The trigger's webhook: one call of the gateway to at most one item. A call that starts nothing it answers by
 * itself. One that does n8n answers with 200 when it has stored the execution, so that what the gateway does not send
 * again is there whatever becomes of n8n, and with 500 when it could not. Never throws, because n8n would answer 500.
 * What cannot be accepted now gets a status other than 200, and the gateway then calls again later
 * (docs/protocol/callbacks.md#delivery).
 */
export async function receiveCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	let outcome: Outcome;
	try {
		outcome = await considerCall(context);
	} catch (error) {
		context.logger.error(`Clickatell Trigger could not handle a call: ${messageOf(error)}`, whereOf(context));
		outcome = { status: 503, body: 'The call could not be handled just now. Send it again later.' };
	}
	if ('item' in outcome) {
		awaitAnswer(context, outcome);
		return { workflowData: [[{ json: outcome.item }]] };
	}
	sendAnswer(context, outcome);
	return { noWebhookResponse: true };
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
	return await considerDecoded(context, settings, request);
}

async function considerDecoded(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	request: CallbackRequest,
): Promise<Outcome> {
	const decoded = decode(request);
	switch (decoded.kind) {
		case 'probe':
			return ACCEPTED;
		case 'unreadable':
			if (!settings.startOnUnreadable) return { status: 400, body: decoded.reason };
			return { item: { kind: 'unreadable', reason: decoded.reason, rawRequest: rawRequestOf(request) } };
		case 'status':
		case 'inbound': {
			const { event } = decoded;
			if (!isWanted(event, settings)) return ACCEPTED;
			const itemOf = (): IDataObject => ({
				...(settings.simplify ? simplified(event) : event),
				...(settings.includeRawRequest && { rawRequest: rawRequestOf(request) }),
			});
			// While a workflow is built, the same callback is sent again and again on purpose.
			if (settings.startOnRepeats || context.getMode() === 'manual') return { item: itemOf() };
			const node = `${context.getWorkflow().id}/${context.getNode().id}`;
			const intake = await memory.take(node, event.dedupeKey);
			if (intake === 'repeated') return ACCEPTED;
			return intake === 'late' ? STILL_BEING_TAKEN : { item: itemOf(), intake };
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

function sendAnswer(context: IWebhookFunctions, { status, body }: Refusal): void {
	try {
		const response = context.getResponseObject() as WebhookResponse;
		if (status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="Clickatell callbacks"');
		if (status === 408 || status === 413) response.setHeader('Connection', 'close');
		setHeaders(response);
		// Not Express's send(), which would answer 304 to a caller that has seen the answer before.
		response.status(status).end(body);
	} catch (error) {
		context.logger.debug(`Clickatell Trigger could not answer: ${messageOf(error)}`);
	}
}

/**
 * Prepares n8n's answer, and follows what becomes of it: an event that n8n could not store is forgotten, so that its
 * repetition counts. Of a caller that has hung up nobody knows what it saw; its event is stored all the same.
 */
function awaitAnswer(context: IWebhookFunctions, { intake }: Start): void {
	try {
		const response = context.getResponseObject() as WebhookResponse;
		if (response.closed) {
			intake?.stored();
			return;
		}
		setHeaders(response);
		response.once('finish', () => {
			if (response.statusCode !== 200) intake?.failed();
		});
		response.once('close', () => intake?.stored());
	} catch (error) {
		intake?.stored();
		context.logger.debug(`Clickatell Trigger could not prepare the answer: ${messageOf(error)}`);
	}
}

function setHeaders(response: WebhookResponse): void {
	response.setHeader('X-Content-Type-Options', 'nosniff');
	response.type('text/plain');
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
