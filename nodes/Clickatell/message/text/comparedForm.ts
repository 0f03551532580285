/** Behind the country codes of Argentina and Mexico, mobile numbers have a 9 or a 1 in one spelling and none in the other. */
const MOBILE_DIGIT = /^(?:(54)9|(52)1)(?=[0-9]{10}$)/;

/**
 * The form in which a number is compared with others: +54 9 11 ... and +54 11 ... are the same phone, as +52 1 55 ... and
 * +52 55 ... are, and networks and people use both. What is sent to stays as it was written.
 *
 * @param msisdn digits in international format
 */
export function comparedForm(msisdn: string): string {
	return msisdn.replace(MOBILE_DIGIT, '$1$2');
}
