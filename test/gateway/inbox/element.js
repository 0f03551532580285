/** Makes an element. Texts of others become text nodes, never markup. */
export function element(tag, className = '', text = undefined, properties = {}) {
	const node = document.createElement(tag);
	if (className) node.className = className;
	if (text !== undefined) node.textContent = text;
	return Object.assign(node, properties);
}

/** A field below its label. */
/** A text as a phone shows it: what is an address can be tapped, and nothing else is more than text. */
export function phoneText(text) {
	const shown = element('p', 'text');
	for (const part of (text ?? '').split(/(https?:\/\/[^\s<>"]+)/)) {
		const isLink = /^https?:\/\//.test(part);
		const link = { href: part, target: '_blank', rel: 'noopener noreferrer' };
		shown.append(isLink ? element('a', '', part, link) : part);
	}
	return shown;
}

export function labelled(text, field) {
	const label = element('label', '', `${text} `);
	label.append(field);
	return label;
}

/** A list of choices, each with a value and its words. */
export function choice(choices, properties = {}) {
	const select = element('select', '', undefined, properties);
	select.append(...choices.map(([value, words]) => new Option(words, value)));
	return select;
}
