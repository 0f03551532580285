import type { Batch } from '../model';
import { type Call, type Command, refuse } from './call';
import { type Content, readContent } from './content';
import { readCallOptions, sendToEach } from './send';

/** startbatch (SOAP spec 8.1): everything the messages have in common. */
export const startbatch: Command = (call) => {
	const { parameters, state, api } = call;
	const options = readCallOptions(call);
	if (typeof options === 'string') return refuse(state, options);
	const template = parameters.text('template');
	const data = parameters.text('data');
	if (template === '' && data === '') return refuse(state, '202');
	if (options.unicode && template !== '') {
		const content = readContent(template, '', options);
		if (typeof content === 'string') return refuse(state, content);
	}
	const batch: Batch = {
		id: state.ids(),
		apiId: api.apiId,
		template,
		data,
		options,
		startedAt: state.clock.now(),
		ended: false,
	};
	state.batches.set(batch.id, batch);
	return [`ID: ${batch.id}`];
};

/** HTTP names no highest number. */
const ANY_FIELD = /#(field[1-9]\d{0,3})#/g;
const TEN_FIELDS = /#(field(?:10|[1-9]))#/g;

/** senditem (SOAP spec 8.2): the template with this call's fields in their places. */
export const senditem: Command = (call) =>
	sendFromBatch(call, 'several', (template) =>
		template.replace(call.server === 'http' ? ANY_FIELD : TEN_FIELDS, (_, field: string) =>
			call.parameters.text(field),
		),
	);

/** quicksend (SOAP spec 8.3): the template as it stands, to many. */
export const quicksend: Command = (call) => sendFromBatch(call, 'always', (template) => template);

/** endbatch (SOAP spec 8.4). */
export const endbatch: Command = (call) => {
	const batch = call.state.liveBatch(call.parameters.text('batch_id').trim().toLowerCase(), call.api.apiId);
	if (batch === undefined) return refuse(call.state, '201');
	batch.ended = true;
	return ['OK'];
};

function sendFromBatch(
	call: Call,
	naming: 'always' | 'several',
	merge: (template: string) => string,
): string[] {
	const batch = call.state.liveBatch(call.parameters.text('batch_id').trim().toLowerCase(), call.api.apiId);
	if (batch === undefined) return refuse(call.state, '201');
	// Merge fields cannot be used in a Unicode batch (SOAP spec 6.2.14).
	const text = batch.options.unicode ? batch.template : merge(batch.template);
	const content: Content | string = readContent(text, batch.data, batch.options);
	if (typeof content === 'string') return refuse(call.state, content);
	return sendToEach(call, batch.options, () => content, naming, batch.id);
}
