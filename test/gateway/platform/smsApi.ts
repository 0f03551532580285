import { gsmParts, outsideGsm, ucs2Parts } from '../gsm';
import { refusalOf, SMS_ERRORS, SMS_STATUSES, smsStatusOf } from './codes';
import { MAX_SMS_RECIPIENTS, PRICE, VALIDITY_MINUTES } from './model';
import {
	digitsOf,
	type PlatformReply,
	type PlatformRequest,
	type PlatformWorld,
	readSchedule,
	valueOf,
} from './world';
import { defined } from '../defined';

interface Entry {
	apiMessageId: string | null;
	accepted: boolean;
	to: string;
	errorCode?: number | null;
	error: string | null;
	errorDescription?: string | null;
}

export function partsOf(text: string): number {
	return outsideGsm(text).length === 0 ? gsmParts(text) : ucs2Parts(text);
}

function errorFields({ quirks }: PlatformWorld, code: number | undefined, words?: string) {
	const known = code === undefined ? undefined : SMS_ERRORS[code];
	const error = words ?? known?.[0] ?? 'Malformed request.';
	if (quirks.smsErrors === 'bare') return { error };
	return { errorCode: code ?? null, error, errorDescription: known?.[1] ?? null };
}

/** A request that is refused as a whole. Numbers are known for a few reasons only; the others come without. */
export function smsFailure(world: PlatformWorld, code: number | undefined, words?: string): PlatformReply {
	return {
		status: world.quirks.smsRefusalStatus,
		body: { messages: [], ...errorFields(world, code, words) },
	};
}

/** Too many calls: which form the SMS API gives to it is not known, HTTP 429 is what a client met. */
export function smsRateLimit(world: PlatformWorld): PlatformReply {
	return { ...smsFailure(world, undefined, 'Rate limit'), status: 429 };
}

/** `POST /messages`: one text to at most 200 numbers. */
export function sendSms(world: PlatformWorld, request: PlatformRequest): PlatformReply {
	const { integration, body } = request;
	const asked = valueOf(body, 'to');
	const content = valueOf(body, 'content');
	const from = valueOf(body, 'from');
	const schedule = valueOf(body, 'scheduledDeliveryTime');
	const validity = valueOf(body, 'validityPeriod');
	if (!Array.isArray(asked) || typeof content !== 'string' || content === '') {
		return smsFailure(world, undefined);
	}
	if (asked.length === 0 || asked.length > MAX_SMS_RECIPIENTS) {
		return smsFailure(world, undefined, 'Too many or no recipients.');
	}
	if (schedule !== undefined && Number.isNaN(readSchedule(schedule))) return smsFailure(world, undefined);
	if (from !== undefined && integration.twoWayNumbers.length === 0) return smsFailure(world, 607);
	if (integration.twoWayNumbers.length > 0 && !integration.twoWayNumbers.includes(String(from))) {
		return smsFailure(world, 106);
	}
	const entries = asked.map((to: unknown): Entry => {
		const refused = refusalFor(world, request, to, content);
		const digits = digitsOf(to) ?? String(to);
		if (refused !== undefined) {
			return { apiMessageId: null, accepted: false, to: digits, ...errorFields(world, refused) };
		}
		const account = world.portal.accountOf(integration);
		const parts = partsOf(content);
		account.milliBalance -= PRICE.sms * parts;
		const clientMessageId = valueOf(body, 'clientMessageId');
		const message = world.messages.accept({
			integrationId: integration.id,
			channel: 'sms',
			to: digits,
			from: typeof from === 'string' ? from : '',
			text: content,
			sent: body as Record<string, unknown>,
			clientMessageId: typeof clientMessageId === 'string' ? clientMessageId : '',
			parts,
			milliCharge: PRICE.sms * parts,
			validity: typeof validity === 'number' ? validity : VALIDITY_MINUTES,
			...(schedule === undefined ? {} : { scheduledFor: readSchedule(schedule) }),
		});
		const none =
			world.quirks.smsErrors === 'bare'
				? { error: null }
				: { errorCode: null, error: null, errorDescription: null };
		return { apiMessageId: message.id, accepted: true, to: digits, ...none };
	});
	if (world.quirks.order === 'reversed') entries.reverse();
	const none =
		world.quirks.smsErrors === 'bare'
			? { error: null }
			: { errorCode: null, error: null, errorDescription: null };
	return {
		status: 202,
		body: { messages: entries, ...none },
		accepted: entries.filter(({ accepted }) => accepted).length,
	};
}

/** Number of the error that refuses one recipient. What a sandbox answers to others is not known: 105 is our reading. */
function refusalFor(
	world: PlatformWorld,
	{ integration }: PlatformRequest,
	to: unknown,
	content: string,
): number | undefined {
	const digits = digitsOf(to);
	if (digits === undefined) return 105;
	if (integration.testPhones !== undefined && !integration.testPhones.includes(digits)) return 105;
	const fate = refusalOf(digits);
	if (fate === 20) return 301;
	if (fate !== undefined) return 105;
	const price = PRICE.sms * partsOf(content);
	return world.portal.accountOf(integration).milliBalance < price ? 301 : undefined;
}

/** `GET /messages/http/send`: the same for one number, the key among the parameters. */
export function sendSmsByGet(world: PlatformWorld, request: PlatformRequest): PlatformReply {
	const { apiKey: _, to = '', ...rest } = request.query;
	return sendSms(world, { ...request, body: { ...rest, to: [to] } });
}

/** `GET /public-client/message/status`; what else than `status` it answers is not known. */
export function getSmsStatus(world: PlatformWorld, { query, integration }: PlatformRequest): PlatformReply {
	const message = world.messages.get(query.messageId ?? '');
	const known = message?.integrationId === integration.id ? message : undefined;
	return {
		status: 200,
		body: {
			messageId: query.messageId ?? '',
			status: defined(SMS_STATUSES[smsStatusOf(known?.status ?? 1)]),
		},
	};
}
