/** Clickatell's test numbers, charged a third of a credit a part (SOAP spec, "Testing the gateway"). */
const TEST_RANGES = /^(279991\d{5}|1999\d{7})$/;

/** Prefixes no country has, and so no route either. */
const NO_ROUTE = /^(999|888|210)/;

/** Price of one message part to this number in thousandths of a credit; undefined when it is not covered. */
export function pricePerPart(msisdn: string): number | undefined {
	if (NO_ROUTE.test(msisdn)) return undefined;
	return TEST_RANGES.test(msisdn) ? 330 : 1000;
}

/** International format: digits alone, no leading zero (SOAP spec 6.2.1). */
export function isMsisdn(to: string): boolean {
	return /^[1-9]\d{6,14}$/.test(to);
}

/** The destination as the gateway will use it, a leading zero replaced where the API product says so. */
export function destination(to: string, dialPrefix: string | undefined): string {
	return dialPrefix !== undefined && /^0[1-9]/.test(to) ? dialPrefix + to.slice(1) : to;
}
