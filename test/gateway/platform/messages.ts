import type { GatewayState } from '../state';
import { isFinal, lastStatusOf } from './codes';
import type { PlatformMessage } from './model';

/** A message as it is accepted; the rest follows from the clock. */
export type NewMessage = Omit<
	PlatformMessage,
	'id' | 'status' | 'history' | 'acceptedAt' | 'expiresAt' | 'milliCharge'
> & {
	milliCharge: number;
	/** Minutes. */
	validity: number;
	/** Milliseconds of the gateway's clock; absent means at once. */
	scheduledFor?: number;
	/** Status it ends with whatever its number says, such as 131 outside WhatsApp's 24 hours. */
	failsWith?: number;
};

const QUEUED = 2;
const SCHEDULED = 3;
const SENT = 4;
const RECEIVED = 5;
const READ = 6;
const EXPIRED = 20;

/** The messages of the Platform, and how they change as time passes. */
export class PlatformMessages {
	private readonly messages = new Map<string, PlatformMessage>();

	/** @param onStatus told of every status but the first */
	constructor(
		private readonly state: GatewayState,
		private readonly onStatus: (message: PlatformMessage) => void,
	) {}

	accept({ validity, scheduledFor, failsWith, ...fields }: NewMessage): PlatformMessage {
		const now = this.state.clock.now();
		const begins = Math.max(now, scheduledFor ?? now);
		const status = begins > now ? SCHEDULED : QUEUED;
		const message: PlatformMessage = {
			...fields,
			id: this.state.ids(),
			status,
			history: [{ status, at: now }],
			acceptedAt: now,
			expiresAt: begins + validity * 60_000,
		};
		this.messages.set(message.id, message);
		const last = failsWith ?? lastStatusOf(message.to);
		this.state.timers.after(begins - now, () => this.begin(message, last));
		this.state.changed();
		return message;
	}

	get(id: string): PlatformMessage | undefined {
		return this.messages.get(id);
	}

	get size(): number {
		return this.messages.size;
	}

	all(): PlatformMessage[] {
		return [...this.messages.values()];
	}

	/** The last message to a number, which a reply from it answers. */
	lastTo(integrationId: string, to: string): PlatformMessage | undefined {
		return this.all().findLast((message) => message.integrationId === integrationId && message.to === to);
	}

	/** Gives a message a status now, whatever was to become of it. */
	force(message: PlatformMessage, status: number): void {
		message.status = status;
		message.history.push({ status, at: this.state.clock.now() });
		this.onStatus(message);
		this.state.changed();
	}

	/** A person has opened a delivered message: WhatsApp tells, an SMS does not. */
	markRead(message: PlatformMessage): void {
		if (message.channel === 'whatsapp' && message.status === RECEIVED) this.force(message, READ);
	}

	/** Texts that were accepted more than once for a recipient: empty when no money was spent twice. */
	doubled(): Array<{ to: string; text: string; count: number }> {
		const counts = new Map<string, { to: string; text: string; count: number }>();
		for (const { channel, to, text } of this.messages.values()) {
			const key = JSON.stringify([channel, to, text]);
			const entry = counts.get(key) ?? { to, text, count: 0 };
			entry.count += 1;
			counts.set(key, entry);
		}
		return [...counts.values()].filter(({ count }) => count > 1);
	}

	clear(): void {
		this.messages.clear();
	}

	private begin(message: PlatformMessage, last: number): void {
		const { toGateway, toHandset } = this.state.pace;
		if (message.status === SCHEDULED) this.force(message, QUEUED);
		this.later(message, toGateway, () => {
			if (last === QUEUED || last === SCHEDULED) {
				this.later(message, message.expiresAt - this.state.clock.now(), () => this.force(message, EXPIRED));
				return;
			}
			// What fails before a handset is reached was never handed to the network.
			if (isFinal(last) && last !== RECEIVED && last !== READ && last !== EXPIRED) {
				this.force(message, last);
				return;
			}
			this.force(message, SENT);
			if (last === SENT || last === EXPIRED) {
				this.later(message, message.expiresAt - this.state.clock.now(), () => this.force(message, EXPIRED));
				return;
			}
			this.later(message, toHandset, () => {
				this.force(message, RECEIVED);
				if (last === READ) this.later(message, toHandset, () => this.markRead(message));
			});
		});
	}

	/** Goes on unless the message has met another end, or its validity ends first. */
	private later(message: PlatformMessage, ms: number, run: () => void): void {
		const now = this.state.clock.now();
		const expiresFirst = now + ms > message.expiresAt && message.status !== RECEIVED;
		const wait = Math.max(0, expiresFirst ? message.expiresAt - now : ms);
		const from = message.status;
		this.state.timers.after(wait, () => {
			if (message.status !== from) return;
			if (expiresFirst) this.force(message, EXPIRED);
			else run();
		});
	}
}
