import type { Checked } from '../protocol/check';
import type { PoolLimits } from './pool';

const DEFAULT_TIMEOUT_SECONDS = 60;
const DEFAULT_CONCURRENCY = 10;
/** The submit rate that Clickatell calls normal (docs/protocol/soap.md#servers). */
const DEFAULT_CALLS_PER_SECOND = 100;

type Values = Checked['values'];

function numberOf(values: Values | undefined, name: string, otherwise: number): number {
	const value = values?.[name];
	return typeof value === 'string' ? Number(value) : otherwise;
}

export function callOptions(values: Values): { timeoutMs: number; repeatOnInternalError: boolean } {
	return {
		timeoutMs: numberOf(values, 'timeout', DEFAULT_TIMEOUT_SECONDS) * 1000,
		repeatOnInternalError: values['repeatOnInternalError'] === '1',
	};
}

/** One pace for the whole run, taken from its first item. */
export function poolLimits(first: Checked | undefined): PoolLimits {
	return {
		concurrency: numberOf(first?.values, 'concurrency', DEFAULT_CONCURRENCY),
		perSecond: numberOf(first?.values, 'callsPerSecond', DEFAULT_CALLS_PER_SECOND),
	};
}
