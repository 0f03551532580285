import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import {
	readBalance,
	readDownload,
	readMarkedAsRead,
	readMediaInfo,
	readSendAnswer,
	readSmsStatus,
	readStatuses,
	readUpload,
	writeBalanceQuery,
	writeDownload,
	writeMarkAsRead,
	writeMediaInfoQuery,
	writeSend,
	writeSmsSend,
	writeSmsStatusQuery,
	writeStatusQuery,
	writeUpload,
} from '../../../../nodes/Clickatell/apis/platform';
import { parseRequest, type RawRequest } from '../../callbacks/cases';
import type {
	OneApiMessage,
	PlatformReply,
	PlatformRequest,
	SmsSend,
} from '../../../../nodes/Clickatell/apis/platform/types';

const root = path.join(__dirname, '../../../platform');

export interface CallCase {
	name: string;
	input: unknown;
	/** Byte for byte. */
	request: string;
	reply: PlatformReply;
	result: unknown;
}

/** Every folder of `test/platform/calls`: a call in both directions. */
export function callCases(): CallCase[] {
	const folder = path.join(root, 'calls');
	return readdirSync(folder)
		.sort()
		.map((name) => {
			const text = (file: string) => readFileSync(path.join(folder, name, file), 'utf8');
			const [head = '', ...body] = text('reply.http').split('\r\n\r\n');
			return {
				name,
				input: JSON.parse(text('input.json')) as unknown,
				request: text('request.http'),
				reply: { status: Number(head.split(' ')[1]), body: Buffer.from(body.join('\r\n\r\n')) },
				result: JSON.parse(text('result.json')) as unknown,
			};
		});
}

export const callbackFolder = path.join(root, 'callbacks');

export interface PlatformCallbackCase {
	name: string;
	raw: RawRequest;
	/** The events, without their keys, or what stands in their place. */
	expected: ReadonlyArray<Record<string, unknown>> | { kind: string; reason?: string };
}

/** Every folder of `test/platform/callbacks`. */
export function platformCallbacks(): PlatformCallbackCase[] {
	return readdirSync(callbackFolder)
		.sort()
		.map((name) => ({
			name,
			raw: parseRequest(readFileSync(path.join(callbackFolder, name, 'request.http'))),
			expected: JSON.parse(
				readFileSync(path.join(callbackFolder, name, 'event.json'), 'utf8'),
			) as PlatformCallbackCase['expected'],
		}));
}

/** A request as its bytes, in the order of its headers. */
export function onTheWire({ method, path: target, headers, body = '' }: PlatformRequest): string {
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${Buffer.from(body).toString('utf8')}`;
}

/** Both directions of an operation, by the beginning of a case's name. */
export interface Operation {
	write(input: never): PlatformRequest;
	read(reply: PlatformReply, input: never): unknown;
}

export const OPERATIONS: Readonly<Record<string, Operation>> = {
	smsSend: {
		write: (input: SmsSend) => writeSmsSend(input),
		read: (reply, { to }: SmsSend) =>
			readSendAnswer(
				'smsApi',
				reply,
				to.map((one) => ({ to: one })),
			),
	},
	send: {
		write: ({ messages }: { messages: OneApiMessage[] }) => writeSend(messages),
		read: (reply, { messages }: { messages: OneApiMessage[] }) => readSendAnswer('oneApi', reply, messages),
	},
	status: {
		write: ({ messageId }: { messageId: string }) => writeStatusQuery(messageId),
		read: (reply) => readStatuses(reply),
	},
	smsStatus: {
		write: ({ messageId }: { messageId: string }) => writeSmsStatusQuery(messageId),
		read: (reply) => readSmsStatus(reply),
	},
	balance: { write: () => writeBalanceQuery(), read: (reply) => readBalance('smsApi', reply) },
	markAsRead: {
		write: ({ messages }: { messages: Array<{ messageId: string }> }) => writeMarkAsRead(messages),
		read: (reply) => readMarkedAsRead(reply),
	},
	upload: {
		write: ({ text, ...upload }: { text: string; fileName: string; contentType: string }) =>
			writeUpload({ ...upload, bytes: Buffer.from(text) }),
		read: (reply) => readUpload(reply),
	},
	download: {
		write: (input: { fileId: string; sha256Hash: string }) => writeDownload(input),
		read: (reply) => {
			const read = readDownload(reply);
			return read.kind === 'read' ? { ...read, value: Buffer.from(read.value).toString('utf8') } : read;
		},
	},
	mediaInfo: {
		write: ({ fileId }: { fileId: string }) => writeMediaInfoQuery(fileId),
		read: (reply) => readMediaInfo(reply),
	},
};

/** As the cases write it: what is known of a number is only yes or no, and what is undefined is not there. */
export function comparable(value: unknown): unknown {
	return JSON.parse(
		JSON.stringify(value, (_, one: unknown) =>
			typeof one === 'object' && one !== null && 'text' in one && 'code' in one
				? { ...one, known: (one as { known?: unknown }).known !== undefined }
				: one,
		),
	) as unknown;
}
