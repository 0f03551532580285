import { refusalOf } from '../outcomes';
import { pricePerPart } from '../commands/price';
import { CALLBACK_TYPES as CALLBACK_NUMBERS, type CallbackType, GATEWAY_NUMBER } from '../model';
import type { GatewayState } from '../state';
import { type Captchas, digits } from './captchas';
import { wrongFields } from './fields';
import { ACCOUNT_TYPES, CALLBACK_TYPES, CONNECTION_TYPES, COUNTRIES } from './lists';
import type { Locks } from './locks';
import { percentEncode } from './picture';
import type { Outcome } from './reply';
import type { ConnectUser, Mail } from './users';

/** What the calls work on. */
export interface ConnectWorld {
	readonly state: GatewayState;
	readonly captchas: Captchas;
	readonly locks: Locks;
	readonly users: Map<string, ConnectUser>;
	/** Keys of buy links, each with its user. */
	readonly buyKeys: Map<string, string>;
	/** Address of the Connect API without the token. */
	readonly url: string;
	sendMail(mail: Omit<Mail, 'at'>): void;
}

type Fields = Readonly<Record<string, string>>;
type Handler = (world: ConnectWorld, fields: Fields, address: string) => Outcome;

/** Credits that an account has when its mobile number is activated. */
const FIRST_CREDITS = 10;
/** Activation messages, and wrong codes, before 102. */
const SMS_ATTEMPTS = 5;
/** The one coupon there is. */
const COUPON = 'WELCOME10';

const done: Outcome = { values: [] };
const refused = (...errors: string[]): Outcome => ({ errors });
const one = (...value: Array<readonly [string, string]>): Outcome => ({ values: [value] });

/** A call on behalf of a user: the lock, then the captcha if there is a lock, then the login. */
function forUser(
	act: (world: ConnectWorld, user: ConnectUser, fields: Fields) => Outcome,
	{ emailActivated = true } = {},
): Handler {
	return (world, fields, address) => {
		const { user: name = '', password = '', captcha_id: id, captcha_code: code } = fields;
		const lock = world.locks.lockOf(name, address);
		if (lock !== undefined) {
			if (id === undefined && code === undefined) return refused(lock);
			if (id === undefined) return refused('400');
			if (code === undefined) return refused('401');
			const wrong = world.captchas.redeem(id, code);
			if (wrong !== undefined) return refused(wrong);
		}
		const user = world.users.get(name);
		if (user?.password !== password) {
			world.locks.failed(name, address, user !== undefined);
			return refused('404');
		}
		world.locks.succeeded(name, address);
		if (world.state.accounts.get(name)?.frozen) return refused('006');
		if (emailActivated && !user.emailActivated) {
			return { errors: ['103'], extra: [['Email', user.email]] };
		}
		return act(world, user, fields);
	};
}

function list(
	entries: ReadonlyArray<readonly [id: string, name: string]>,
	idName: string,
	textName: string,
): Handler {
	return () => ({
		values: entries.map(([id, text]) => [
			[idName, id],
			[textName, text],
		]),
	});
}

const register: Handler = (world, fields, address) => {
	const { user = '', password = '', email_address: email = '', mobile_number: mobile = '' } = fields;
	// The guide counts failed logins only, but a locked address stays locked for what brings no captcha.
	const wrong = world.captchas.redeem(fields.captcha_id ?? '', fields.captcha_code ?? '');
	if (wrong !== undefined) return refused(wrong);
	const errors: string[] = [];
	if (fields.accept_terms === '0') errors.push('410');
	if (fields.coupon_code !== undefined && fields.coupon_code !== COUPON) errors.push('109');
	if (world.users.has(user) || world.state.accounts.has(user)) errors.push('439');
	const sameEmail = [...world.users.values()].some((other) => other.email === email);
	if (sameEmail && fields.force_create !== '1') errors.push('105');
	const unreachable = mobileRefusal(mobile);
	if (unreachable !== undefined) errors.push(unreachable);
	if (errors.length > 0) return refused(...errors);
	if (fields.test_mode === '1') return done;

	const created: ConnectUser = {
		user,
		password,
		userNumber: digits(world.state.ids(), 7),
		email,
		mobile,
		accountType: fields.account_id ?? '1',
		emailActivated: false,
		emailKey: world.state.ids(),
		activationRedirect: fields.activation_redirect ?? '',
		smsActivated: false,
		smsCode: '',
		smsSent: 0,
		smsFailed: 0,
	};
	world.users.set(user, created);
	world.locks.succeeded(user, address);
	sendActivationMail(world, created);
	return done;
};

/** Number that refuses a mobile number, if any: the gateway's magic numbers work here too. */
function mobileRefusal(mobile: string): string | undefined {
	const asked = refusalOf(mobile);
	if (asked === '121' || asked === '122' || asked === '128') return '100';
	return asked === '114' || pricePerPart(mobile) === undefined ? '101' : undefined;
}

function sendActivationMail(world: ConnectWorld, user: ConnectUser): void {
	const link = `${world.url}/activate/${user.emailKey}`;
	world.sendMail({
		to: user.email,
		subject: 'Activate your account',
		text: `Follow the link to activate the account of ${user.user}.`,
		link,
	});
}

const resendEmail = forUser(
	(world, user, fields) => {
		if (user.emailActivated) return refused('107');
		if (fields.email_address !== undefined) user.email = fields.email_address;
		user.emailKey = world.state.ids();
		sendActivationMail(world, user);
		return one(['UserNumber', user.userNumber]);
	},
	{ emailActivated: false },
);

const forgotPassword: Handler = (world, fields, address) => {
	const wrong = world.captchas.redeem(fields.captcha_id ?? '', fields.captcha_code ?? '');
	if (wrong !== undefined) return refused(wrong);
	const user = world.users.get(fields.user ?? '');
	if (user === undefined || user.email !== fields.email_address) {
		world.locks.failed(fields.user ?? '', address, user !== undefined);
		return refused('405');
	}
	world.locks.succeeded(user.user, address);
	user.password = world.state.ids().slice(0, 12);
	const account = world.state.accounts.get(user.user);
	if (account !== undefined) account.password = user.password;
	world.sendMail({
		to: user.email,
		subject: 'Your new password',
		text: `The new password of ${user.user} is ${user.password}`,
	});
	return done;
};

const sendActivationSms = forUser((world, user, fields) => {
	if (user.smsActivated) return refused('108');
	if (user.smsSent >= SMS_ATTEMPTS) return refused('102');
	const mobile = fields.mobile_number ?? user.mobile;
	const unreachable = mobileRefusal(mobile);
	if (unreachable !== undefined) return refused(unreachable);
	user.mobile = mobile;
	user.smsCode = digits(world.state.ids(), 5);
	user.smsSent += 1;
	world.state.messages.accept({
		apiId: 'connect',
		climsgid: '',
		to: mobile,
		from: GATEWAY_NUMBER,
		text: `Your activation code is ${user.smsCode}`,
		udh: '',
		encoding: 'gsm',
		parts: 1,
		milliCharge: 0,
		validity: 1440,
		msgCallback: 0,
		command: 'send_activation_sms',
		server: 'documentLiteral',
		batchId: '',
		options: {},
		delivTime: 0,
		tooExpensive: false,
	});
	return done;
});

const validateActivationSms = forUser((world, user, fields) => {
	if (user.smsActivated) return refused('108');
	if (user.smsFailed >= SMS_ATTEMPTS) return refused('102');
	if (user.smsCode === '' || fields.sms_activation_code !== user.smsCode) {
		user.smsFailed += 1;
		return refused('418');
	}
	user.smsActivated = true;
	world.state.seed({
		accounts: [{ user: user.user, password: user.password, credit: FIRST_CREDITS }],
	});
	world.state.changed();
	return done;
});

function notSmsActivated(user: ConnectUser): Outcome {
	return { errors: ['104'], extra: [['Cellphone', user.mobile]] };
}

const createConnection = forUser((world, user, fields) => {
	if (!user.smsActivated) return notSmsActivated(user);
	if (fields.connection_id === '7' && fields.ftp_password === undefined) return refused('420');
	const type = Object.entries(CALLBACK_NUMBERS).find(
		// The table's default is "1 - HTTP Get", which are two things: the number is taken at its word.
		([, number]) => String(number) === (fields.callback_type_id ?? '1'),
	)?.[0] as CallbackType;
	const api = world.state.createApi({
		user: user.user,
		allowedAddresses: fields.ip_address?.split(',').map((address) => address.trim()) ?? [],
		callbackType: type,
		...(fields.callback_url === undefined ? {} : { callbackUrl: fields.callback_url }),
		...(fields.callback_username === undefined ? {} : { callbackUser: fields.callback_username }),
		...(fields.callback_password === undefined ? {} : { callbackPassword: fields.callback_password }),
		...(fields.Dial_prefix === undefined ? {} : { dialPrefix: fields.Dial_prefix }),
	});
	world.state.changed();
	return one(['api_id', api.apiId]);
});

const getTerms: Handler = (_world, fields) => {
	const { country_id: id = '0', client_ip_address: address } = fields;
	if (id === '0' && address === undefined) return refused('429');
	const country =
		id === '0'
			? COUNTRIES.find(({ addresses }) => addresses !== undefined && address?.startsWith(addresses))
			: COUNTRIES.find((candidate) => candidate.id === id);
	const ending = fields.terms_format === '2' ? 'html' : 'txt';
	return one(['URL_location', `http://www.clickatell.com/sdk/${country?.terms ?? 'terms'}.${ending}`]);
};

const HANDLERS: Readonly<Record<string, Handler>> = {
	get_list_country: () => ({
		values: COUNTRIES.map(({ id, name }) => [
			['country_id', id],
			['name', name],
		]),
	}),
	get_list_country_prefix: () => ({
		values: COUNTRIES.map(({ id, prefix }) => [
			['country_id', id],
			['prefix', prefix],
		]),
	}),
	get_list_account: list(ACCOUNT_TYPES, 'account_id', 'account_type'),
	get_list_callback: list(CALLBACK_TYPES, 'callback_type_id', 'callback_type'),
	get_list_connection: list(CONNECTION_TYPES, 'connection_type_id', 'connection_type'),
	get_list_terms: getTerms,
	get_captcha: ({ captchas }) => {
		const { id, png } = captchas.make();
		return one(['captcha_id', id], ['captcha_image', percentEncode(png)]);
	},
	register,
	resend_email_activation: resendEmail,
	authenticate_user: forUser((_world, user) => one(['Usernumber', user.userNumber])),
	forgot_password: forgotPassword,
	sms_activation_status: forUser((_world, user) =>
		user.smsActivated
			? one(['Cellphone', user.mobile], ['UserNumber', user.userNumber])
			: notSmsActivated(user),
	),
	send_activation_sms: sendActivationSms,
	validate_activation_sms: validateActivationSms,
	create_connection: createConnection,
	buy_credits_url: forUser((world, user) => {
		const key = world.state.ids();
		world.buyKeys.set(key, user.user);
		return one(['buy_url', `${world.url}/buy?auth_id=${key}`]);
	}),
};

/** Carries one call out; all that is wrong with its fields is refused at once. */
export function answerCall(world: ConnectWorld, action: string, fields: Fields, address: string): Outcome {
	const handler = Object.hasOwn(HANDLERS, action) ? HANDLERS[action] : undefined;
	if (handler === undefined) return refused('430');
	const wrong = wrongFields(action, fields);
	return wrong.length > 0 ? refused(...wrong) : handler(world, fields, address);
}
