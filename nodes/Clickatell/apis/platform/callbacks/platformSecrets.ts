import { cut } from '../../../formats/cut';
import { type Redactor, redactor } from '../../../formats/redact';
import { isObject } from '../../../formats/isObject';

/** Names of fields that hold a secret: old forms have the key in the body (docs/protocol/platform.md#sms-status). */
const NAMES = 'api[_-]?key|authorization|password|secret|token';
const SECRET = new RegExp(`^(?:${NAMES})$`, 'i');
const IN_JSON = new RegExp(`("(?:${NAMES})"\\s{0,20}:\\s{0,20}")((?:[^"\\\\]|\\\\.){1,2000})`, 'gi');

export function isSecretName(name: string): boolean {
	return name.length <= 20 && SECRET.test(name);
}

/** To look for nothing in every value would cost more than all else. */
const NOTHING_TO_HIDE: Redactor = {
	words: (text, most = text.length) => cut(text, most),
	value: (text) => text,
	leaves: () => true,
};

/** Takes the secrets that a call carries out of its other values. */
export function hiderOf(secrets: readonly (string | undefined)[]): Redactor {
	return secrets.length === 0 ? NOTHING_TO_HIDE : redactor(secrets);
}

/** Shorter values stand in other fields by chance. */
const UNMISTAKABLE = 8;
/** A call has one key. */
const MOST_KEYS = 10;

/** JSON as text, whole or broken, without the values of fields that hold a secret, wherever else they stand. */
export function hideSecretsInJson(text: string, mark: string): string {
	const found = new Set<string>();
	const hidden = text.replace(IN_JSON, (_, name: string, value: string) => {
		if (value.length >= UNMISTAKABLE && found.size < MOST_KEYS) found.add(value);
		return name + mark;
	});
	return [...found].reduce((shown, value) => shown.replaceAll(value, mark), hidden);
}

/** A copy without secrets, at any depth. The JSON it comes of is nested no deeper than its reader allows. */
export function withoutSecrets(
	value: Readonly<Record<string, unknown>>,
	secrets: Redactor,
): Record<string, unknown> {
	const cleaned = (one: unknown): unknown => {
		if (typeof one === 'string') return secrets.value(one);
		if (Array.isArray(one)) return one.map(cleaned);
		if (!isObject(one)) return one;
		return withoutSecrets(one, secrets);
	};
	return Object.fromEntries(
		Object.entries(value).flatMap(([name, one]) =>
			isSecretName(name) ? [] : [[secrets.value(name), cleaned(one)]],
		),
	);
}
