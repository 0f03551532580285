import { gsmParts, outsideGsm } from '../gsm';
import type { Charset, InboundFields } from './formats';

/** A text as a handset sends it. */
export interface HandsetMessage {
	from: string;
	to: string;
	text: string;
	/** Forces a charset; by default ISO-8859-1 where the text allows it, else UTF-16BE. */
	charset?: Charset;
	/** A user data header in hex; a text too long for one message gets those of a joined message instead. */
	udh?: string;
	moMsgId?: string;
	/** Replaces the time, `YYYY-MM-DD HH:MM:SS`. */
	timestamp?: string;
}

/** Reference number of joined messages; one byte on the air. */
let reference = 0;

/** The inbound callbacks one handset message becomes: one, or one for each part of a long text. */
export function inboundFields(
	message: HandsetMessage,
	apiId: string,
	now: number,
	ids: () => string,
): InboundFields[] {
	const charset = message.charset ?? (/^[\u0000-\u00ff]*$/.test(message.text) ? 'ISO-8859-1' : 'UTF-16BE');
	const pieces = message.udh === undefined ? split(message.text) : [message.text];
	if (pieces.length > 1) reference = (reference + 1) % 256;
	return pieces.map((text, index) => ({
		apiId,
		moMsgId: index === 0 && message.moMsgId !== undefined ? message.moMsgId : ids(),
		from: message.from,
		to: message.to,
		timestamp: message.timestamp ?? clickatellTime(now),
		text,
		charset,
		udh:
			message.udh ??
			(pieces.length === 1 ? '' : `050003${[reference, pieces.length, index + 1].map(hexByte).join('')}`),
	}));
}

/** `YYYY-MM-DD HH:MM:SS` two hours ahead of UTC, the zone of inbound times. */
export function clickatellTime(now: number): string {
	return new Date(now + 2 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

function split(text: string): string[] {
	const gsm = outsideGsm(text).length === 0;
	if (gsm ? gsmParts(text) === 1 : text.length <= 70) return [text];
	const room = gsm ? 153 : 67;
	const pieces: string[] = [];
	let piece = '';
	let used = 0;
	for (const character of text) {
		// Extension characters take two septets, those beyond the BMP two units.
		const size = gsm ? (/[\f^{}\\[~\]|€]/.test(character) ? 2 : 1) : character.length;
		if (used + size > room) {
			pieces.push(piece);
			piece = '';
			used = 0;
		}
		piece += character;
		used += size;
	}
	return [...pieces, piece];
}

function hexByte(value: number): string {
	return value.toString(16).padStart(2, '0').toUpperCase();
}
