import { percentDecodeToBytes } from '../../formats/charset';

export type CaptchaResult =
	{ readonly ok: true; readonly png: Uint8Array } | { readonly ok: false; readonly reason: string };

/** The largest picture that is taken; real ones have a few kilobytes. */
export const MAX_CAPTCHA_BYTES = 512 * 1024;

/** How long a captcha lives (docs/protocol/connect.md#captcha-and-lock-out). */
export const CAPTCHA_SECONDS = 15 * 60;

const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * The picture of `captcha_image`: the raw bytes of a PNG, percent-encoded one by one, `+` for a blank
 * (docs/protocol/connect.md#captcha-and-lock-out). Blanks and line breaks between them belong to the layout of the
 * XML.
 */
export function decodeCaptcha(text: string): CaptchaResult {
	if (text.length > 3 * MAX_CAPTCHA_BYTES) return { ok: false, reason: 'the captcha picture is too large' };
	const png = percentDecodeToBytes(text.replace(/\s+/g, ''), true);
	if (!PNG_SIGNATURE.every((byte, index) => png[index] === byte)) {
		return { ok: false, reason: 'the captcha picture is not a PNG' };
	}
	return png.length <= MAX_CAPTCHA_BYTES
		? { ok: true, png }
		: { ok: false, reason: 'the captcha picture is too large' };
}
