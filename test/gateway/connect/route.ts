import { type Exchange, HttpError, type Route } from '../http/exchange';
import type { ConnectAnswer, ConnectApi } from './api';
import type { ConnectFault } from './faults';
import { faultBody } from './faults';

const XML = 'text/xml; charset=utf-8';
const HTML = 'text/html; charset=utf-8';

/**
 * The Connect API under `/connect`: `/<token>` takes the calls, `/activate/<key>` is the link of the activation email,
 * `/buy` the page of the buy link, `/mail` lists the emails, `/faults` scripts faults, `/captcha/<id>` tells a program
 * what a picture shows.
 */
export function connectRoute(connect: ConnectApi): Route {
	return async (exchange) => {
		const [, prefix, step = '', rest = ''] = exchange.path.split('/');
		if (prefix !== 'connect') return false;
		switch (step) {
			case 'activate':
				activate(exchange, connect, rest);
				return true;
			case 'buy':
				await buy(exchange, connect);
				return true;
			case 'mail':
				exchange.sendJson(connect.mails);
				return true;
			case 'captcha':
				tellCaptcha(exchange, connect, rest);
				return true;
			case 'faults':
				await scriptFault(exchange, connect);
				return true;
			default:
				await takeCall(exchange, connect, step);
				return true;
		}
	};
}

async function takeCall(exchange: Exchange, connect: ConnectApi, token: string): Promise<void> {
	const body = (await exchange.body()).toString('utf8');
	// The Getting Started guide also shows the document in the query.
	const form = exchange.method === 'POST' ? new URLSearchParams(body) : exchange.url.searchParams;
	const answer = connect.answer(token, form.get('XML') ?? undefined, exchange.sourceAddress);
	await send(exchange, answer);
}

async function send(exchange: Exchange, { reply, fault }: ConnectAnswer): Promise<void> {
	switch (fault?.kind) {
		case 'hang':
			return;
		case 'stall':
			exchange.res.writeHead(200, { 'content-type': XML, 'content-length': reply.length });
			exchange.res.write(reply.slice(0, reply.length / 2));
			return;
		case 'drop':
		case 'drop-after':
			exchange.req.socket.destroy();
			return;
		case 'slow':
			await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 1000));
			break;
		default:
	}
	const body = fault && faultBody(fault.kind, reply);
	if (fault?.kind === 'html') exchange.send(200, HTML, body ?? '');
	else if (fault?.kind === 'http-502') exchange.send(502, HTML, body ?? '');
	else if (fault?.kind === 'wrong-charset') exchange.send(200, 'text/xml; charset=iso-8859-1', body ?? '');
	else exchange.send(200, XML, body ?? reply);
}

function page(title: string, text: string): string {
	const escape = (part: string) =>
		part.replace(
			/[&<>"]/g,
			(char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char,
		);
	return `<!doctype html><meta charset="utf-8"><title>${escape(title)}</title><h1>${escape(title)}</h1><p>${escape(text)}</p>\n`;
}

function activate(exchange: Exchange, connect: ConnectApi, key: string): void {
	const user = connect.activateByEmail(key);
	if (user === undefined) {
		exchange.send(
			404,
			HTML,
			page('Unknown link', 'This activation link has been replaced or never was one.'),
		);
	} else if (user.activationRedirect !== '') {
		exchange.send(302, HTML, '', { location: user.activationRedirect });
	} else {
		exchange.send(200, HTML, page('Activated', `The account of ${user.user} is activated by email.`));
	}
}

/** The page of the buy link; posting to it adds 100 credits. */
async function buy(exchange: Exchange, connect: ConnectApi): Promise<void> {
	const user = connect.buyKeys.get(exchange.url.searchParams.get('auth_id') ?? '');
	if (user === undefined) {
		exchange.send(403, HTML, page('Unknown link', 'This link logs nobody in.'));
		return;
	}
	if (exchange.method === 'POST') {
		await exchange.body();
		const account = connect.state.accounts.get(user);
		if (account === undefined) throw new HttpError(409, `${user} has not been activated by SMS.`);
		account.milliCredits += 100_000;
		connect.state.changed();
	}
	const credits = (connect.state.accounts.get(user)?.milliCredits ?? 0) / 1000;
	const form = '<form method="post"><button>Buy 100 credits</button></form>\n';
	exchange.send(
		200,
		HTML,
		page('Buy credits', `${user} has ${credits} credits. No money is taken here.`) + form,
	);
}

function tellCaptcha(exchange: Exchange, connect: ConnectApi, id: string): void {
	try {
		exchange.sendJson({ code: connect.captchas.codeOf(id) });
	} catch (error) {
		throw new HttpError(404, (error as Error).message);
	}
}

async function scriptFault(exchange: Exchange, connect: ConnectApi): Promise<void> {
	if (exchange.method === 'DELETE') connect.faults.clear();
	else {
		try {
			connect.fail((await exchange.json()) as unknown as ConnectFault);
		} catch (error) {
			throw error instanceof RangeError ? new HttpError(400, error.message) : error;
		}
	}
	exchange.sendJson({ done: true });
}
