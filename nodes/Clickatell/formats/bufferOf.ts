/** The same bytes as a Buffer, which shares their memory. */
export function bufferOf(bytes: Uint8Array): Buffer<ArrayBuffer> {
	return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}
