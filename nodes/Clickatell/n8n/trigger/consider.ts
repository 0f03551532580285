import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import type { CallbackRequest } from '../../apis/gateway/callbacks';
import { admit, proofRedactor } from './admission';
import { ACCEPTED, type Refusal, STILL_BEING_TAKEN } from './webhookAnswer';
import { carriesProof, type Denial, type Proof } from './authenticity';
import { mended, rawRequestOf } from './callback';
import { decode, type TriggerEvent } from './decodeCall';
import { DuplicateMemory, type Intake } from './duplicates';
import { isWanted } from './filter';
import { withMedia, type WithMedia } from './media';
import { announcesBody, headerOf, NO_BODY, readBody, readHead, requestOf } from './request';
import { exampleCall } from './samples';
import { asText, nodeKeyOf, readSettings, type TriggerSettings, whereOf } from './settings';
import { simplified } from './simplify';
import { defined } from '../../formats/defined';

/** What starts the workflow. */
export interface Start {
	/** At least one. */
	items: INodeExecutionData[];
	/** Told what became of it, where repetitions are left out. */
	intake?: Intake;
	/** Starts it together with others that come meanwhile. */
	isGrouped?: boolean;
}

/** What starts nothing, and what the caller is told. */
export interface Refused {
	refusal: Refusal;
	/** Whether all of the call was read. */
	isRead: boolean;
}

const memory = new DuplicateMemory();

/** What is to become of a call. Its body is read when all else that it must carry is there. */
export async function considerCall(context: IWebhookFunctions): Promise<Refused | Start> {
	const settings = readSettings(context);
	const req = requestOf(context);
	const head = readHead(req);
	const hasBody = announcesBody(req);
	const proof: Proof = {
		authorization: headerOf(req, 'authorization'),
		query: mended(head.query),
		body: NO_BODY,
		pathSecret: asText(context.getParamsData(), 'secret'),
	};
	if (!hasBody && decode({ ...head, body: NO_BODY }).kind === 'probe') {
		const example = context.getMode() === 'manual' ? exampleCall(head) : undefined;
		if (example !== undefined) {
			const decoded = decode(example);
			if (decoded.kind === 'events') {
				return { items: await itemsOf(context, decoded.events, settings, example) };
			}
		}
		// The gateway probes a URL when it is saved, from wherever and possibly without the login: nothing is started.
		if (!carriesProof(proof)) return { refusal: ACCEPTED, isRead: true };
	}

	const address = req.ip ?? '';
	const verdict = await admit(context, settings, proof, address);
	// Only the login can still come, as parameters of a form.
	const awaitsLogin = !verdict.ok && verdict.status === 401 && settings.loginAsParameters && hasBody;
	if (!verdict.ok && !awaitsLogin) return notAllowed(context, verdict, address, !hasBody);
	const reading = await readBody(req);
	if (!reading.ok) return { refusal: reading.refusal, isRead: false };
	const { body } = reading;
	if (awaitsLogin) {
		const second = await admit(context, settings, { ...proof, body }, address);
		if (!second.ok) return notAllowed(context, second, address, true);
	}
	return await considerRead(context, settings, { ...head, body });
}

async function considerRead(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	request: CallbackRequest,
): Promise<Refused | Start> {
	const decoded = decode(request);
	switch (decoded.kind) {
		case 'probe':
			return { refusal: ACCEPTED, isRead: true };
		case 'unreadable': {
			const isKept = settings.startOnUnreadable || context.getMode() === 'manual';
			const secrets = isKept ? await proofRedactor(context, settings) : undefined;
			const rawRequest = rawRequestOf(request, secrets);
			if (settings.startOnUnreadable) {
				return { items: [{ json: { kind: 'unreadable', reason: decoded.reason, rawRequest } }] };
			}
			return { refusal: { status: 400, body: decoded.reason, rawRequest }, isRead: true };
		}
		case 'events': {
			const wanted = decoded.events.filter((event) => isWanted(event, settings));
			if (wanted.length === 0) return { refusal: ACCEPTED, isRead: true };
			const isGrouped = settings.groupEvents && context.getMode() !== 'manual';
			// While a workflow is built, the same callback is sent again and again on purpose.
			if (settings.startOnRepeats || context.getMode() === 'manual') {
				return { items: await itemsOf(context, wanted, settings, request), isGrouped };
			}
			const keys = wanted.map(({ dedupeKey }) => dedupeKey);
			const taken = await memory.takeAll(nodeKeyOf(context), keys);
			if (taken === 'late') return { refusal: STILL_BEING_TAKEN, isRead: true };
			const { places, intake } = taken;
			if (places.length === 0) return { refusal: ACCEPTED, isRead: true };
			const events = places.map((place) => defined(wanted[place]));
			let isMade = false;
			try {
				const items = await itemsOf(context, events, settings, request);
				isMade = true;
				return { items, isGrouped, intake };
			} finally {
				if (!isMade) intake.failed();
			}
		}
	}
}

async function itemsOf(
	context: IWebhookFunctions,
	events: readonly TriggerEvent[],
	settings: TriggerSettings,
	request: CallbackRequest,
): Promise<INodeExecutionData[]> {
	const raw = settings.includeRawRequest && { rawRequest: rawRequestOf(request) };
	const all: WithMedia[] = settings.downloadMedia
		? await withMedia(context, events)
		: events.map((event) => ({ event }));
	return all.map(({ event, ...media }) => ({
		json: { ...(settings.simplify ? simplified(event) : event), ...raw },
		...media,
	}));
}

function notAllowed(
	context: IWebhookFunctions,
	{ status, why, wayOut }: Denial,
	address: string,
	isRead: boolean,
): Refused {
	context.logger.warn(`Clickatell Trigger refused a call: ${why}`, {
		...whereOf(context),
		address: printable(address),
	});
	return { refusal: { status, body: 'This call is not allowed.', why: `${why}. ${wayOut}` }, isRead };
}

/** An address may be what a proxy passed on; it must not forge a log line. */
function printable(address: string): string {
	return address.slice(0, 64).replace(/[^0-9A-Za-z.:%-]/g, '?');
}
