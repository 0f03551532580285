import { defined } from '../../../nodes/Clickatell/formats/defined';

/** What the replying server answers: the shape of each service's own replies, made from the request alone. */
export interface Reply {
	readonly status: number;
	readonly contentType: string;
	readonly body: string;
}

const RECIPIENT = /<to>(\d+)<\/to>/g;

function envelope(command: string, returns: readonly string[]): Reply {
	const lines = returns.map((line) => `\t\t\t<return>${line}</return>\n`).join('');
	return {
		status: 200,
		contentType: 'text/xml; charset=utf-8',
		body:
			'<?xml version="1.0" encoding="UTF-8"?>\n' +
			'<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"' +
			' xmlns:ns1="http://api.clickatell.com/soap/document_literal/webservice">\n' +
			`\t<SOAP-ENV:Body>\n\t\t<ns1:${command}Response>\n${lines}\t\t</ns1:${command}Response>\n` +
			'\t</SOAP-ENV:Body>\n</SOAP-ENV:Envelope>\n',
	};
}

let issued = 0;

/** 32 hexadecimal digits, as the gateway's message IDs have, counted up. */
function nextId(): string {
	return (issued++).toString(16).padStart(32, '0');
}

export const SESSION = '0123456789abcdef0123456789abcdef';

/** Numbers that begin so are refused. */
export const REFUSED_PREFIX = '278';

function lineOf(msisdn: string): string {
	return msisdn.startsWith(REFUSED_PREFIX)
		? `ERR: 105, Invalid Destination Address To: ${msisdn}`
		: `ID: ${nextId()} To: ${msisdn}`;
}

/**
 * The document/literal server: `auth`, `ping`, `sendmsg` with one line for each recipient (SOAP spec 5.1, 6.2), and a
 * batch (8).
 */
export function clickatellReply(request: string): Reply {
	const command = /<(?:\w+:)?(\w+)>\s*<(?:session_id|api_id)>/.exec(request)?.[1] ?? '';
	switch (command) {
		case 'auth':
			return envelope(command, [`OK: ${SESSION}`]);
		case 'ping':
			return envelope(command, ['OK: ']);
		case 'startbatch':
			return envelope(command, [`ID: ${nextId()}`]);
		case 'endbatch':
			return envelope(command, ['OK: ']);
		case 'sendmsg':
		case 'senditem':
		case 'quicksend': {
			const to = [...request.matchAll(RECIPIENT)].map(([, msisdn]) => defined(msisdn));
			return envelope(command, to.length === 1 ? [`ID: ${nextId()}`] : to.map(lineOf));
		}
		default:
			return { status: 500, contentType: 'text/plain', body: `no command in ${request.slice(0, 200)}` };
	}
}

/** The HTTP/S API: `auth`, `ping`, and `sendmsg` with one line for each recipient (docs/protocol/http.md#replies). */
export function httpReply(path: string, request: string): Reply {
	const lines = (body: readonly string[]): Reply => ({
		status: 200,
		contentType: 'text/html; charset=UTF-8',
		body: body.join('\n'),
	});
	switch (path) {
		case '/http/auth':
			return lines([`OK: ${SESSION}`]);
		case '/http/ping':
			return lines(['OK:']);
		case '/http/sendmsg': {
			const to = new URLSearchParams(request).get('to')?.split(',') ?? [];
			return lines(to.length === 1 ? [`ID: ${nextId()}`] : to.map(lineOf));
		}
		default:
			return { status: 500, contentType: 'text/plain', body: `no command at ${path}` };
	}
}

/** The Platform's SMS API and One API: everybody is accepted (docs/protocol/platform.md#sms-api). */
export function platformReply(request: string): Reply {
	const { to, messages } = JSON.parse(request) as {
		to?: string[];
		messages?: Array<{ to: string; clientMessageId?: string }>;
	};
	const none = { errorCode: null, error: null, errorDescription: null };
	const body =
		to !== undefined
			? {
					messages: to.map((each) => ({ apiMessageId: nextId(), accepted: true, to: each, ...none })),
					...none,
				}
			: {
					messages: (messages ?? []).map((message) => ({
						apiMessageId: nextId(),
						accepted: true,
						to: message.to,
						...(message.clientMessageId === undefined ? {} : { clientMessageId: message.clientMessageId }),
						error: null,
					})),
					error: null,
				};
	return { status: 202, contentType: 'application/json', body: JSON.stringify(body) };
}

/** Twilio's `Messages.json`, with the fields that its documentation lists. */
export function twilioReply(request: string): Reply {
	const form = new URLSearchParams(request);
	const sid = `SM${nextId()}`;
	const message = {
		account_sid: 'AC0123456789abcdef0123456789abcdef',
		api_version: '2010-04-01',
		body: form.get('Body'),
		date_created: 'Thu, 24 Aug 2023 05:01:45 +0000',
		date_sent: null,
		date_updated: 'Thu, 24 Aug 2023 05:01:45 +0000',
		direction: 'outbound-api',
		error_code: null,
		error_message: null,
		from: form.get('From'),
		messaging_service_sid: null,
		num_media: '0',
		num_segments: '1',
		price: null,
		price_unit: 'USD',
		sid,
		status: 'queued',
		subresource_uris: {
			media: `/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages/${sid}/Media.json`,
		},
		to: form.get('To'),
		uri: `/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages/${sid}.json`,
	};
	return { status: 201, contentType: 'application/json', body: JSON.stringify(message) };
}
