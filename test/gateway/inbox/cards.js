import { CHANNELS, markRead, outcome, PRODUCTS, setStatus, write } from './calls.js';
import { contentFields } from './content.js';
import { choice, element, phoneText } from './element.js';

/** Messages whose details are open. */
const opened = new Set();

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

function detailsOf(message) {
	const details = element('details');
	details.open = opened.has(message.id);
	details.addEventListener('toggle', () => {
		if (details.open) opened.add(message.id);
		else opened.delete(message.id);
	});
	const dl = element('dl');
	row(dl, 'Message ID', message.id);
	if (message.kind === 'sent') {
		const parts = message.parts > 0 ? plural(message.parts, 'part') : '';
		row(dl, 'Client ID', message.clientId);
		row(dl, 'Sent as', [message.encoding, parts].filter(Boolean).join(', '));
		row(dl, 'Charge', message.charge);
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
	if (message.kind === 'sent') return element('span', `status ${message.tone}`, message.statusText);
	const { callbacks } = message;
	if (callbacks.length === 0) return element('span', 'status busy', 'on its way');
	const delivered = callbacks.every(({ state }) => state === 'delivered');
	const words = `${delivered ? 'delivered' : 'not delivered'}${message.read ? ', marked as read' : ''}`;
	return element('span', `status ${delivered ? 'good' : 'bad'}`, words);
}

function contentOf(message) {
	const sent = message.kind === 'sent';
	const header = element('header');
	const way = element('span');
	const other = sent ? message.from && ` from ${message.from}` : message.to && ` to ${message.to}`;
	way.append(
		element('span', 'quiet', sent ? 'To ' : 'From '),
		element('span', 'to', sent ? message.to : message.from),
		element('span', 'quiet', other),
	);
	header.append(
		element('span', `mark ${message.channel}`, CHANNELS[message.channel]),
		way,
		statusOf(message),
	);
	const place = `${PRODUCTS[message.product]}, ${message.through}, ${time(message.at)}`;
	const hint = message.hint ? [element('p', 'quiet', message.hint)] : [];
	return [header, element('div', 'quiet', place), phoneText(message.text), ...hint, detailsOf(message)];
}

/** Below a message that was sent: what its phone, and its network, can do with it. */
function actionsOf(message, statuses) {
	const box = element('div', 'reply');
	const buttons = element('div', 'buttons');
	const reply = element('button', 'plain', 'Reply');
	const read = element('button', 'plain', 'Mark as read');
	const force = element('button', 'plain', 'Set status');
	const answer = element('p', 'answer quiet');
	answer.setAttribute('role', 'status');
	if (message.unanswerable) {
		reply.disabled = true;
		reply.title = message.unanswerable;
	}
	buttons.append(reply, read, force);
	if (message.unanswerable) buttons.append(element('span', 'quiet', message.unanswerable));
	box.append(buttons, answer);

	/** Puts a form in the place of the buttons until it is sent or cancelled. */
	const ask = (fields, go, words, work) => {
		const form = element('form');
		const cancel = element('button', 'plain', 'Cancel', { type: 'button' });
		const row = element('div', 'buttons');
		row.append(element('button', '', go), cancel);
		form.append(fields, row);
		cancel.addEventListener('click', () => form.replaceWith(buttons));
		form.addEventListener('submit', async (event) => {
			event.preventDefault();
			answer.textContent = words;
			answer.textContent = await work();
			form.replaceWith(buttons);
		});
		buttons.replaceWith(form);
		answer.textContent = '';
	};
	reply.addEventListener('click', () => {
		const content = contentFields(message.channel, { rows: 2 });
		ask(content.node, 'Send', 'Sending…', async () =>
			write(message, { from: message.to, to: message.from, ...(await content.read()) }),
		);
		content.focus();
	});
	force.addEventListener('click', () => {
		const select = choice(statuses[message.statuses]);
		if (statuses[message.statuses].some(([value]) => value === current)) select.value = current;
		select.setAttribute('aria-label', 'Status');
		ask(select, 'Set', 'One moment…', async () => (await setStatus(message, select.value)).problem ?? '');
		select.focus();
	});
	read.addEventListener('click', async () => {
		answer.textContent = (await markRead(message)).problem ?? '';
	});
	let current;
	const show = ({ unread, status }) => {
		read.hidden = !unread;
		current = status;
	};
	show(message);
	return { box, show };
}

/** A card and the way to bring it up to date: what is being written in it stays. */
export function messageCard(message, statuses) {
	const article = element('article', `card message ${message.kind}`);
	const content = element('div');
	content.append(...contentOf(message));
	article.append(content);
	const actions = message.kind === 'sent' ? actionsOf(message, statuses) : undefined;
	if (actions !== undefined) article.append(actions.box);
	return {
		node: article,
		update(changed) {
			content.replaceChildren(...contentOf(changed));
			actions?.show(changed);
		},
	};
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
