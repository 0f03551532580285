import type { Choice } from '../catalogue/types';
import { asText, bad, good, quoted, type Coded } from './coded';

function toNumber(raw: unknown): number | undefined {
	if (typeof raw === 'number') return raw;
	if (typeof raw === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(raw)) return Number(raw);
	return undefined;
}

const DECIMALS = 6;
const SMALLEST_DECIMAL = 10 ** -DECIMALS;

/** A number as digits, never in exponent form. */
function plainDecimal(value: number): string {
	return Number.isInteger(value) ? value.toFixed(0) : String(Number(value.toFixed(DECIMALS)));
}

/** The largest value of `xsd:int`, the wire's type for numbers; also keeps them out of exponent form. */
const LARGEST_INT = 2_147_483_647;

export function codeNumber(
	raw: unknown,
	limits: { min: number; max?: number; unit?: string; whole: boolean },
): Coded {
	const value = toNumber(raw);
	const max = limits.max ?? LARGEST_INT;
	const unit = limits.unit ? ` ${limits.unit}` : '';
	if (value === undefined || !Number.isFinite(value)) return bad(`is ${quoted(raw)}; it must be a number`);
	if (limits.whole && !Number.isInteger(value)) return bad(`is ${value}; it must be a whole number`);
	if (value < limits.min || value > max)
		return bad(`is ${value}; it must be between ${limits.min} and ${max}${unit}`);
	const plain = plainDecimal(value);
	// Rounded to 0 it would say something else, such as no limit at all.
	if (value !== 0 && Number(plain) === 0)
		return bad(`is ${value}; it must be 0 or at least ${SMALLEST_DECIMAL.toFixed(DECIMALS)}`);
	return good(plain);
}

const TRUE = new Set<unknown>([true, 1, '1', 'true']);
const FALSE = new Set<unknown>([false, 0, '0', 'false']);

export function codeFlag(raw: unknown): Coded {
	if (TRUE.has(raw)) return good('1');
	if (FALSE.has(raw)) return good('0');
	return bad(`is ${quoted(raw)}; it must be on or off`);
}

function findChoice(choices: readonly Choice[], raw: unknown): Choice | undefined {
	const text = asText(raw);
	return choices.find((choice) => String(choice.value) === text);
}

export function codeChoice(raw: unknown, choices: readonly Choice[]): Coded {
	const choice = findChoice(choices, raw);
	if (choice) return good(String(choice.value));
	const allowed = choices.map((each) => `${each.value} (${each.label})`).join(', ');
	return bad(`is ${quoted(raw)}; it must be one of ${allowed}`);
}

/** The sum of the chosen bits; a number that is such a sum already is taken as it is. */
export function codeBits(raw: unknown, choices: readonly Choice[]): Coded {
	const all = choices.reduce((sum, choice) => sum | Number(choice.value), 0);
	const given = Array.isArray(raw) ? raw : [raw];
	let sum = 0;
	for (const one of given) {
		const value = toNumber(one);
		// The comparison comes first: bit operators see the low 32 bits only.
		if (value === undefined || !Number.isInteger(value) || value < 0 || value > all || (value & ~all) !== 0) {
			const known = choices.map((each) => `${each.value} (${each.label})`).join(', ');
			return bad(`holds ${quoted(one)}; it takes ${known}, or a sum of them`);
		}
		sum |= value;
	}
	return good(String(sum));
}
