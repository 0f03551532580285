/** Makes an element. Texts of others become text nodes, never markup. */
export function element(tag, className = '', text = undefined, properties = {}) {
	const node = document.createElement(tag);
	if (className) node.className = className;
	if (text !== undefined) node.textContent = text;
	return Object.assign(node, properties);
}

/** A field below its label. */
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
