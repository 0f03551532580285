import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { defined } from '../../../nodes/Clickatell/formats/defined';
import { SESSION } from '../wire/replies';
import { RECIPIENTS } from './jobs';

/**
 * The least that a node can do to send one text to all items over HTTP/S: it checks nothing, asks n8n only to make the calls, and
 * reads no more of an answer than its lines. What it takes longer than bare calls is n8n's.
 */
export function leastNode(text: string, concurrency: number): INodeType {
	return {
		description: {
			displayName: 'Least',
			name: 'least',
			group: [],
			version: 1,
			description: '',
			defaults: { name: 'Least' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const items = this.getInputData();
			const output: INodeExecutionData[] = [];
			const starts: number[] = [];
			for (let start = 0; start < items.length; start += RECIPIENTS) starts.push(start);
			const worker = async () => {
				for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
					const to = items.slice(start, start + RECIPIENTS).map(({ json }) => json['to'] as string);
					const answer = (await this.helpers.httpRequest({
						method: 'POST',
						url: 'https://api.clickatell.com/http/sendmsg',
						headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
						body: `session_id=${SESSION}&to=${to.join(',')}&text=${encodeURIComponent(text)}`,
					})) as string;
					for (const [i, line] of answer.split('\n').entries()) {
						const item = start + i;
						output[item] = {
							json: { to: defined(to[i]), accepted: line.startsWith('ID:'), messageId: line.slice(4, 36) },
							pairedItem: { item },
						};
					}
				}
			};
			await Promise.all(Array.from({ length: concurrency }, worker));
			return [output];
		},
	};
}
