import type { Operation } from '../catalogue/types';
import type { CallValues } from './callValues';
import type { Scheduling } from './openHours';
import type { cutText, EncodingChoice, measureText } from './text/gsm';

/** How a carrier measures and cuts a text. */
export interface TextCarrier {
	/** As `measureText` of message/text/gsm.ts. */
	readonly measure: typeof measureText;
	/** As `cutText` of message/text/gsm.ts. */
	readonly cut: typeof cutText;
	/** Whether it takes every text as it is written, instead of Unicode in hex. */
	readonly takesAnyText?: boolean;
}

/** What carries a message, as far as the checks must know. */
export interface Carrier extends TextCarrier {
	/** Before `server` in a sentence. */
	readonly label: string;
	/** The encoding that other values of a message ask for, where 'Encoding' does not say. */
	readonly encodingFor?: (valueOf: (name: string) => string | undefined) => EncodingChoice | undefined;
	/** How many merge fields a template may have. */
	readonly mergeFields: number;
	/** How it puts a message off, where it can. */
	readonly scheduling?: Scheduling;
	/** What of an item it does not carry, each a sentence that names the field and the way out. */
	faults(record: Operation, values: CallValues): string[];
}
