/** A step of a longer run that failed; the message names the step and says why. */
export class StepFailed extends Error {
	constructor(
		readonly step: string,
		override readonly cause: unknown,
	) {
		super(`${step}: ${cause instanceof Error ? cause.message : String(cause)}`);
		this.name = 'StepFailed';
	}
}

/** Tells the step that runs what to show beside its elapsed seconds. */
export type Report = (detail: string) => void;

/**
 * Runs one step and shows it on standard error while it runs: every second on a terminal, every ten seconds
 * elsewhere, then one line with the time it took.
 * @throws StepFailed around whatever the step throws
 */
export async function step<T>(name: string, work: (report: Report) => Promise<T>): Promise<T> {
	const started = Date.now();
	const onTerminal = process.stderr.isTTY;
	let detail = '';
	const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
	const line = () => `  ${name} ... ${seconds()}${detail === '' ? '' : `, ${detail}`}`;
	const show = () => process.stderr.write(onTerminal ? `\r\x1b[K${line()}` : `${line()}\n`);
	const ticking = setInterval(show, onTerminal ? 1000 : 10_000);
	if (onTerminal) show();
	const finish = (text: string) => process.stderr.write(`${onTerminal ? '\r\x1b[K' : ''}${text}\n`);
	try {
		const result = await work((text) => (detail = text));
		finish(`  ${name}: ${seconds()}${detail === '' ? '' : `, ${detail}`}`);
		return result;
	} catch (error) {
		finish(`  ${name}: failed after ${seconds()}`);
		throw error instanceof StepFailed ? error : new StepFailed(name, error);
	} finally {
		clearInterval(ticking);
	}
}
