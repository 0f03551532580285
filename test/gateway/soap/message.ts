import { shortened } from './tree';

/** A request's text, and how its headers depart from what SOAP 1.1 wants of HTTP (section 6). */
export interface SoapMessage {
	xml: string;
	/** The charset the bytes were read in, by its usual name. */
	charset: string;
	departures: string[];
}

/** Reads the bytes in the charset of the Content-Type, else in that of the XML declaration, else as UTF-8. */
export function readMessage(body: Buffer, contentType: string | undefined): SoapMessage {
	const departures: string[] = [];
	if (!/^text\/xml[ \t]*(;|$)/i.test(contentType ?? '')) {
		departures.push(`its Content-Type is ${shortened(contentType ?? '(none)')}, not text/xml`);
	}
	const declared =
		/charset="?([\w-]+)/i.exec(contentType ?? '')?.[1] ??
		/^<\?xml[^>]*encoding=["']([\w-]+)/.exec(body.subarray(0, 200).toString('latin1'))?.[1] ??
		'utf-8';
	const charset = usualName(declared);
	if (charset === undefined) {
		departures.push(`nobody knows its charset ${shortened(declared)}`);
		return { xml: new TextDecoder().decode(body), charset: 'utf-8', departures };
	}
	try {
		return { xml: new TextDecoder(charset, { fatal: true }).decode(body), charset, departures };
	} catch {
		departures.push(`its bytes are not ${charset}`);
		return { xml: new TextDecoder(charset).decode(body), charset, departures };
	}
}

/** One name for all that a charset is called; undefined for one that does not exist. */
export function usualName(charset: string): string | undefined {
	try {
		return new TextDecoder(charset).encoding;
	} catch {
		return undefined;
	}
}

/** SOAPAction is written in quotes and is the one that the WSDL gives the operation (SOAP 1.1, 6.1.1). */
export function actionDepartures(given: string | undefined, expected: string): string[] {
	if (given === undefined) return ['it has no SOAPAction'];
	return given === `"${expected}"`
		? []
		: [`its SOAPAction is ${given === '' ? '(empty)' : shortened(given)}`];
}
