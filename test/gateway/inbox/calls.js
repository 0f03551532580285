/** What the page asks of the gateway, and what it says of the answers. */

export const CHANNELS = { sms: 'SMS', whatsapp: 'WhatsApp' };
export const PRODUCTS = { gateway: 'SMS Gateway', platform: 'Clickatell Platform' };

export async function post(action, body) {
	try {
		const response = await fetch(`/_gateway/${action}`, { method: 'POST', body: JSON.stringify(body) });
		return await response.json();
	} catch {
		return { problem: 'The gateway does not answer.' };
	}
}

/** What became of a callback, in words that say what to do about it. */
export function outcome({ state, answer, tries }) {
	if (state === 'delivered') return `the callback URL answered ${answer}`;
	const reasons = {
		401: 'it refused the user name or the password (401)',
		403: 'it refused the secret or the address (403)',
		404: 'nothing listens at the URL (404)',
	};
	const reason = reasons[answer] ?? (/^\d+$/.test(answer) ? `it answered ${answer}` : answer);
	const further = state === 'waiting' ? ', and will be tried again' : '';
	return `not delivered: ${reason || 'no answer yet'}${tries > 1 ? ` (${tries} tries)` : ''}${further}`;
}

/**
 * Sends what a person wrote: `route` is the product and, of the Platform, integration and channel; `trial` is a URL
 * that is called once instead of the one that is set. Gives one sentence for each callback that it became.
 */
export async function write(route, { from, to, ...content }, trial) {
	const { product, integration, channel, apiId } = route;
	const result =
		product === 'platform'
			? await post('platform/write', {
					...{ integration, channel, from, ...content },
					...(to ? { to } : {}),
					...(trial ? { url: { url: trial.url, method: trial.type, ...loginOf(trial) } } : {}),
				})
			: await post('push-inbound', {
					...{ from, to, ...content },
					...(apiId ? { apiId } : {}),
					// A URL for a trial is not called again for an hour.
					...(trial
						? { settings: { url: trial.url, type: trial.type, ...loginOf(trial) }, retry: false }
						: {}),
				});
	const callbacks = product === 'platform' ? result.callbacks : result;
	if (!Array.isArray(callbacks)) return result.problem;
	const parts = callbacks.map(({ state, tries }) => {
		const last = tries.at(-1);
		return outcome({ state, answer: String(last?.httpStatus ?? last?.problem ?? ''), tries: tries.length });
	});
	return [...new Set(parts)]
		.map((part) => (part.startsWith('not') ? `N${part.slice(1)}.` : `Delivered: ${part}.`))
		.join(' ');
}

export function loginOf({ user, password }) {
	return { ...(user ? { user } : {}), ...(password ? { password } : {}) };
}

/** Gives a message a status, by number. */
export function setStatus({ product, id }, status) {
	return product === 'platform'
		? post('platform/status', { id, status: Number(status) })
		: post('status', { apiMsgId: id, status });
}

/** Opens a WhatsApp message on its phone. */
export function markRead({ id }) {
	return post('platform/read', { id });
}
