import { CHANNELS, loginOf, outcome, post, PRODUCTS, write } from './calls.js';
import { contentFields } from './content.js';

export const FORMATS = {
	'http-get': 'HTTP GET',
	'http-post': 'HTTP POST',
	'xml-get': 'XML GET',
	'xml-post': 'XML POST',
	'soap-get': 'SOAP GET',
	'soap-post': 'SOAP POST',
	POST: 'POST',
	GET: 'GET',
};
const GATEWAY_FORMATS = Object.keys(FORMATS).slice(0, 6);
const handset = document.getElementById('handset');
const settings = document.getElementById('settings');
/** Number of the SMS Gateway's account that a handset writes to at first. */
const FIRST_NUMBER = '27999100000';

/** What the lists of the forms stand for, in their order. */
let routes = [];
let places = [];
let content;

/** One API always posts, an integration of the SMS API as it is set. */
function formatsOf({ product, type }) {
	if (product === 'gateway') return GATEWAY_FORMATS;
	return type === 'sms' ? ['POST', 'GET'] : ['POST'];
}

function fillFormats(form, place) {
	form.elements.type.replaceChildren(...formatsOf(place).map((value) => new Option(FORMATS[value], value)));
}

/** Puts choices into a list, unless it has them: one that is chosen stays. Says whether it did. */
function fillChoices(select, words) {
	if ([...select.options].map(({ text }) => text).join('\n') === words.join('\n')) return false;
	select.replaceChildren(...words.map((text, index) => new Option(text, String(index))));
	return true;
}

function onRoute() {
	const route = routes[handset.elements.through.value];
	const { to } = handset.elements;
	to.value = route.to;
	to.required = route.product === 'gateway';
	fillFormats(handset, route);
	content = contentFields(route.channel, { text: 'Yes please' });
	document.getElementById('content').replaceChildren(content.node);
}

function onPlace() {
	const place = places[settings.elements.place.value];
	fillFormats(settings, place);
	settings.querySelector('.probed').hidden = place.product !== 'gateway';
}

/** Fills both forms with the APIs and integrations there are. */
export function showForms({ apis, platform: { integrations } }) {
	const product = 'platform';
	routes = [
		{ product: 'gateway', channel: 'sms', to: FIRST_NUMBER },
		...integrations.flatMap(({ name, type, channels, twoWayNumbers: [to = ''] }) =>
			channels.map((channel) => ({ product, integration: name, type, channel, to })),
		),
	];
	places = [
		...apis.map(({ apiId }) => ({ product: 'gateway', apiId })),
		...integrations.map(({ name, type }) => ({ product, integration: name, type })),
	];
	const route = routes.map(
		({ product: of, integration, channel }) =>
			`${CHANNELS[channel]}, ${PRODUCTS[of]}${integration ? `: ${integration}` : ''}`,
	);
	if (fillChoices(handset.elements.through, route)) onRoute();
	const place = places.map(({ apiId, integration }) => (apiId ? `API ${apiId}` : integration));
	if (fillChoices(settings.elements.place, place)) onPlace();
}

handset.elements.through.addEventListener('change', onRoute);
settings.elements.place.addEventListener('change', onPlace);

/** Submits a form to `work` and shows the sentence that it gives below the button. */
function onSubmit(form, work) {
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		const answer = form.querySelector('.answer');
		answer.textContent = 'One moment…';
		answer.textContent = await work(Object.fromEntries(new FormData(form)));
	});
}

onSubmit(handset, async ({ through, from, to, url, type, ...login }) =>
	write(routes[through], { from, to, ...(await content.read()) }, url ? { url, type, ...login } : undefined),
);

function kindsOf(kind) {
	return kind === 'both' ? ['status', 'inbound'] : [kind];
}

onSubmit(settings, async ({ place, kind, url, type, ...login }) => {
	const { product, integration, apiId } = places[place];
	for (const one of kindsOf(kind)) {
		if (product === 'platform') {
			const to = { integration, kind: one, url, method: type, ...loginOf(login) };
			const { problem } = await post('platform/callback', to);
			if (problem) return `Not saved: ${problem}`;
			continue;
		}
		const result = await post('callback', { apiId, kind: one, url, type, ...loginOf(login) });
		if (result.accepted) continue;
		const answer = String(result.httpStatus ?? result.problem);
		return `Not saved: ${outcome({ state: 'given up', answer, tries: 1 }).replace('not delivered: ', '')}.`;
	}
	return product === 'platform' ? 'Saved.' : 'Saved: the URL answered 200.';
});

document.getElementById('remove').addEventListener('click', async () => {
	const { place, kind } = settings.elements;
	const { product, integration, apiId } = places[place.value];
	for (const one of kindsOf(kind.value)) {
		if (product === 'platform') await post('platform/callback', { integration, kind: one, url: '' });
		else await post('callback', { apiId, kind: one, url: '' });
	}
	settings.querySelector('.answer').textContent = 'Removed.';
});
