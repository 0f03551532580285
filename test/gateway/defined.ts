/**
 * A value that is known to be there. The node has the same for itself, with which the gateway shares no code.
 *
 * @throws TypeError where it is missing
 */
export function defined<T>(value: T): NonNullable<T> {
	if (value === undefined || value === null) throw new TypeError('A value that must be there is missing');
	return value;
}
