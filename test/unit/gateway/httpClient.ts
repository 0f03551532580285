import type { Gateway } from '../../gateway';

export const LOGIN = 'api_id=424242&user=demo&password=demo-password';
export const FORM = 'application/x-www-form-urlencoded';

export interface HttpReply {
	status: number;
	type: string | null;
	text: string;
}

/** Calls the HTTP/S API with forms as they are written: nothing is escaped or put in order here. */
export interface HttpClient {
	post(path: string, form: string, type?: string): Promise<HttpReply>;
	get(path: string, query: string): Promise<string>;
	/** The body that a command answers which gives its login. */
	call(path: string, form?: string): Promise<string>;
	/** As `call`, of sendmsg. */
	send(form: string): Promise<string>;
}

/** @param gateway asked for with each call, since tests start a new one each */
export function httpClient(gateway: () => Gateway): HttpClient {
	const post = async (path: string, form: string, type = FORM): Promise<HttpReply> => {
		const init = { method: 'POST', headers: { 'content-type': type }, body: Buffer.from(form) };
		const response = await fetch(gateway().url + path, init);
		const { status, headers } = response;
		return { status, type: headers.get('content-type'), text: await response.text() };
	};
	const call = async (path: string, form = '') =>
		(await post(path, `${LOGIN}${form === '' ? '' : '&'}${form}`)).text;
	return {
		post,
		call,
		get: async (path, query) => await (await fetch(`${gateway().url}${path}?${query}`)).text(),
		send: (form) => call('/http/sendmsg', form),
	};
}
