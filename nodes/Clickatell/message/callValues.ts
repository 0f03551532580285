/**
 * The values of a call by the names of the catalogue's parameters, coded, only what was set. Beside them `unicode`, which
 * is '1' where the message is UCS-2 in hex, and the merge fields `field1`, `field2` and so on.
 */
export type CallValues = Readonly<Record<string, string | readonly string[]>>;
