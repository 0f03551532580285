import type { FormField } from '../../message/questionValues';
import { APPROVE, DECISION, DECLINE, fieldName, sentValues } from './readAnswer';
import type { Question } from './readQuestion';
import { defined } from '../../formats/defined';

/**
 * The pages that a link opens: for a phone, readable without a script, in the light and in the dark. Colours have a
 * contrast of at least 4.5 to 1, buttons are at least 44 pixels high (WCAG 2.2, 1.4.3 and 2.5.5).
 */
const STYLE = `
:root{color-scheme:light dark;--text:#1b1f24;--quiet:#57606a;--page:#f6f8fa;--card:#fff;--line:#8c959f;--main:#0b57d0;--on:#fff;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--quiet:#a7b1bb;--page:#0d1117;--card:#161b22;--line:#6e7681;--main:#a8c7fa;--on:#062e6f;--bad:#ffb4ab}}
*{box-sizing:border-box}
body{margin:0;padding:16px;background:var(--page);color:var(--text);font:17px/1.5 system-ui,sans-serif}
main{max-width:32rem;margin:0 auto;padding:20px;background:var(--card);border-radius:12px}
h1{margin:0 0 12px;font-size:1.25rem;line-height:1.3}
p{margin:0 0 16px}
.question{white-space:pre-line;overflow-wrap:anywhere}
.quiet{color:var(--quiet);font-size:.9rem;margin:20px 0 0}
.bad{color:var(--bad)}
.field{margin:0 0 18px;padding:0;border:0}
label,legend{display:block;margin:0 0 6px;padding:0;font-weight:600;overflow-wrap:anywhere}
input,textarea,select{width:100%;min-height:48px;padding:10px 12px;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px}
textarea{min-height:120px}
.box{display:flex;gap:10px;align-items:center;min-height:44px;font-weight:400}
.box input{width:24px;min-height:24px;height:24px;margin:0}
button{display:block;width:100%;min-height:52px;margin:0 0 12px;padding:10px 16px;font:inherit;font-weight:600;color:var(--on);background:var(--main);border:2px solid var(--main);border-radius:10px}
button.second{color:var(--main);background:transparent}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
`;

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** A text for HTML, in content and in quoted attributes. */
export function html(text: string): string {
	return text.replace(/[&<>"']/g, (char) => defined(ESCAPES[char]));
}

function page(title: string, content: string): string {
	return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${html(title)}</title><style>${STYLE}</style></head><body><main>${content}</main></body></html>`;
}

const INPUT_TYPES: Readonly<Partial<Record<FormField['type'], string>>> = {
	text: 'type="text"',
	number: 'type="text" inputmode="decimal"',
	email: 'type="email"',
	date: 'type="date"',
};

/** What was filled in before, so that nothing has to be written twice. */
function fieldHtml(
	field: FormField,
	index: number,
	values: readonly string[],
	fault: string | undefined,
): string {
	const id = fieldName(index);
	const label = html(field.label) + (field.required ? '' : ' (optional)');
	const described = fault === undefined ? '' : ` aria-invalid="true" aria-describedby="${id}e"`;
	const told = fault === undefined ? '' : `<p class="bad" id="${id}e">${html(fault)}</p>`;
	if (field.type === 'checkbox') {
		const boxes = field.options.map(
			(option) =>
				`<label class="box"><input type="checkbox" name="${id}" value="${html(option)}"${values.includes(option) ? ' checked' : ''}>${html(option)}</label>`,
		);
		return `<fieldset class="field"${described}><legend>${label}</legend>${boxes.join('')}${told}</fieldset>`;
	}
	const required = field.required ? ' required' : '';
	const attributes = `id="${id}" name="${id}"${required}${described}`;
	const value = values[0] ?? '';
	const options = field.options.map(
		(option) => `<option${option === value ? ' selected' : ''}>${html(option)}</option>`,
	);
	const input =
		field.type === 'dropdown'
			? `<select ${attributes}><option value="">Please choose</option>${options.join('')}</select>`
			: field.type === 'textarea'
				? // A browser leaves the first line break of a text area out.
					`<textarea ${attributes} rows="4">\n${html(value)}</textarea>`
				: `<input ${INPUT_TYPES[field.type]} ${attributes} value="${html(value)}">`;
	return `<div class="field"><label for="${id}">${label}</label>${input}${told}</div>`;
}

function controls(
	{ answer, submitLabel }: Question,
	body: unknown,
	faults: ReadonlyMap<number, string>,
): string {
	if (answer.kind === 'approval') {
		const { approve, decline } = answer.buttons;
		const button = (value: string, label: string, style: string) =>
			`<button name="${DECISION}" value="${value}"${style}>${html(label)}</button>`;
		return (
			button(APPROVE, approve, '') +
			(decline === undefined ? '' : button(DECLINE, decline, ' class="second"'))
		);
	}
	const fields = answer.fields.map((field, index) =>
		fieldHtml(field, index, sentValues(body, index), faults.get(index)),
	);
	return `${fields.join('')}<button>${html(submitLabel)}</button>`;
}

/** What was wrong with an answer that was sent. */
export interface Again {
	readonly body: unknown;
	readonly faults: ReadonlyMap<number, string>;
	readonly sentence: string;
}

/** The page that asks. It decides nothing: only what its buttons send does. */
export function questionPage(question: Question, msisdn: string, again?: Again): string {
	const told = again === undefined ? '' : `<p class="bad" role="alert">${html(again.sentence)}</p>`;
	// n8n takes the form of several fields in no other coding, and the others as well in this one.
	const form = `<form method="post" enctype="multipart/form-data" autocomplete="off">${controls(question, again?.body, again?.faults ?? new Map())}</form>`;
	return page(
		question.title,
		`<h1>${html(question.title)}</h1><p class="question">${html(question.message)}</p>${told}${form}<p class="quiet">This link was sent to +${html(msisdn)}. The first answer counts.</p>`,
	);
}

export function confirmationPage({ title, confirmation }: Question): string {
	return page(
		title,
		`<h1>${html(title)}</h1><p class="question" role="status">${html(confirmation)}</p><p class="quiet">You can close this page.</p>`,
	);
}

/** For whom nothing is left to do. */
export function notePage(title: string, text: string): string {
	return page(title, `<h1>${html(title)}</h1><p role="status">${html(text)}</p>`);
}
