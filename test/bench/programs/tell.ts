/** Prints what a program has measured, as JSON in one line, and ends it; or its error, with exit code 1. */
export function tell(result: Promise<unknown>): void {
	result.then(
		(measured) => process.stdout.write(`${JSON.stringify(measured)}\n`, () => process.exit(0)),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		},
	);
}
