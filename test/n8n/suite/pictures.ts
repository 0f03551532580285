import type { Gateway } from '../../gateway';
import type { WorkflowNode } from './workflows';

const PATH = '/suite/read-picture';

/**
 * Stands for the person who looks at a captcha: mounted on the gateway, answers with what the picture of the
 * captcha in the address shows.
 */
export function mountPictureReader(gateway: Gateway): void {
	gateway.mount(async (exchange) => {
		if (exchange.path !== PATH) return false;
		const id = exchange.url.searchParams.get('id') ?? '';
		exchange.sendJson({ code: gateway.connect.captchas.codeOf(id) });
		return true;
	});
}

/** n8n's own HTTP Request node, which asks that person about the captcha of the item. */
export const READ_PICTURE = (gateway: Gateway): WorkflowNode => ({
	name: 'Read the Picture',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: { url: `=${gateway.url}${PATH}?id={{ $json.captchaId }}`, options: {} },
});
