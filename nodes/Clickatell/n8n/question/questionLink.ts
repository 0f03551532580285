import { createHash } from 'node:crypto';
import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import { publicFault } from '../trigger/reach';

/** Names of the link's parameters: short, because every character of an SMS is paid for. Both are signed. */
const WHO = 'by';
const ROUND = 'q';

/** How many characters of the digest a link carries: it tells rounds apart, it proves nothing. */
const DIGEST_LENGTH = 6;

/**
 * Which question of an execution this is. In a loop the same node asks again, and a late answer to the question before
 * must not count for this one. The input item tells them apart, and for equal items the run that they came from; n8n
 * keeps both while the node waits.
 */
function roundOf(functions: Pick<IExecuteFunctions | IWebhookFunctions, 'evaluateExpression'>): string {
	const input = functions.evaluateExpression('{{ JSON.stringify($json) }}', 0);
	const run = functions.evaluateExpression('{{ $prevNode.runIndex }}', 0);
	const text = `${typeof run === 'number' ? run : 0} ${typeof input === 'string' ? input : ''}`;
	return createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_LENGTH);
}

/** The link by which one of the asked people answers. n8n signs all of it. */
export function linksFor(functions: IExecuteFunctions): (msisdn: string) => string {
	// n8n 1 checks the signature only where it is told to; n8n 2 always does, and has no such function.
	const { setSignatureValidationRequired } = functions as { setSignatureValidationRequired?: () => void };
	setSignatureValidationRequired?.call(functions);
	const round = roundOf(functions);
	return (msisdn) => functions.getSignedResumeUrl({ [WHO]: msisdn, [ROUND]: round });
}

/** Who answers, and which question, by the link that was opened. */
export interface Opener {
	readonly who: string;
	readonly round: string;
}

/** Undefined where the link belongs to another question of the same execution. */
export function openerOf(context: IWebhookFunctions): Opener | undefined {
	const { [WHO]: who, [ROUND]: given, signature } = context.getQueryData() as Record<string, unknown>;
	if (typeof who !== 'string' || !/^\d{1,20}$/.test(who)) return undefined;
	// n8n 2 takes the token of `$execution.resumeUrl` as well, with the node behind a slash, and then nothing else is signed.
	if (String(signature).includes('/')) return undefined;
	const round = roundOf(context);
	return given === round ? { who, round } : undefined;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Why a phone cannot open the link, as one sentence; undefined where nothing speaks against it.
 *
 * @param baseUrl the credential's: where Clickatell itself is on this machine, as the embedded gateway is, so are its phones
 */
export function linkFault(link: string, baseUrl: string): string | undefined {
	if (LOOPBACK.test(new URL(baseUrl).hostname)) return undefined;
	return publicFault(link, {
		unknown: 'The address of n8n for links does not begin with https://',
		private: (origin) => `A phone cannot open ${origin}, an address inside your own network`,
		unencrypted: (origin) => `The link would begin with ${origin}, which is not encrypted`,
	});
}

/** What to do about it. */
export const LINK_ADVICE =
	'Start n8n with WEBHOOK_URL set to its public address, such as https://n8n.example.com/, with the path that your proxy uses. Nothing was sent.';
