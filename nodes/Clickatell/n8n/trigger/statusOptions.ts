import type { INodePropertyOptions } from 'n8n-workflow';
import { ONE_API_STATUSES } from '../../apis/platform/platformStatuses';
import { MESSAGE_STATUSES } from '../../catalogue/statuses';

/** Every status by which a workflow can be started: numbers of the gateway, then names of One API. */
export const statusOptions: INodePropertyOptions[] = [
	...MESSAGE_STATUSES.map(({ code, text, meaning }) => ({
		name: `${code} ${titleCase(text)}`,
		value: code,
		// n8n's wording rule: one sentence ends without a period, several end with one.
		description: /\.\s/.test(meaning) ? meaning : meaning.replace(/\.$/, ''),
	})),
	...[...ONE_API_STATUSES]
		.map(([name, { statusText }]) => ({ name, value: name, description: statusText }))
		// By their words, as n8n wants it.
		.sort((a, b) => (wordsOf(a.name) < wordsOf(b.name) ? -1 : 1)),
];

function wordsOf(name: string): string {
	return name.replaceAll('_', ' ');
}

function titleCase(text: string): string {
	return text.replace(/\b[a-z]\w{3,}|\bnot\b/g, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}
