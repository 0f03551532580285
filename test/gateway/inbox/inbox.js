import { element, mailCard, messageCard, outcome } from './cards.js';

/** Messages at first, and as many more with each click. */
const PAGE = 200;
const FORMATS = {
	'http-get': 'HTTP GET',
	'http-post': 'HTTP POST',
	'xml-get': 'XML GET',
	'xml-post': 'XML POST',
	'soap-get': 'SOAP GET',
	'soap-post': 'SOAP POST',
};

const byId = (id) => document.getElementById(id);
const list = byId('messages');
const find = byId('find');
const more = byId('more');
const uncover = byId('uncover');
const settings = byId('settings');

let limit = PAGE;
let search = '';
/** Cards by message ID, with the message they show. */
const shown = new Map();

for (const select of document.querySelectorAll('.formats')) {
	select.append(...Object.entries(FORMATS).map(([value, name]) => new Option(name, value)));
}

async function post(action, body) {
	try {
		const response = await fetch(`/_gateway/${action}`, { method: 'POST', body: JSON.stringify(body) });
		return await response.json();
	} catch {
		return { problem: 'The gateway does not answer.' };
	}
}

/** Posts a handset's message; gives one sentence for each of its parts. */
async function send(message) {
	const result = await post('push-inbound', message);
	if (!Array.isArray(result)) return result.problem;
	const parts = result.map(({ state, tries }) => {
		const last = tries.at(-1);
		return outcome({ state, answer: String(last.httpStatus ?? last.problem), tries: tries.length });
	});
	return [...new Set(parts)]
		.map((part) => (part.startsWith('not') ? `N${part.slice(1)}.` : `Delivered: ${part}.`))
		.join(' ');
}

function loginOf({ user, password }) {
	return { ...(user ? { user } : {}), ...(password ? { password } : {}) };
}

/** Where an API's callbacks go, in one sentence where both kinds go to the same place. */
function placesOf({ callback, inbound }) {
	const place = (set) =>
		set === null
			? 'to nobody'
			: `by ${FORMATS[set.type]} to ${set.url}${set.user ? `, with the user name ${set.user}` : ''}`;
	const [statuses, answers] = [place(callback), place(inbound)];
	return statuses === answers
		? `delivery statuses and inbound messages ${statuses}`
		: `delivery statuses ${statuses}; inbound messages ${answers}`;
}

function showFacts({ accounts, apis }) {
	const lines = [
		...accounts.map(({ user, credit }) => `${user}: ${credit.toFixed(2)} credits`),
		...apis.map((api) => `API ${api.apiId}: ${placesOf(api)}`),
	];
	byId('facts').replaceChildren(...lines.map((line) => element('li', '', line)));
	const ids = apis.map(({ apiId }) => apiId);
	const { apiId } = settings.elements;
	if ([...apiId.options].map(({ value }) => value).join() !== ids.join()) {
		apiId.replaceChildren(...ids.map((id) => new Option(id, id)));
	}
}

function showCount({ total, found, cleared, messages }) {
	const shownOf = found === messages.length ? `${found}` : `${messages.length} of ${found}`;
	const [noun, holds] = found === 1 ? ['message', 'holds'] : ['messages', 'hold'];
	const searched = search === '' ? '' : ` that ${holds} “${search}”, of ${total} in all`;
	byId('count').textContent = total === 0 ? '' : `${shownOf} ${noun}${searched}`;
	more.hidden = messages.length >= found;
	more.textContent = `Show ${Math.min(PAGE, found - messages.length)} more`;
	uncover.hidden = cleared === 0;
	uncover.textContent = `Show the ${cleared} cleared`;
	byId('clear').disabled = total === 0;
}

/** Cards whose message did not change are left alone, so that a selection or an open detail stays. */
function showMessages({ messages, cleared }) {
	const ids = new Set(messages.map(({ id }) => id));
	for (const id of [...shown.keys()]) if (!ids.has(id)) shown.delete(id);
	const nodes = new Set([...shown.values()].map(({ card }) => card.node));
	for (const child of [...list.children]) if (!nodes.has(child)) child.remove();
	if (messages.length === 0) {
		const nothing =
			search !== ''
				? 'No message holds that.'
				: cleared > 0
					? 'No message since the inbox was cleared.'
					: 'No message yet. What a workflow sends appears here.';
		list.append(element('p', 'card quiet', nothing));
		return;
	}
	let previous = null;
	for (const message of messages) {
		const key = JSON.stringify(message);
		const known = shown.get(message.id);
		if (known === undefined) shown.set(message.id, { key, card: messageCard(message, send) });
		else if (known.key !== key) {
			known.card.update(message);
			known.key = key;
		}
		const { node } = shown.get(message.id).card;
		const place = previous === null ? list.firstChild : previous.nextSibling;
		if (place !== node) list.insertBefore(node, place);
		previous = node;
	}
}

let mailsShown = '';
function showMails({ mails }) {
	const key = JSON.stringify(mails);
	if (key === mailsShown) return;
	mailsShown = key;
	byId('post').hidden = mails.length === 0;
	byId('mails').replaceChildren(...mails.map(mailCard));
}

let events;
/** Follows what the gateway has for this search and this many messages. */
function follow() {
	events?.close();
	events = new EventSource(`/_gateway/events?${new URLSearchParams({ search, limit })}`);
	events.onmessage = ({ data }) => {
		const state = JSON.parse(data);
		showFacts(state);
		showCount(state);
		showMessages(state);
		showMails(state);
	};
	events.onerror = () => {
		const text =
			'The gateway does not answer. It may have been stopped; this page tries again automatically.';
		byId('facts').replaceChildren(element('li', '', text));
	};
}

more.addEventListener('click', () => {
	limit += PAGE;
	follow();
});
byId('clear').addEventListener('click', () => post('inbox', { cleared: true }));
uncover.addEventListener('click', () => post('inbox', { cleared: false }));
find.addEventListener('submit', (event) => event.preventDefault());
let typing;
find.elements.search.addEventListener('input', ({ target }) => {
	clearTimeout(typing);
	typing = setTimeout(() => {
		search = target.value.trim();
		limit = PAGE;
		follow();
	}, 200);
});

/** Submits a form to `work` and shows the sentence that it gives below the button. */
function onSubmit(form, work) {
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		const answer = form.querySelector('.answer');
		answer.textContent = 'One moment…';
		answer.textContent = await work(Object.fromEntries(new FormData(form)));
	});
}

onSubmit(byId('handset'), ({ from, to, text, url, type, ...login }) =>
	// A URL for a trial is not called again for an hour.
	send({ from, to, text, ...(url ? { settings: { url, type, ...loginOf(login) }, retry: false } : {}) }),
);

function kindsOf(kind) {
	return kind === 'both' ? ['status', 'inbound'] : [kind];
}

onSubmit(settings, async ({ apiId, kind, url, type, ...login }) => {
	for (const one of kindsOf(kind)) {
		const result = await post('callback', { apiId, kind: one, url, type, ...loginOf(login) });
		if (result.accepted) continue;
		const answer = String(result.httpStatus ?? result.problem);
		return `Not saved: ${outcome({ state: 'given up', answer, tries: 1 }).replace('not delivered: ', '')}.`;
	}
	return 'Saved: the URL answered 200.';
});

byId('remove').addEventListener('click', async () => {
	const { apiId, kind } = settings.elements;
	for (const one of kindsOf(kind.value)) await post('callback', { apiId: apiId.value, kind: one, url: '' });
	settings.querySelector('.answer').textContent = 'Removed.';
});

follow();
