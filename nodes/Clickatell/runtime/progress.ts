import type { SentOutcome } from '../protocol/rows';
import type { Ports } from './ports';

/** A run shorter than this is over before anyone looks. */
const CALLS_BETWEEN_LINES = 500;
const IDS_IN_A_LINE = 300;

/** Tells n8n's log how far a long run has come. */
export class Progress {
	private calls = 0;

	constructor(
		private readonly ports: Pick<Ports, 'log' | 'hint'>,
		private readonly total: number,
	) {}

	/** One more call has been made. */
	made(): void {
		this.calls++;
		if (this.calls % CALLS_BETWEEN_LINES === 0)
			this.info(`${this.calls} of ${this.total} calls to Clickatell made`);
	}

	/**
	 * Says what had been sent when the execution was cancelled. n8n stores a cancelled execution at once, without the
	 * output of the node that still runs, so that only its log can name these messages afterwards.
	 */
	cancelled(outcomes: readonly SentOutcome[]): void {
		const accepted = outcomes.filter(({ row }) => row.accepted === true);
		const doubtful = outcomes.filter(({ row }) => row.accepted === null);
		const doubt = doubtful.length > 0 ? `, ${doubtful.length} more may have been` : '';
		const summary = `The execution was canceled: ${accepted.length} of ${outcomes.length} messages were accepted by Clickatell${doubt}`;
		this.ports.hint(summary);
		this.info(summary);
		this.infoIds('Accepted message IDs', accepted, ({ row }) => row.messageId);
		this.infoIds('Client message IDs that may have been sent', doubtful, ({ row }) => row.clientMessageId);
	}

	private infoIds(
		what: string,
		outcomes: readonly SentOutcome[],
		idOf: (outcome: SentOutcome) => string | null,
	): void {
		const ids = [...new Set(outcomes.map(idOf))].filter((id) => id !== null);
		for (let start = 0; start < ids.length; start += IDS_IN_A_LINE)
			this.info(`${what}: ${ids.slice(start, start + IDS_IN_A_LINE).join(', ')}`);
	}

	private info(message: string): void {
		this.ports.log('info', message);
	}
}
