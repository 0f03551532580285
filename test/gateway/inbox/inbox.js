import { CHANNELS, post, PRODUCTS } from './calls.js';
import { mailCard, messageCard } from './cards.js';
import { element } from './element.js';
import { FORMATS, showForms } from './forms.js';

/** Messages at first, and as many more with each click. */
const PAGE = 200;
const byId = (id) => document.getElementById(id);
const list = byId('messages');
const find = byId('find');
const more = byId('more');
const uncover = byId('uncover');

let limit = PAGE;
let search = '';
/** Cards by message ID, with the message they show. */
const shown = new Map();

/** Where callbacks of an API or integration go, in one sentence where both kinds go to the same place. */
function placesOf(status, inbound) {
	const place = (set) =>
		set === null
			? 'to nobody'
			: `by ${FORMATS[set.type]} to ${set.url}${set.user ? `, with the user name ${set.user}` : ''}`;
	const [statuses, answers] = [place(status), place(inbound)];
	return statuses === answers
		? `delivery statuses and inbound messages ${statuses}`
		: `delivery statuses ${statuses}; inbound messages ${answers}`;
}

/** One fact, or several lines of one thing. */
function fact(...lines) {
	const item = element('li');
	item.append(...lines.map((text) => (typeof text === 'string' ? element('div', '', text) : text)));
	return item;
}

function keyLine(key) {
	const node = element('div', '', 'API key ');
	node.append(element('code', '', key));
	return node;
}

function integrationFact({ name, key, type, channels, twoWayNumbers, status, inbound }) {
	const api = type === 'sms' ? 'SMS API' : 'One API';
	const by = channels.map((channel) => CHANNELS[channel]).join(' and ');
	const number = twoWayNumbers.length > 0 ? `two-way number ${twoWayNumbers.join(', ')}` : 'one-way';
	return fact(
		`Integration ${name} (${api}): ${by}, ${number}`,
		keyLine(key),
		`Callbacks: ${placesOf(status, inbound)}`,
	);
}

const FACTS = {
	gateway: 'Base URL, API IDs and callbacks',
	platform: 'Base URL, API keys and callbacks',
};
/** Products whose facts are open. */
const factsOpen = new Set();
let factsShown = '';

function productFacts(product, balances, facts) {
	const section = element('section');
	const details = element('details', 'quiet', undefined, { open: factsOpen.has(product) });
	details.addEventListener('toggle', () => {
		if (details.open) factsOpen.add(product);
		else factsOpen.delete(product);
	});
	const list = element('ul');
	list.append(...facts);
	details.append(element('summary', '', FACTS[product]), list);
	section.append(
		element('h2', '', PRODUCTS[product]),
		...balances.map((line) => element('div', '', line)),
		details,
	);
	return section;
}

/** Left alone while nothing changes, so that a key can be marked and copied. */
function showFacts({ accounts, apis, platform }) {
	const key = JSON.stringify([accounts, apis, platform]);
	if (key === factsShown) return;
	factsShown = key;
	byId('facts').replaceChildren(
		productFacts(
			'gateway',
			accounts.map(({ user, credit }) => `${user}: ${credit.toFixed(2)} credits`),
			[
				fact(`Base URL ${location.origin}`),
				...apis.map(({ apiId, callback, inbound }) => fact(`API ${apiId}: ${placesOf(callback, inbound)}`)),
			],
		),
		productFacts(
			'platform',
			platform.accounts.map(({ name, balance, currency }) => `${name}: ${balance.toFixed(2)} ${currency}`),
			[fact(`Base URL ${platform.url}`), ...platform.integrations.map(integrationFact)],
		),
	);
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
function showMessages({ messages, cleared, statuses }) {
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
		if (known === undefined) shown.set(message.id, { key, card: messageCard(message, statuses) });
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
		showForms(state);
		showCount(state);
		showMessages(state);
		showMails(state);
	};
	events.onerror = () => {
		const text =
			'The gateway does not answer. It may have been stopped; this page tries again automatically.';
		factsShown = '';
		byId('facts').replaceChildren(element('p', 'quiet', text));
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

follow();
