import type { BuildOptions, StdinOptions } from 'esbuild';

/** Everything below nodes/ and credentials/, relative to the project, with forward slashes, sorted. */
export function shippedFiles(): string[];

/** What n8n loads by name: one class a file, the class called like the file. */
export function entries(): { file: string; className: string }[];

/** What esbuild is given to write the bundle. */
export function bundleOptions(): BuildOptions & { stdin: StdinOptions & { contents: string } };

/** What esbuild is given to write `dist/loading.js`. */
export function loadingOptions(): BuildOptions;
