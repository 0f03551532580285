/** Shorter values occur in ordinary words; hiding them would make every sentence unreadable and prove them at once. */
const SHORTEST = 4;

const HIDDEN = '•••';

/**
 * Takes secrets out of foreign text that is to be shown: a server in trouble may repeat the request it was sent,
 * also escaped for XML.
 */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
	let shown = text;
	for (const secret of secrets) {
		if (secret === undefined || secret.length < SHORTEST) continue;
		for (const form of new Set([secret, escapeLikeXml(secret), encodeURIComponent(secret.toWellFormed())])) {
			shown = shown.replaceAll(form, HIDDEN);
		}
	}
	return shown;
}

function escapeLikeXml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
