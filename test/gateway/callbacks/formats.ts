import type { CallbackSettings, CallbackType } from '../model';
import { escape } from '../soap/envelope';
import { defined } from '../defined';

/** A status callback's fields, every one as it is written on the wire. */
export interface StatusFields {
	apiId: string;
	apiMsgId: string;
	cliMsgId: string;
	to: string;
	from: string;
	/** UNIX seconds. */
	timestamp: string;
	status: string;
	/** Credits with six digits. */
	charge: string;
}

/** An inbound message's fields; `text` is still characters, written out in `charset`. */
export interface InboundFields {
	apiId: string;
	moMsgId: string;
	from: string;
	to: string;
	/** `YYYY-MM-DD HH:MM:SS` in GMT+2. */
	timestamp: string;
	text: string;
	charset: Charset;
	udh: string;
}

export type Charset = 'ISO-8859-1' | 'windows-1252' | 'UTF-8' | 'UTF-16BE' | '';

/** Ways in which a callback can be odd or wrong. */
export interface CallbackVariant {
	/** What is broken in it. */
	malformed?: (typeof MALFORMED)[number];
	/** XML and SOAP: `data` stands inside double quotes, as in the document's GET sample. */
	quoted?: boolean;
	/** XML and SOAP by POST: the document itself is the body, with no `data=`. */
	rawBody?: boolean;
	/** Replaces the Content-Type of a POST. */
	contentType?: string;
	/** Inbound by HTTP: the text's bytes are taken for Latin-1 and encoded once more, as some senders do. */
	doubleEncoded?: boolean;
	/** Leaves these fields out. */
	without?: string[];
}

export const MALFORMED = ['cut', 'no-id', 'no-status', 'bad-percent', 'empty-data', 'not-xml'] as const;

export interface CallbackRequest {
	method: 'GET' | 'POST';
	url: string;
	headers: Record<string, string>;
	body: Buffer;
}

type Pair = [name: string, value: Buffer];

/** Writes a status callback in one of the six formats (SOAP spec 6.2.5). */
export function statusRequest(
	settings: CallbackSettings,
	fields: StatusFields,
	variant: CallbackVariant = {},
): CallbackRequest {
	const { apiId, apiMsgId, cliMsgId, timestamp, to, from, status, charge } = fields;
	const hidden = new Set(variant.without ?? []);
	if (variant.malformed === 'no-id') hidden.add('apiMsgId').add('apimsgid').add('cliMsgId').add('climsgid');
	if (variant.malformed === 'no-status') hidden.add('status');
	const visible = (entries: Array<[string, string]>) => entries.filter(([name]) => !hidden.has(name));
	if (settings.type.startsWith('http')) {
		const entries = visible(
			Object.entries({ api_id: apiId, apiMsgId, cliMsgId, timestamp, to, from, status, charge }),
		);
		return request(settings, entries.map(utf8Pair), variant);
	}
	if (settings.type.startsWith('xml')) {
		const entries = visible(Object.entries({ apiMsgId, cliMsgId, timestamp, to, from, charge, status }));
		const xml = `<?xml version="1.0"?>\n<callback>\n${elements(entries, '\n')}</callback>\n`;
		return request(settings, [['data', dataOf(Buffer.from(xml), variant)]], variant);
	}
	const typed: Array<[string, string, string]> = [
		['api_id', 'int', apiId],
		['apimsgid', 'string', apiMsgId],
		['climsgid', 'string', cliMsgId],
		['to', 'string', to],
		['from', 'string', from],
		['timestamp', 'int', timestamp],
		['status', 'int', status],
		['charge', 'float', charge],
	];
	const shown = typed.filter(([name]) => !hidden.has(name));
	return request(
		settings,
		[['data', dataOf(soapPacket('mt_callback', 'mt_callback', shown), variant)]],
		variant,
	);
}

/** Writes an inbound message: HTTP and XML as recorded, SOAP as the two-way guide has it (11.3.5). */
export function inboundRequest(
	settings: CallbackSettings,
	fields: InboundFields,
	variant: CallbackVariant = {},
): CallbackRequest {
	const { apiId, moMsgId, from, to, timestamp, text, charset, udh } = fields;
	const hidden = new Set(variant.without ?? []);
	if (charset === '') hidden.add('charset');
	if (variant.malformed === 'no-id') hidden.add('moMsgId');
	const agent = { 'user-agent': 'Clickatell MO Callback' };
	if (settings.type.startsWith('http')) {
		const entries: Array<[string, string]> =
			settings.type === 'http-get'
				? Object.entries({ api_id: apiId, from, to, timestamp, text, charset, udh, moMsgId })
				: Object.entries({ api_id: apiId, from, timestamp, text, charset, udh, moMsgId, to });
		const pairs = entries
			.filter(([name]) => !hidden.has(name))
			.map(([name, value]): Pair => {
				if (name !== 'text') return utf8Pair([name, value]);
				const bytes = encodeText(value, charset);
				return [name, variant.doubleEncoded ? Buffer.from(bytes.toString('latin1'), 'utf8') : bytes];
			});
		return request(settings, pairs, variant, agent);
	}
	const shown = (entries: object): Array<[string, string]> =>
		Object.entries(entries).filter(([name]) => !hidden.has(name)) as Array<[string, string]>;
	const document = settings.type.startsWith('xml')
		? latin1(
				'<?xml version="1.0" encoding="ISO-8859-1"?>\n<clickmo>\n' +
					`${elements(shown({ api_id: apiId, moMsgId, from, to, timestamp, text, charset, udh }), '\n')}</clickmo>\n`,
			)
		: soapPacket(
				'mo_callback',
				'clickatell_mo',
				shown({ api_id: apiId, from, to, timestamp, charset, udh, text, moMsgId }).map(([name, value]) => [
					name.toLowerCase(),
					name === 'api_id' ? 'int' : 'string',
					value,
				]),
			);
	return request(settings, [['data', dataOf(document, variant)]], variant, agent);
}

/** The empty request that tests a callback URL when it is saved. */
export function probeRequest(settings: CallbackSettings): CallbackRequest {
	const post = settings.type.endsWith('post');
	return {
		method: post ? 'POST' : 'GET',
		url: settings.url,
		headers: {
			...authorization(settings),
			...(post ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
		},
		body: Buffer.alloc(0),
	};
}

function request(
	settings: CallbackSettings,
	pairs: Pair[],
	variant: CallbackVariant,
	headers: Record<string, string> = {},
): CallbackRequest {
	let form = pairs.map(([name, value]) => `${name}=${urlencode(value)}`).join('&');
	if (variant.malformed === 'bad-percent') form += '&x=%ZZ%';
	const common = { ...headers, ...authorization(settings) };
	if (isGet(settings.type)) {
		const joint = settings.url.includes('?') ? '&' : '?';
		return { method: 'GET', url: `${settings.url}${joint}${form}`, headers: common, body: Buffer.alloc(0) };
	}
	const raw = variant.rawBody && !settings.type.startsWith('http') ? defined(pairs[0])[1] : undefined;
	const contentType =
		variant.contentType ?? (raw === undefined ? 'application/x-www-form-urlencoded' : 'text/xml');
	return {
		method: 'POST',
		url: settings.url,
		headers: { ...common, 'content-type': contentType },
		body: raw ?? Buffer.from(form, 'latin1'),
	};
}

function isGet(type: CallbackType): boolean {
	return type.endsWith('get');
}

function authorization({ user, password }: CallbackSettings): Record<string, string> {
	if (user === undefined && password === undefined) return {};
	return { authorization: `Basic ${Buffer.from(`${user ?? ''}:${password ?? ''}`).toString('base64')}` };
}

function dataOf(document: Buffer, variant: CallbackVariant): Buffer {
	if (variant.malformed === 'empty-data') return Buffer.alloc(0);
	if (variant.malformed === 'not-xml') return Buffer.from('this is not XML');
	const whole = variant.malformed === 'cut' ? document.subarray(0, document.length >> 1) : document;
	return variant.quoted ? Buffer.concat([Buffer.from('"'), whole, Buffer.from('"')]) : whole;
}

function soapPacket(
	name: string,
	namespace: string,
	typed: ReadonlyArray<readonly [string, string, string]>,
): Buffer {
	const children = typed
		.map(([child, type, value]) => `<${child} xsi:type="xsd:${type}">${escape(value)}</${child}>`)
		.join('');
	return latin1(
		'<?xml version="1.0" encoding="ISO-8859-1"?>\n' +
			'<SOAP-ENV:Envelope SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"' +
			' xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"' +
			' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
			` xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" xmlns:tns="${namespace}">` +
			`<SOAP-ENV:Body><tns:${name} xmlns:tns="${namespace}">${children}</tns:${name}></SOAP-ENV:Body></SOAP-ENV:Envelope>`,
	);
}

function elements(entries: ReadonlyArray<readonly [string, string]>, end: string): string {
	return entries.map(([name, value]) => `<${name}>${escape(value)}</${name}>${end}`).join('');
}

/** ISO-8859-1 bytes, what is outside it as character references. */
function latin1(xml: string): Buffer {
	return Buffer.from(
		xml.replace(/[^\u0000-\u00ff]/gu, (character) => `&#${character.codePointAt(0)};`),
		'latin1',
	);
}

function utf8Pair([name, value]: readonly [string, string]): Pair {
	return [name, Buffer.from(value, 'utf8')];
}

/** A handset's text in the bytes of `charset`; without one it goes out as ISO-8859-1. */
export function encodeText(text: string, charset: Charset): Buffer {
	if (charset === 'UTF-8') return Buffer.from(text, 'utf8');
	if (charset === 'UTF-16BE') return Buffer.from(text, 'utf16le').swap16();
	if (charset === 'windows-1252') {
		return Buffer.from(Array.from(text, (character) => WINDOWS_1252.get(character) ?? 0x3f));
	}
	return Buffer.from(text, 'latin1');
}

/** Its own characters in 0x80 to 0x9f, written out because node's decoder takes windows-1252 for Latin-1. */
const OWN_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const WINDOWS_1252 = new Map(
	Array.from({ length: 256 }, (_, byte): [string, number] => [
		byte >= 0x80 && byte < 0xa0 ? defined(OWN_1252[byte - 0x80]) : String.fromCharCode(byte),
		byte,
	]),
);

/** Percent-encoding byte by byte as PHP's urlencode does it. */
export function urlencode(bytes: Buffer): string {
	let out = '';
	for (const byte of bytes) {
		const character = String.fromCharCode(byte);
		if (/[A-Za-z0-9._-]/.test(character)) out += character;
		else if (byte === 0x20) out += '+';
		else out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	}
	return out;
}
