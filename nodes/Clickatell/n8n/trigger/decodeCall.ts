import {
	type CallbackEvent,
	type CallbackRequest,
	decodeCallback,
	type DecodedCallback,
} from '../../apis/gateway/callbacks';
import { decodePlatformCallback, type PlatformEvent } from '../../apis/platform';
import { looksLikeJson } from '../../apis/platform/callbacks/platformDecode';
import { CALLBACK_LIMITS } from '../../formats/xml/read';
import { PROOF_PARAMETERS } from './authenticity';
import { EXAMPLE_PARAMETER } from './samples';

export type TriggerEvent = CallbackEvent | PlatformEvent;

export type Decoded =
	| { readonly kind: 'probe' }
	/** At least one. */
	| { readonly kind: 'events'; readonly events: readonly TriggerEvent[] }
	/** `reason` is one sentence for whoever reads the answer or the event. */
	| { readonly kind: 'unreadable'; readonly reason: string };

/** Parameters that are the trigger's own: never a field of a callback. */
export const OWN_PARAMETERS: readonly string[] = [...PROOF_PARAMETERS, EXAMPLE_PARAMETER];
const OPTIONS = { ownParameters: OWN_PARAMETERS };

/**
 * What one call says, whether it comes from the SMS gateway or from the Platform. JSON is never the gateway's: nothing
 * that a person writes in a message may be taken for the fields of a form. Of all else the gateway's events come first,
 * so that the Platform's formats take nothing from them. Pure; never throws, whatever it is given.
 */
export function decode(request: CallbackRequest): Decoded {
	if (looksLikeJson(request.body)) {
		const platform = decodePlatformCallback(request, OPTIONS);
		if (platform.kind === 'foreign') return FOREIGN_JSON;
		if (platform.kind === 'events' || request.body.length > CALLBACK_LIMITS.maxBytes) return platform;
		// What only begins like JSON may be a form.
		const gateway = ofGateway(decodeCallback(request, OPTIONS));
		return gateway.kind === 'unreadable' ? platform : gateway;
	}
	const gateway = decodeCallback(request, OPTIONS);
	if (gateway.kind !== 'unreadable' && !isAnonymous(gateway)) return ofGateway(gateway);
	const platform = decodePlatformCallback(request, OPTIONS);
	if (platform.kind === 'foreign') return ofGateway(gateway);
	return gateway.kind === 'unreadable' || isReply(platform) ? platform : ofGateway(gateway);
}

const FOREIGN_JSON: Decoded = {
	kind: 'unreadable',
	reason: 'The call carries JSON that is not a callback of the Clickatell Platform.',
};

function ofGateway(decoded: DecodedCallback): Decoded {
	return 'event' in decoded ? { kind: 'events', events: [decoded.event] } : decoded;
}

/**
 * An inbound message of which only sender and text are there. Where a URL has a parameter `from` of its own, a reply to
 * the SMS API by GET looks like one.
 */
function isAnonymous(decoded: DecodedCallback): boolean {
	return decoded.kind === 'inbound' && decoded.event.messageId === null;
}

function isReply(decoded: ReturnType<typeof decodePlatformCallback>): boolean {
	return decoded.kind === 'events' && decoded.events[0]?.kind === 'inbound';
}
