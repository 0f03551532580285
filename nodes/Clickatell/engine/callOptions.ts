import { CALLS_PER_SECOND, CONCURRENCY, TIMEOUT } from '../catalogue/messageParameters';
import type { Parameter } from '../catalogue/types';
import type { Checked } from '../message/check';
import type { CallOptions } from './api';
import type { PoolLimits } from './pool';

type Values = Checked['values'];

function numberOf(values: Values | undefined, { name, otherwise }: Parameter): number {
	return Number(values?.[name] ?? otherwise);
}

export function callOptions(values: Values): CallOptions {
	return {
		timeoutMs: numberOf(values, TIMEOUT) * 1000,
		repeatOnInternalError: values['repeatOnInternalError'] === '1',
	};
}

/** One pace for the whole run, taken from its first item. */
export function poolLimits(first: Checked | undefined): PoolLimits {
	return {
		concurrency: numberOf(first?.values, CONCURRENCY),
		perSecond: numberOf(first?.values, CALLS_PER_SECOND),
	};
}
