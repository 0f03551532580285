/**
 * A value that is known to be there, such as that of a list at the place of another list of the same length.
 *
 * @throws TypeError where it is missing: a mistake of this code, never of what a user or a server gives
 */
export function defined<T>(value: T): NonNullable<T> {
	if (value === undefined || value === null) throw new TypeError('A value that must be there is missing');
	return value;
}
