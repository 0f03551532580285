import type { IBinaryKeyData, IWebhookFunctions } from 'n8n-workflow';
import type { InboundFile } from '../../apis/platform/callbacks/platformEvents';
import { PLATFORM_CREDENTIAL, readPlatformCredential, unproved } from '../../apis/platform/credential';
import { readDownload } from '../../apis/platform/platformRead';
import { describePlatformRefusal } from '../../apis/platform/platformRefusal';
import { writeDownload } from '../../apis/platform/platformWrite';
import { deadlineIn, unlessLate } from '../../engine/deadline';
import { logFailure, logUnknownFailure } from '../../engine/faultLog';
import { bufferOf } from '../../formats/bufferOf';
import { redactor } from '../../formats/redact';
import { portsOf } from '../hostPorts';
import type { TriggerEvent } from './decodeCall';
import { whereOf } from './settings';

/** Of all files of a call together. */
export const MOST_MEDIA_BYTES = 32 * 1024 * 1024;
/** For all files of a call, and up to twice this: Clickatell waits for the answer meanwhile. */
const PATIENCE_MS = 5_000;

const LATER = "Download it with the operation 'Download' of 'Media', for 30 days.";

/** An event with its files where a workflow looks for them. */
export interface WithMedia {
	readonly event: TriggerEvent;
	readonly binary?: IBinaryKeyData;
}

/** What became of a file, as it stands in the event. */
interface Placed extends InboundFile {
	/** Which binary property holds it; null where none does. */
	readonly binaryProperty: string | null;
	/** Why not, as one or two sentences. */
	readonly reason: string | null;
}

interface Content {
	readonly bytes: Uint8Array;
	readonly contentType: string | undefined;
}

type Fetch = (file: InboundFile) => Promise<Content | string>;

/**
 * The events of a call, the files of each as binary data: `data`, then `data1` and so on. A file that comes by its ID is
 * asked of the credential's own server, whatever address the call names. A file that cannot be downloaded loses no event: the
 * event says why. Never rejects.
 */
export async function withMedia(
	context: IWebhookFunctions,
	events: readonly TriggerEvent[],
	patienceMs = PATIENCE_MS,
): Promise<WithMedia[]> {
	const fetchFile = fetcher(context, patienceMs);
	const all: WithMedia[] = [];
	for (const event of events) {
		if (event.kind !== 'inbound' || !('files' in event) || event.files.length === 0) {
			all.push({ event });
			continue;
		}
		const binary: IBinaryKeyData = {};
		const files: Placed[] = [];
		for (const file of event.files) {
			const count = Object.keys(binary).length;
			files.push(await place(context, file, fetchFile, count === 0 ? 'data' : `data${count}`, binary));
		}
		all.push({ event: { ...event, files }, ...(Object.keys(binary).length > 0 && { binary }) });
	}
	return all;
}

async function place(
	context: IWebhookFunctions,
	file: InboundFile,
	fetchFile: Fetch,
	name: string,
	binary: IBinaryKeyData,
): Promise<Placed> {
	const content = await contentOf(file, fetchFile);
	if (typeof content === 'string') return { ...file, binaryProperty: null, reason: content };
	try {
		const { bytes, contentType } = content;
		binary[name] = await context.helpers.prepareBinaryData(
			bufferOf(bytes),
			fileNameOf(file),
			mediaType(file.contentType) ?? mediaType(contentType),
		);
	} catch (error) {
		logFailure(logOf(context), 'Clickatell Trigger could not keep a file', error, redactor([]));
		return { ...file, binaryProperty: null, reason: `n8n could not keep the file. ${LATER}` };
	}
	return { ...file, content: null, binaryProperty: name, reason: null };
}

async function contentOf(file: InboundFile, fetchFile: Fetch): Promise<Content | string> {
	if (file.content === null) return await fetchFile(file);
	return { bytes: Buffer.from(file.content, 'base64'), contentType: undefined };
}

function fetcher(context: IWebhookFunctions, patienceMs: number): Fetch {
	const deadline = deadlineIn(patienceMs);
	let isLate = false;
	let left = MOST_MEDIA_BYTES;
	return async (file) => {
		const { fileId, sha256Hash, size } = file;
		if (fileId === null || sha256Hash === null) {
			return 'The call names no file ID with a checksum, without which no file can be downloaded.';
		}
		const tooLarge = `The files of the call are together larger than ${MOST_MEDIA_BYTES >> 20} MB. ${LATER}`;
		const tooLate = `Clickatell did not send the file in time. ${LATER}`;
		if (size !== null && size > left) return tooLarge;
		if (isLate) return tooLate;
		const request = writeDownload({ fileId, sha256Hash });
		const content = await unlessLate(download(context, request, left, patienceMs), deadline);
		if (content === 'late') {
			isLate = true;
			return tooLate;
		}
		if (typeof content === 'string') return content;
		if (content.bytes.length > left) return tooLarge;
		left -= content.bytes.length;
		return content;
	};
}

/** The file, or why there is none. */
async function download(
	context: IWebhookFunctions,
	{ method, path, headers }: ReturnType<typeof writeDownload>,
	maxBytes: number,
	timeoutMs: number,
): Promise<Content | string> {
	if (context.getNode().credentials?.[PLATFORM_CREDENTIAL] === undefined) {
		return `No credential 'Clickatell Platform API' is chosen in the trigger. ${LATER}`;
	}
	const ports = { ...portsOf(context, PLATFORM_CREDENTIAL), ...logOf(context) };
	let secrets = redactor([]);
	try {
		const stored = await ports.credential();
		const read = readPlatformCredential(stored);
		if (!read.ok) return `The credential needs attention: ${read.fault}.`;
		const { key, baseUrl } = read.credential;
		const { host } = new URL(baseUrl);
		secrets = redactor([key]);
		const call = { method, url: baseUrl + path, headers, timeoutMs, maxBytes };
		const result = await ports.http(call, unproved(stored));
		if (!result.ok) {
			logUnknownFailure(ports, host, result, secrets);
			return `The answer to the download was lost: ${host} ${result.what}. ${LATER}`;
		}
		const reply = readDownload({ status: result.status, body: result.bytes }, secrets);
		switch (reply.kind) {
			case 'read':
				return { bytes: reply.value, contentType: result.contentType };
			case 'refused': {
				const { sentence, advice } = describePlatformRefusal(reply.error);
				return `${sentence}. ${advice}`;
			}
			case 'unreadable':
				return `${reply.reason} ${LATER}`;
		}
	} catch (error) {
		logFailure(ports, 'Clickatell Trigger could not download a file', error, secrets);
		return `The file could not be downloaded: see the log of n8n. ${LATER}`;
	}
}

function logOf(context: IWebhookFunctions): { log: ReturnType<typeof portsOf>['log'] } {
	return { log: (level, words) => context.logger[level](words, whereOf(context)) };
}

/** What stands in front of a slash would be a folder to whoever writes the file. */
function fileNameOf({ fileName, fileId }: InboundFile): string | undefined {
	return (fileName ?? fileId)?.split(/[/\\]/).at(-1)?.slice(-200) || undefined;
}

function mediaType(written: string | null | undefined): string | undefined {
	return /^[\w.+-]{1,100}\/[\w.+-]{1,100}/.exec(written ?? '')?.[0].toLowerCase();
}
