import { nameOf } from '../../catalogue';
import type { PlatformOperation } from '../../catalogue/types';
import type { Answer, Failure } from '../../engine/answer';
import type { Files, InputFile } from '../../engine/ports';
import type { Redactor } from '../../formats/redact';
import type { CallValues } from '../../message/callValues';
import { MAX_UPLOAD } from './platformCheck';
import {
	type MessageStatus,
	type Read,
	readBalance,
	readDownload,
	readMarkedAsRead,
	readMediaInfo,
	readSmsStatus,
	readStatuses,
	readUpload,
} from './platformRead';
import {
	writeBalanceQuery,
	writeDownload,
	writeMarkAsRead,
	writeMediaInfoQuery,
	writeSmsStatusQuery,
	writeStatusQuery,
	writeUpload,
} from './platformWrite';
import { MAX_DOWNLOAD, type PlatformApiName, type PlatformReply, type PlatformRequest } from './types';
import { defined } from '../../formats/defined';

/** A call that does not send: the request, and how its answer becomes a record. */
export interface Asking {
	readonly request: PlatformRequest;
	/** A longer answer is not read; as long as JSON may be, unless it says so. */
	readonly maxBytes?: number;
	readonly read: (reply: PlatformReply, secrets: Redactor) => Read<unknown>;
	readonly recordOf: (value: unknown, contentType: string | undefined) => Answer;
}

function asking<T>(
	request: PlatformRequest,
	read: (reply: PlatformReply, secrets: Redactor) => Read<T>,
	recordOf: (value: T, contentType: string | undefined) => Answer,
	maxBytes?: number,
): Asking {
	return {
		request,
		read,
		recordOf: (value, contentType) => recordOf(value as T, contentType),
		...(maxBytes === undefined ? {} : { maxBytes }),
	};
}

const record = (values: Readonly<Record<string, unknown>>): Answer => ({ kind: 'record', record: values });

/** The type without its parameters. */
function typeOf(contentType: string | undefined): string | null {
	const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
	return type ? type : null;
}

/** For a file whose type nobody knows (RFC 2046, section 4.5.1). */
const ANY_FILE = 'application/octet-stream';

export type UploadFile = Extract<InputFile, { ok: true }>;

/** An upload, bound to one number or good for anybody. */
export function uploadOf(file: UploadFile, fileName: string | undefined, onlyTo: string | undefined): Asking {
	const name = fileName ?? file.fileName ?? 'file';
	const contentType = file.contentType ?? ANY_FILE;
	const request = writeUpload({
		bytes: file.bytes,
		fileName: name,
		contentType,
		...(onlyTo === undefined ? { broadcast: true } : { to: onlyTo }),
	});
	return asking(request, readUpload, (fileId) =>
		record({ fileId, fileName: name, contentType, size: file.bytes.length }),
	);
}

/** Why a file cannot be uploaded, as a sentence without a period at its end. */
export function uploadFault(file: UploadFile, field: string): string | undefined {
	if (file.bytes.length === 0) return `the file in the binary field '${field}' is empty`;
	return file.bytes.length > MAX_UPLOAD
		? `the file in the binary field '${field}' has ${file.bytes.length} bytes; at most ${MAX_UPLOAD} (30 MB) are allowed`
		: undefined;
}

const notMade = (sentence: string): Failure => ({
	kind: 'notSent',
	sentence,
	advice: 'Correct the input of this node.',
});

/**
 * What a call asks, or why it cannot be made.
 *
 * @throws where the operation sends, or is none of the Platform's
 */
export async function askingOf(
	operation: PlatformOperation,
	values: CallValues,
	{
		api,
		files,
		item = 0,
	}: { readonly api: PlatformApiName; readonly files: Files; readonly item?: number | undefined },
): Promise<Asking | Failure> {
	const textOf = (name: string): string | undefined => {
		const value = values[name];
		return typeof value === 'string' ? value : undefined;
	};
	const messageId = textOf('messageId') ?? '';
	const fileId = textOf('fileId') ?? '';
	switch (nameOf(operation)) {
		case 'platformAccount.getBalance':
			return asking(
				writeBalanceQuery(),
				(reply, secrets) => readBalance(api, reply, secrets),
				(balance) => record({ ...balance }),
			);
		case 'sms.getStatus':
		case 'whatsApp.getStatus': {
			const channel = operation.resource === 'sms' ? 'sms' : 'whatsapp';
			return api === 'smsApi'
				? asking(writeSmsStatusQuery(messageId), readSmsStatus, (status) => statusRecord(messageId, status))
				: asking(writeStatusQuery(messageId), readStatuses, (statuses) => {
						const own = statuses.find((status) => status.channel === channel) ?? defined(statuses[0]);
						return statusRecord(messageId, own);
					});
		}
		case 'whatsApp.markAsRead':
			return asking(writeMarkAsRead([{ messageId }]), readMarkedAsRead, (marked) => {
				const own = marked.find((each) => each.messageId === messageId) ?? defined(marked[0]);
				return own.accepted
					? record({ messageId, read: true })
					: { kind: 'refused', code: own.error?.code ?? null, text: own.error?.text ?? '' };
			});
		case 'media.upload': {
			const field = textOf('inputDataFieldName') ?? '';
			const file = await files.file(item, field);
			if (!file.ok) return notMade(file.fault);
			const fault = uploadFault(file, field);
			return fault === undefined
				? uploadOf(file, textOf('fileName'), textOf('onlyTo'))
				: notMade(`'Input Data Field Name': ${fault}`);
		}
		case 'media.download': {
			const field = textOf('outputDataFieldName') ?? 'data';
			return asking(
				writeDownload({ fileId, sha256Hash: textOf('sha256Hash') ?? '' }),
				readDownload,
				(bytes, contentType) => {
					const type = typeOf(contentType);
					return {
						kind: 'record',
						record: { fileId, contentType: type, size: bytes.length },
						files: { [field]: { bytes, fileName: fileId, ...(type === null ? {} : { contentType: type }) } },
					};
				},
				MAX_DOWNLOAD,
			);
		}
		case 'media.getInfo':
			return asking(writeMediaInfoQuery(fileId), readMediaInfo, (info) => record({ fileId, ...info }));
		default:
			throw new Error(`The Platform has no call for ${nameOf(operation)}`);
	}
}

function statusRecord(
	messageId: string,
	{ status, statusText, outcome, final, timestamp }: MessageStatus,
): Answer {
	return record({ messageId, status, statusText, outcome, final, timestamp });
}
