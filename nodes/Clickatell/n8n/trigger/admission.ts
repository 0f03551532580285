import type { IWebhookFunctions } from 'n8n-workflow';
import { isInRanges, readAddressList } from './addresses';
import { type Redactor, redactor } from '../../formats/redact';
import { type CallbackLogin, checkProof, type ExpectedLogin, type Proof, type Verdict } from './authenticity';
import { LoginMemory } from './logins';
import { asText, nodeKeyOf, type TriggerSettings } from './settings';

export const CREDENTIAL = 'clickatellCallbackApi';

const logins = new LoginMemory();

/** Whether a call may start the workflow, by the address it comes from and by what it carries. */
export async function admit(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	proof: Proof,
	address: string,
): Promise<Verdict> {
	const origin = checkAddress(settings, address);
	if (!origin.ok || settings.authentication === 'none') return origin;
	if (context.getNode().credentials?.[CREDENTIAL] === undefined) {
		return {
			ok: false,
			status: 403,
			why: "'Authentication' is 'Credential', and no credential is chosen",
			wayOut: "Choose a credential, or set 'Authentication' to 'None'",
		};
	}
	return checkProof(await expectedLogin(context), proof, settings.loginAsParameters);
}

function checkAddress({ allowedAddresses }: TriggerSettings, address: string): Verdict {
	if (allowedAddresses === undefined) return { ok: true };
	const list = readAddressList(allowedAddresses);
	if (list.ok && isInRanges(address, list.ranges)) return { ok: true };
	return {
		ok: false,
		status: 403,
		why: list.ok ? 'its source address is not among the allowed ones' : list.reason,
		wayOut: "Correct 'Allowed Addresses', or remove it to allow all",
	};
}

async function expectedLogin(context: IWebhookFunctions): Promise<ExpectedLogin> {
	const read = async (): Promise<CallbackLogin> => await readLogin(context);
	// While a workflow is built, a credential is changed and tried at once.
	const memory = context.getMode() === 'manual' ? new LoginMemory() : logins;
	const chosen = context.getNode().credentials?.[CREDENTIAL]?.id ?? '';
	return await memory.get(JSON.stringify([nodeKeyOf(context), chosen]), read);
}

async function readLogin(context: IWebhookFunctions): Promise<CallbackLogin> {
	const credential = await context.getCredentials(CREDENTIAL);
	return {
		user: asText(credential, 'user') ?? '',
		password: asText(credential, 'password') ?? '',
		secret: asText(credential, 'secret') ?? '',
	};
}

/**
 * Takes what proves a call out of one that was let in and is to be kept: its body may hold that where nobody looks for
 * it. Undefined where nothing proves a call. The credential is read for it, since only digests of it are remembered.
 */
export async function proofRedactor(
	context: IWebhookFunctions,
	{ authentication }: TriggerSettings,
): Promise<Redactor | undefined> {
	if (authentication === 'none') return undefined;
	const { user, password, secret } = await readLogin(context);
	return redactor([user, password, secret]);
}
