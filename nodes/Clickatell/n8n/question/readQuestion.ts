import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import { type Buttons, type FormField, ONE_BUTTON } from '../../message/questionValues';
import type { CallValues } from '../../message/callValues';

/** How a question is answered, and what its page says. */
export interface Question {
	readonly message: string;
	readonly answer:
		| { readonly kind: 'approval'; readonly buttons: Buttons }
		| { readonly kind: 'fields'; readonly fields: readonly FormField[]; readonly isFreeText: boolean };
	readonly title: string;
	readonly submitLabel: string;
	readonly confirmation: string;
}

/** The one field of a free text. */
const FREE_TEXT: FormField = { label: 'Your answer', type: 'textarea', required: true, options: [] };

const text = (value: unknown, otherwise: string): string =>
	typeof value === 'string' && value.trim() !== '' ? value.trim() : otherwise;

/** A question by its checked values. */
export function questionOf(values: CallValues): Question {
	const coded = (name: string, otherwise: string) => text(values[name], otherwise);
	const type = coded('responseType', 'approval');
	const fields = type === 'freeText' ? [FREE_TEXT] : undefined;
	return {
		message: coded('message', ''),
		answer:
			type === 'approval'
				? {
						kind: 'approval',
						buttons: JSON.parse(coded('approvalOptions', ONE_BUTTON)) as Buttons,
					}
				: {
						kind: 'fields',
						fields: fields ?? (JSON.parse(coded('formFields', '[]')) as FormField[]),
						isFreeText: fields !== undefined,
					},
		title: coded('responseFormTitle', 'Your answer'),
		submitLabel: coded('responseFormButtonLabel', 'Send'),
		confirmation: coded('confirmationText', 'Thank you. Your answer was received.'),
	};
}

/** Of the node's context, which n8n keeps with the execution. */
const ASKED = 'question';

/** Keeps a question as it is asked: an expression such as `$now` comes to something else when the link is opened. */
export function keepQuestion(functions: IExecuteFunctions, question: Question): void {
	functions.getContext('node')[ASKED] = JSON.stringify(question);
}

/** The question that a waiting node has asked. Throws where n8n has not kept it. */
export function readQuestion(context: IWebhookFunctions): Question {
	const name = JSON.stringify(context.getNode().name);
	const kept = context.evaluateExpression(`{{ $node[${name}].context.${ASKED} }}`, 0);
	if (typeof kept !== 'string') throw new Error(`The context of ${name} holds no question`);
	return JSON.parse(kept) as Question;
}
