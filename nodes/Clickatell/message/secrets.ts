import type { Parameter } from '../catalogue/types';
import { secretsOfUrl } from '../formats/urlParts';

/**
 * What is secret of a parameter's value, or of each of its values: all of it, or of a URL what stands around its host,
 * such as the secret of a Clickatell Trigger.
 */
export function secretsOfValue(
	{ secret, type }: Pick<Parameter, 'secret' | 'type'>,
	value: unknown,
): string[] {
	if (secret !== true && type.kind !== 'url') return [];
	const texts = [value].flat().filter((each) => typeof each === 'string');
	return secret === true ? texts : texts.flatMap(secretsOfUrl);
}
