import { createHash } from 'node:crypto';

import type { GatewayState } from '../state';
import { MAX_MEDIA_BYTES, MEDIA_DAYS, type MediaFile } from './model';
import { oneApiFailure } from './oneApiErrors';
import type { PlatformReply, PlatformRequest, PlatformWorld } from './world';

/** Files that were uploaded, and those that people sent. */
export class MediaStore {
	private readonly files = new Map<string, MediaFile>();
	/** Bytes a file may have. */
	limit = MAX_MEDIA_BYTES;

	constructor(private readonly state: GatewayState) {}

	/** Keeps a file for thirty days. Without an extension its type is not found, and the ID says so. */
	add(file: Pick<MediaFile, 'fileName' | 'contentType' | 'bytes'> & Partial<MediaFile>): MediaFile {
		const ending = /\.(\w+)$/.exec(file.fileName)?.[1] ?? 'unsupported';
		const kept: MediaFile = {
			to: '',
			broadcastAllowed: false,
			...file,
			fileId: `${this.state.ids()}.${ending}`,
			sha256: createHash('sha256').update(file.bytes).digest('hex'),
			expiresAt: this.state.clock.now() + MEDIA_DAYS * 86_400_000,
		};
		this.files.set(kept.fileId, kept);
		return kept;
	}

	/** A file that is still kept. */
	get(fileId: string): MediaFile | undefined {
		const file = this.files.get(fileId);
		return file !== undefined && file.expiresAt > this.state.clock.now() ? file : undefined;
	}

	clear(): void {
		this.files.clear();
		this.limit = MAX_MEDIA_BYTES;
	}
}

export function uploadMedia({ media }: PlatformWorld, request: PlatformRequest): PlatformReply {
	const { fileName = '', to = '', broadcastAllowed, sha256FileHash } = request.query;
	if (fileName === '') return oneApiFailure(23, ': fileName');
	if (request.bytes.length === 0) return oneApiFailure(23, ': body');
	if (request.bytes.length > media.limit) return oneApiFailure(31);
	const hash = createHash('sha256').update(request.bytes).digest('hex');
	if (sha256FileHash !== undefined && sha256FileHash !== hash) return oneApiFailure(23, ': sha256FileHash');
	const { fileId } = media.add({
		fileName,
		contentType: request.contentType,
		bytes: request.bytes,
		to,
		broadcastAllowed: broadcastAllowed === 'true',
	});
	return { status: 200, body: { fileId, accepted: true } };
}

export function downloadMedia({ media }: PlatformWorld, { query }: PlatformRequest): PlatformReply {
	const file = media.get(query.fileId ?? '');
	if (file === undefined || file.sha256 !== query.sha256Hash) return oneApiFailure(33);
	return { status: 200, body: undefined, bytes: { type: file.contentType, content: file.bytes } };
}

export function getMediaInfo({ media }: PlatformWorld, { pathValues }: PlatformRequest): PlatformReply {
	const file = media.get(pathValues.fileId ?? '');
	if (file === undefined) return oneApiFailure(33);
	const { expiresAt, broadcastAllowed } = file;
	return { status: 200, body: { expirationTime: Math.floor(expiresAt / 1000), broadcastAllowed } };
}
