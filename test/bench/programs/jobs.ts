/** What the programs are told and what they tell, as JSON. */

/**
 * What the items of a run ask of the node: one text (or `texts`), a text that n8n works out for each item, a template
 * filled in for each item, every second number wrong, or every second number refused by the gateway.
 */
export type Kind = 'plain' | 'expression' | 'personal' | 'wrongNumbers' | 'refusals';

/** The server of the SMS Gateway that is called. */
export type BenchServer = 'documentLiteral' | 'http';

/** One of the Platform's APIs, in place of a server of the gateway. */
export type PlatformApi = 'oneApi' | 'smsApi';

/** The SMS Gateway takes at most so many recipients in one call. */
export const RECIPIENTS = 300;

export interface EngineJob {
	/** `least`: one that checks nothing, over HTTP/S. */
	readonly node: 'clickatell' | 'twilio' | 'noOp' | 'least';
	readonly server: BenchServer;
	readonly platform?: PlatformApi;
	readonly kind: Kind;
	readonly items: number;
	/** `field`: different ones, each in a field of its item. */
	readonly texts: 'same' | 'different' | 'field';
	readonly concurrency: number;
	/** 0: unpaced. */
	readonly callsPerSecond: number;
	/** Whether a session is kept already, as in all executions but the first of a quarter of an hour. */
	readonly loggedIn: boolean;
	/** How many the node has run in the same process before: a few, or as many again. */
	readonly itemsBefore: number;
	/** Whether the heap is collected and looked at now and then, which costs more time than the run itself. */
	readonly watchHeap: boolean;
	/** The package as installed, and n8n-nodes-base. */
	readonly packageFolder: string;
	readonly nodesBase: string;
	readonly baseUrl?: string;
}

export interface EngineResult {
	readonly milliseconds: number;
	readonly cpuMilliseconds: number;
	/** Highest resident memory above that before the run. */
	readonly peakBytes: number;
	/** The most that was in use, buffers included, above that before the run; at its end only, unless watched. */
	readonly liveBytes: number;
	/** The longest time for which the event loop was held, in the node and in the whole execution. */
	readonly nodeStallMs: number;
	readonly stallMs: number;
	readonly logins: number;
}

export interface CpuJob {
	readonly rounds: number;
	readonly sliceMs: number;
	/** The file of the document/literal server. */
	readonly wsdl: string;
	/** The folder of recorded callbacks. */
	readonly callbacks: string;
}

/** Microseconds of CPU for each piece of work, by contender, round by round. */
type Costs = Record<string, number[]>;

export interface CpuResult {
	readonly one: Costs;
	readonly many: Costs;
	/** Reading the answer to so many recipients, by the reader that took it: `guard`, or `parser`, the one in series. */
	readonly reading: readonly { readonly recipients: number; readonly costs: Costs }[];
	readonly callbacks: Costs;
	/** A call of One API with 100 different messages, and one of the SMS API to 200 recipients. */
	readonly oneApi: Costs;
	readonly smsApi: Costs;
}

/** A few items first: n8n runs for weeks, and what it loads and compiles once is no cost of a message. */
export const FIRST_ITEMS = 10;

export interface BareJob {
	/** Of the proxy. */
	readonly port: number;
	/** How many calls the process has made before. */
	readonly callsBefore: number;
	readonly server: BenchServer;
	readonly calls: number;
	readonly recipients: number;
	readonly concurrency: number;
	readonly platform?: PlatformApi;
}

export interface BareResult {
	readonly milliseconds: number;
}

export interface LoadJob {
	/** Absolute paths, and the class that n8n takes from each. */
	readonly files: readonly { readonly file: string; readonly name: string }[];
}

export interface LoadResult {
	readonly milliseconds: number;
	readonly heapBytes: number;
	readonly made: number;
}

export interface FloodJob {
	readonly url: string;
	readonly requests: number;
	readonly connections: number;
	/** Sends to that many recipients each; without it, status callbacks. */
	readonly recipients?: number;
	/** Digits that make the messages of this run new ones. */
	readonly mark: string;
	/** What the answer to one more request, made before the clock runs, must contain. */
	readonly mustHold?: string;
}

export interface FloodResult {
	readonly milliseconds: number;
}

export interface ReceiveJob {
	/** The trigger of a built package. */
	readonly trigger: { readonly file: string; readonly name: string };
	/** The folder of recorded callbacks. */
	readonly callbacks: string;
	/** The one of them that is received again and again. */
	readonly callback: string;
	readonly calls: number;
}

export interface ReceiveResult {
	/** CPU for a callback. */
	readonly microseconds: number;
}
