import { choice, element, labelled } from './element.js';

const KINDS = [
	['text', 'Text'],
	['location', 'Location'],
	['media', 'Picture or file'],
];

/** Bytes as text in base64. */
async function base64(file) {
	const bytes = new Uint8Array(await file.arrayBuffer());
	const parts = [];
	for (let at = 0; at < bytes.length; at += 0x8000) {
		parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
	}
	return btoa(parts.join(''));
}

function degrees(name, value, most) {
	return element('input', '', undefined, {
		name,
		type: 'number',
		step: 'any',
		min: -most,
		max: most,
		value,
		required: true,
	});
}

/** Fields for what a person writes: a text, and by WhatsApp a place or a file as well. */
export function contentFields(channel, { text = '', rows = 3 } = {}) {
	const node = element('div');
	const fields = element('div');
	const kind = choice(KINDS, { name: 'kind' });
	const area = element('textarea', '', undefined, { name: 'text', rows, required: true, value: text });
	const latitude = degrees('latitude', '-33.9249', 90);
	const longitude = degrees('longitude', '18.4241', 180);
	const place = element('input', '', undefined, { name: 'place', value: 'The shop' });
	const file = element('input', '', undefined, { name: 'file', type: 'file', required: true });
	const caption = element('input', '', undefined, { name: 'caption' });
	const pair = element('div', 'pair');
	pair.append(labelled('Latitude', latitude), labelled('Longitude', longitude));
	const show = () => {
		const shown = {
			text: [labelled('Text', area)],
			location: [labelled('Name of the place', place), pair],
			media: [labelled('File', file), labelled('Caption', caption)],
		};
		fields.replaceChildren(...shown[kind.value]);
	};
	kind.addEventListener('change', show);
	show();
	if (channel === 'whatsapp') node.append(labelled('What', kind));
	node.append(fields);
	return {
		node,
		focus: () => area.focus(),
		/** What the gateway is told of it. */
		async read() {
			if (kind.value === 'text') return { text: area.value };
			if (kind.value === 'location') {
				return {
					location: {
						latitude: Number(latitude.value),
						longitude: Number(longitude.value),
						name: place.value,
					},
				};
			}
			const [chosen] = file.files;
			return {
				media: {
					fileName: chosen.name,
					contentType: chosen.type || 'application/octet-stream',
					content: await base64(chosen),
					caption: caption.value,
				},
			};
		},
	};
}
