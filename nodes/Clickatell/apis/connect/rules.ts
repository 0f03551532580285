import { FTP_CONNECTION } from '../../catalogue/connectParameters';
import type { ConnectOperation } from '../../catalogue/types';
import { codeValue, isUnset } from '../../message/values';

/**
 * What the Connect API demands beyond the limits of single parameters (docs/protocol/connect.md#calls,
 * docs/protocol/connect.md#captcha-and-lock-out), as full sentences that name the field and the way out. Empty when
 * all is well.
 *
 * @param raw values by parameter name, as the panel or an expression gives them
 */
export function connectRules(record: ConnectOperation, raw: Readonly<Record<string, unknown>>): string[] {
	const has = (name: string) => record.parameters.some((parameter) => parameter.name === name);
	const given = (name: string) => has(name) && !isUnset(raw[name]);
	const faults: string[] = [];

	if (given('captchaId') !== given('captchaCode')) {
		const [missing, present] = given('captchaId')
			? ["'Captcha Code'", "'Captcha ID'"]
			: ["'Captcha ID'", "'Captcha Code'"];
		const required = record.parameters.some(({ name, required }) => name === 'captchaId' && required);
		// Where both are required, the check of each has said so already.
		if (!required) faults.push(`${missing} is empty, but ${present} is not; a captcha needs both`);
	}
	if (given('acceptTerms')) {
		const accepted = codeValue(raw['acceptTerms'], { kind: 'flag' });
		if (accepted.ok && accepted.value === '0') {
			faults.push(
				"'Accept Terms' is off; a registration needs the person's consent to the terms, which 'Get Terms' shows",
			);
		}
	}
	if (given('connectionTypeId') && String(raw['connectionTypeId']).trim() === FTP_CONNECTION) {
		if (!given('ftpPassword')) faults.push("'FTP Password' is empty; an FTP connection needs one");
	}
	if (given('callbackUrl') && !given('callbackTypeId')) {
		// The sources contradict each other on what happens without (docs/protocol/connect.md#fields-of-create_connection).
		faults.push("'Callback Type' is empty; choose the format in which 'Callback URL' is called");
	}
	if (has('clientIpAddress') && given('countryId') && !given('clientIpAddress')) {
		if (/^\s*0+\s*$/.test(String(raw['countryId']))) {
			faults.push("'Country' is 0, which means the country of 'Client IP Address'; fill that in");
		}
	}
	return faults;
}
