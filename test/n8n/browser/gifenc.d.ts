/** As much of gifenc, which comes without types, as is used here. */
declare module 'gifenc' {
	type Palette = number[][];

	export interface Encoder {
		/** @param options the delay in milliseconds until the next picture */
		writeFrame(
			index: Uint8Array,
			width: number,
			height: number,
			options: { palette: Palette; delay: number },
		): void;
		finish(): void;
		bytes(): Uint8Array;
	}

	export function GIFEncoder(): Encoder;
	export function quantize(rgba: Uint8Array, mostColours: number): Palette;
	export function applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array;
}
