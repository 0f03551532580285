/** What stands on the page for one message or email. Texts of others become text nodes, never markup. */

const FAILED = new Set(['005', '006', '007', '009', '010', '012', '014']);
/** Messages whose details are open. */
const opened = new Set();

export function element(tag, className = '', text = undefined) {
	const node = document.createElement(tag);
	if (className) node.className = className;
	if (text !== undefined) node.textContent = text;
	return node;
}

function time(ms) {
	return new Date(ms).toLocaleTimeString();
}

function row(dl, name, value) {
	if (value === '' || value === undefined) return;
	dl.append(element('dt', '', name), element('dd', '', value));
}

function plural(count, one) {
	return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** What became of a callback, in words that say what to do about it. */
export function outcome({ state, answer, tries }) {
	if (state === 'delivered') return 'the callback URL answered 200';
	const reasons = {
		401: 'it refused the user name or the password (401)',
		403: 'it refused the secret or the address (403)',
		404: 'nothing listens at the URL (404)',
	};
	const reason = reasons[answer] ?? (/^\d+$/.test(answer) ? `it answered ${answer}` : answer);
	const further = state === 'waiting' ? ', and will be tried again' : '';
	return `not delivered: ${reason || 'no answer yet'}${tries > 1 ? ` (${tries} tries)` : ''}${further}`;
}

function detailsOf(message) {
	const details = element('details');
	details.open = opened.has(message.id);
	details.addEventListener('toggle', () => {
		if (details.open) opened.add(message.id);
		else opened.delete(message.id);
	});
	const dl = element('dl');
	row(dl, 'Message ID', message.id);
	row(dl, 'API', message.apiId);
	if (message.kind === 'sent') {
		row(dl, 'Client ID', message.clientId);
		row(dl, 'Sent as', `${message.encoding}, ${plural(message.parts, 'part')}`);
		row(dl, 'Charge', `${message.charge} credits`);
		row(dl, 'Life', message.history.map((step) => `${step.status} at ${time(step.at)}`).join(', '));
	} else if (message.parts > 1) {
		row(dl, 'Sent as', plural(message.parts, 'part'));
	}
	for (const callback of message.callbacks) {
		row(dl, `Callback ${callback.status}`.trim(), outcome(callback));
	}
	details.append(element('summary', '', 'Details'), dl);
	return details;
}

function statusOf(message) {
	if (message.kind === 'sent') {
		const tone = message.status === '004' ? 'good' : FAILED.has(message.status) ? 'bad' : 'busy';
		return element('span', `status ${tone}`, `${message.status} ${message.statusText}`);
	}
	const { callbacks } = message;
	if (callbacks.length === 0) return element('span', 'status busy', 'on its way');
	const delivered = callbacks.every(({ state }) => state === 'delivered');
	return element('span', `status ${delivered ? 'good' : 'bad'}`, delivered ? 'delivered' : 'not delivered');
}

function contentOf(message) {
	const sent = message.kind === 'sent';
	const header = element('header');
	const way = element('span');
	way.append(
		element('span', 'quiet', sent ? 'To ' : 'From '),
		element('span', 'to', sent ? message.to : message.from),
		element('span', 'quiet', sent ? ` from ${message.from}` : ` to ${message.to}`),
	);
	header.append(way, element('span', 'quiet', time(message.at)), statusOf(message));
	return [header, element('p', 'text', message.text), detailsOf(message)];
}

/** Sends as the phone that a message went to; `send` posts the message and gives a sentence. */
function replyTo(message, send) {
	const box = element('div', 'reply');
	const open = element('button', 'plain', 'Reply');
	// A phone cannot answer a name.
	if (!/^\+?\d+$/.test(message.from)) {
		open.disabled = true;
		open.title = 'A sender that is a name cannot be answered.';
		box.append(open, element('span', 'quiet', ' A sender that is a name cannot be answered.'));
		return box;
	}
	const answer = element('p', 'answer quiet');
	answer.setAttribute('role', 'status');
	open.addEventListener('click', () => {
		const form = element('form');
		const text = element('textarea');
		text.rows = 2;
		text.required = true;
		text.setAttribute('aria-label', `Reply as ${message.to}`);
		const cancel = element('button', 'plain', 'Cancel');
		cancel.type = 'button';
		cancel.addEventListener('click', () => form.replaceWith(open));
		form.append(text, element('button', '', 'Send'), ' ', cancel);
		form.addEventListener('submit', async (event) => {
			event.preventDefault();
			answer.textContent = 'Sending…';
			const { apiId, from, to } = message;
			answer.textContent = await send({ from: to, to: from, text: text.value, apiId });
			form.replaceWith(open);
		});
		open.replaceWith(form);
		answer.textContent = '';
		text.focus();
	});
	box.append(open, answer);
	return box;
}

/** A card and the way to bring it up to date: what is being written in it stays. */
export function messageCard(message, send) {
	const article = element('article', `card message ${message.kind}`);
	const content = element('div');
	content.append(...contentOf(message));
	article.append(content);
	if (message.kind === 'sent') article.append(replyTo(message, send));
	return { node: article, update: (changed) => content.replaceChildren(...contentOf(changed)) };
}

export function mailCard(mail) {
	const article = element('article', 'card mail');
	const header = element('header');
	header.append(
		element('span', 'to', mail.to),
		element('span', 'quiet', time(mail.at)),
		element('span', 'status', mail.subject),
	);
	article.append(header, element('p', 'text', mail.text));
	if (mail.link) {
		const link = element('a', '', mail.link);
		link.href = mail.link;
		article.append(link);
	}
	return article;
}
