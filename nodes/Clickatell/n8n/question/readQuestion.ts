import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import { type Buttons, type FormField } from '../../message/questionValues';
import { codeValue, isBlank } from '../../message/values';
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
						buttons: JSON.parse(coded('approvalOptions', '{"approve":"Approve"}')) as Buttons,
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

/** The question that a waiting node has asked. */
export function readQuestion(context: IWebhookFunctions): Question {
	const name = JSON.stringify(context.getNode().name);
	const kept = context.evaluateExpression(`{{ $node[${name}].context.${ASKED} }}`, 0);
	return typeof kept === 'string' && kept !== '' ? (JSON.parse(kept) as Question) : readParameters(context);
}

/** The same from the node's parameters. They were checked before it was sent. */
function readParameters(context: IWebhookFunctions): Question {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const read = (name: string): unknown => context.getNodeParameter(name, null);
	const values: Record<string, string> = {};
	const take = (name: string, given: unknown, kind?: 'buttons' | 'formFields'): void => {
		if (isBlank(given)) return;
		const coded = codeValue(given, { kind: kind ?? 'text' });
		if (!coded.ok) throw new RangeError(`'${name}' ${coded.fault}`);
		values[name] = coded.value;
	};
	take('message', read('message'));
	take('responseType', read('responseType'));
	if ((values['responseType'] ?? 'approval') === 'approval')
		take('approvalOptions', read('approvalOptions'), 'buttons');
	if (values['responseType'] === 'customForm') take('formFields', read('formFields'), 'formFields');
	for (const name of ['responseFormTitle', 'responseFormButtonLabel', 'confirmationText'])
		take(name, options[name]);
	return questionOf(values);
}
