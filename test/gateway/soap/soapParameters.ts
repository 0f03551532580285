import { Parameters, type ReadValue } from '../parameters';

/** From the object soap's parser gives: plain values, or `{attributes, $value}` where there was an xsi:type. */
export function soapParameters(read: unknown): Parameters {
	const raw: Record<string, ReadValue> = {};
	if (typeof read === 'object' && read !== null) {
		for (const [name, value] of Object.entries(read)) {
			if (name !== 'attributes') raw[name] = flatten(value);
		}
	}
	return new Parameters(raw);
}

function flatten(value: unknown): ReadValue {
	if (value === null || value === undefined) return null;
	if (Array.isArray(value)) return value.map(scalar);
	if (typeof value === 'object' && 'item' in value) {
		const items = value.item;
		return Array.isArray(items) ? items.map(scalar) : [scalar(items)];
	}
	if (typeof value === 'object' && isEncodedArray(value)) return [];
	return scalar(value);
}

function isEncodedArray(value: object): boolean {
	const attributes = (value as { attributes?: Record<string, string> }).attributes ?? {};
	return Object.keys(attributes).some((name) => name.endsWith(':arrayType'));
}

function scalar(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (typeof value === 'object' && value !== null && '$value' in value) return String(value.$value);
	return '';
}
