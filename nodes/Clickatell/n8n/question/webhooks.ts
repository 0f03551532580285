import type { IWebhookDescription } from 'n8n-workflow';

/**
 * Where n8n takes the answer to a question. The path is the node's ID: n8n's links, and its page for late answers, go by
 * it. GET shows the question, POST answers it.
 */
const at = (httpMethod: 'GET' | 'POST'): IWebhookDescription => ({
	name: 'default',
	httpMethod,
	responseMode: 'onReceived',
	responseData: '',
	path: '={{ $nodeId }}',
	restartWebhook: true,
	isFullPath: true,
});

export const answerWebhooks = [at('GET'), at('POST')];

/** What the canvas says while the node waits. */
export const WAITING = 'The execution goes on when somebody has answered the question';
