import { composeText } from '../../message/compose';
import type { Encoding } from '../../message/text/gsm';
import { asCounted, named, textLines, unsafeCharacters } from './lines';
import type { Carrier, SameText } from './types';

export type SameTextLines =
	| {
			readonly ok: true;
			readonly lines: readonly string[];
			readonly encoding: Encoding;
			/** Message parts to each recipient. */
			readonly parts: number;
	  }
	| { readonly ok: false; readonly fault: string };

/**
 * The lines of a text that goes to all alike: as it is where it is plain ASCII, else as Unicode. More texts than with a
 * call travel as Unicode, so that the parts are counted for what is written here.
 */
export function sameTextLines(content: SameText, maxParts: number, carrier: Carrier): SameTextLines {
	const { text, encoding } = content;
	if (text === '') return { ok: false, fault: 'is empty; fill it in' };
	const unsafe = unsafeCharacters(text);
	const onlyAsUnicode = `${carrier.name} carries ${named(unsafe)} only as Unicode`;
	if (encoding === 'gsm' && unsafe.length > 0) {
		return {
			ok: false,
			fault: `cannot be sent as GSM: ${onlyAsUnicode}; set 'Encoding' to Automatic or remove them`,
		};
	}
	const isUnicode = encoding === 'unicode' || unsafe.length > 0;
	const composed = composeText(isUnicode ? text : asCounted(text), {
		encoding: isUnicode ? 'unicode' : 'gsm',
		replaceTypography: false,
		maxParts,
	});
	if (!composed.ok) {
		return unsafe.length > 0 ? { ok: false, fault: `${composed.fault} (${onlyAsUnicode})` } : composed;
	}
	const lines = textLines(composed.wire, carrier);
	if (lines.ok) return { ...lines, encoding: isUnicode ? 'unicode' : 'gsm', parts: composed.travel.parts };
	return { ok: false, fault: `${lines.fault}, or set 'Encoding' to Unicode` };
}
