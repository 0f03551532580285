/**
 * Builds and packs the package, once for all that install it into an n8n afterwards: each of them would do it, and a
 * build takes dist/ away from what is running then.
 */
import { packPackage } from './package';
import { step } from './progress';

step('Building and packing the package', packPackage).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
