import { OPT_OUT_WORDS } from '../catalogue/optOutWords';
import { cut } from '../formats/cut';

/** What an inbound event has for an AI agent, its memory, and a list of people who want no more messages. */
export type Conversation = {
	/** The same for all that one person writes on one channel to one number of the account. */
	readonly sessionId: string;
	/** What the person said, as a sentence where it was no text. Never empty. */
	readonly chatInput: string;
	/** Whether the message is one of the opt-out words and nothing else. */
	readonly optOut: boolean;
};

/** What of an inbound event the conversation is made of; the keys are the event's. */
export interface Inbound {
	readonly channel: string | null;
	readonly from: string | null;
	readonly to: string | null;
	readonly text: string | null;
	readonly dedupeKey: string;
	readonly files?: ReadonlyArray<{ readonly contentType: string | null; readonly fileName: string | null }>;
	readonly longitude?: number | null;
	readonly latitude?: number | null;
	readonly locationName?: string | null;
	readonly locationAddress?: string | null;
}

export function conversationOf(event: Inbound): Conversation {
	return {
		sessionId: sessionIdOf(event),
		chatInput: chatInputOf(event),
		optOut: event.text !== null && isOptOut(event.text),
	};
}

/** A number is written the same with its plus sign and without; nothing else may read as the mark between two parts. */
function partOf(value: string | null): string {
	return encodeURIComponent((value ?? '').toWellFormed().replace(/^\+(?=[0-9]+$)/, ''));
}

/** Of a message without a sender nobody knows the conversation: it is one of its own. */
function sessionIdOf({ channel, from, to, dedupeKey }: Inbound): string {
	return from === null ? dedupeKey : [channel, to, from].map(partOf).join(':');
}

/** Names of files in a sentence. */
const MOST_NAMED = 5;
const LONGEST_NAME = 100;

const KINDS: readonly (readonly [begins: string, one: string])[] = [
	['image/', 'an image'],
	['audio/', 'an audio file'],
	['video/', 'a video'],
];

function chatInputOf({ text, files = [], ...place }: Inbound): string {
	if (text !== null && text.trim() !== '') return text;
	if (files.length > 0) return `Sent ${filesAsWords(files)}`;
	const location = placeAsWords(place);
	return location === undefined ? 'Sent an empty message' : `Sent a location: ${location}`;
}

function filesAsWords(files: NonNullable<Inbound['files']>): string {
	const [first] = files;
	const kind = KINDS.find(([begins]) => first?.contentType?.toLowerCase().startsWith(begins))?.[1];
	const what = files.length > 1 ? `${files.length} files` : (kind ?? 'a file');
	const names = files.slice(0, MOST_NAMED).flatMap(({ fileName }) => (fileName ? [shown(fileName)] : []));
	return names.length > 0 ? `${what}: ${names.join(', ')}` : what;
}

function placeAsWords({ longitude, latitude, locationName, locationAddress }: Partial<Inbound>) {
	const names = [locationName, locationAddress].flatMap((name) => (name ? [shown(name)] : []));
	const hasDegrees = typeof latitude === 'number' && typeof longitude === 'number';
	const degrees = hasDegrees ? [`latitude ${latitude}, longitude ${longitude}`] : [];
	const all = [...names, ...degrees];
	return all.length > 0 ? all.join(', ') : undefined;
}

function shown(name: string): string {
	return cut(name, LONGEST_NAME);
}

/** No word with what stands around it is longer; also keeps the work on a long text small. */
const LONGEST_WORD = 40;
const WORDS: ReadonlySet<string> = new Set(OPT_OUT_WORDS.flatMap(({ words }) => words));

/** Blanks, quotation marks and punctuation around a word do not count, nor letter case, nor accents. */
export function isOptOut(text: string): boolean {
	const said = text.trim();
	if (said.length > LONGEST_WORD) return false;
	const word = said
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/\p{Pd}/gu, '-')
		.toUpperCase()
		.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
		.replace(/\s+/g, ' ');
	return WORDS.has(word);
}
