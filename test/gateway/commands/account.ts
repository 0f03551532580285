import { type Command, credits, refuse } from './call';
import { isMsisdn, pricePerPart } from './price';

/** getbalance (SOAP spec 7.2). */
export const getbalance: Command = ({ account }) => [`Credit: ${(account.milliCredits / 1000).toFixed(3)}`];

/** routecoverage (SOAP spec 7.3): a prefix that is not covered is told in an ERR without a number. */
export const routecoverage: Command = ({ parameters, state }) => {
	const msisdn = parameters.text('msisdn').trim();
	if (!isMsisdn(msisdn)) return refuse(state, '105');
	const price = pricePerPart(msisdn);
	return [
		price === undefined
			? 'ERR: This prefix is not currently supported. Messages sent to this prefix will fail. Please contact support for assistance.'
			: `OK: This prefix is currently supported. Messages sent to this prefix will be routed. Charge: ${credits(price)}`,
	];
};

/** token_pay: 605 says that the voucher was taken, 606 that it was not; HTTP tells one that was taken before. */
export const tokenPay: Command = ({ parameters, account, state, server }) => {
	const voucher = state.vouchers.get(parameters.text('token').trim());
	if (server === 'http') {
		if (voucher === undefined) return ['ERR: 606, Invalid Voucher'];
		if (voucher.redeemed) return ['ERR: 607, Expired Voucher'];
	}
	if (voucher === undefined || voucher.redeemed) return ['ERR: 606'];
	voucher.redeemed = true;
	account.milliCredits += voucher.milliCredits;
	state.changed();
	return ['OK: 605'];
};
