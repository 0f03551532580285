import type { Clock } from '../clock';
import type { IdSource } from '../ids';
import { drawDigits } from './picture';

const LIFE_MS = 15 * 60_000;

interface Captcha {
	code: string;
	madeAt: number;
	fate: 'open' | 'failed' | 'used';
}

/** Captchas: good for fifteen minutes, for one try (Connect User Guide, get_captcha). */
export class Captchas {
	private readonly byId = new Map<string, Captcha>();

	constructor(
		private readonly clock: Clock,
		private readonly ids: IdSource,
	) {}

	make(): { id: string; png: Buffer } {
		const id = this.ids();
		const code = digits(this.ids(), 6);
		this.byId.set(id, { code, madeAt: this.clock.now(), fate: 'open' });
		return { id, png: drawDigits(code) };
	}

	/** What the picture shows, for those who cannot look. */
	codeOf(id: string): string {
		const captcha = this.byId.get(id);
		if (captcha === undefined) throw new RangeError(`no captcha ${id}`);
		return captcha.code;
	}

	/** Uses a captcha up; undefined when the code was right, else the number of the refusal. */
	redeem(id: string, code: string): string | undefined {
		const captcha = this.byId.get(id.toLowerCase());
		if (captcha === undefined) return '400';
		if (captcha.fate === 'used') return '403';
		if (captcha.fate === 'failed' || this.clock.now() - captcha.madeAt >= LIFE_MS) return '402';
		if (code !== captcha.code) {
			captcha.fate = 'failed';
			return '401';
		}
		captcha.fate = 'used';
		return undefined;
	}

	clear(): void {
		this.byId.clear();
	}
}

/** `count` decimal digits drawn from an id, the first not zero. */
export function digits(id: string, count: number): string {
	const low = 10n ** BigInt(count - 1);
	return String(low + (BigInt(`0x${id}`) % (9n * low)));
}
