import { FINAL_STATUSES } from './codes';
import type { Message } from './model';
import { type Outcome, outcomeOf } from './outcomes';
import type { GatewayState } from './state';

/** The message as accepted, before its life begins. */
export type NewMessage = Omit<Message, 'apiMsgId' | 'status' | 'history' | 'acceptedAt'> & {
	/** Minutes until it may leave, 0 for at once. */
	delivTime: number;
	/** Fails with a routing error because it costs more than max_credits allows (SOAP spec 6.2.8). */
	tooExpensive: boolean;
};

/**
 * The messages and their lives. Emits `status` on the state for every step, which is what callbacks hang on:
 * accepted (008), or waiting (011) until deliv_time, then 003 and 004, or the failure its number asks for.
 */
export class MessageStore {
	private readonly byId = new Map<string, Message>();
	private readonly byClientId = new Map<string, Message[]>();
	private readonly accepted = new Map<string, { to: string; text: string; count: number }>();

	constructor(private readonly state: GatewayState) {}

	accept({ delivTime, tooExpensive, ...fields }: NewMessage): Message {
		const now = this.state.clock.now();
		const message: Message = {
			...fields,
			apiMsgId: this.state.ids(),
			status: '008',
			history: [],
			acceptedAt: now,
		};
		this.byId.set(message.apiMsgId, message);
		if (message.climsgid !== '') {
			const key = `${message.apiId}:${message.climsgid}`;
			const same = this.byClientId.get(key);
			if (same === undefined) this.byClientId.set(key, [message]);
			else same.push(message);
		}
		const key = `${message.to}\0${message.text}`;
		const seen = this.accepted.get(key);
		if (seen === undefined) this.accepted.set(key, { to: message.to, text: message.text, count: 1 });
		else seen.count += 1;

		const outcome: Outcome = tooExpensive ? { status: '009' } : outcomeOf(message.to);
		if (delivTime > 0) {
			this.move(message, '011');
			this.state.timers.after(delivTime * 60_000, () => {
				if (message.status === '011') this.leave(message, outcome);
			});
		} else {
			this.move(message, '008');
			this.leave(message, outcome);
		}
		return message;
	}

	get(apiMsgId: string): Message | undefined {
		return this.byId.get(apiMsgId.toLowerCase());
	}

	byClient(apiId: string, climsgid: string): readonly Message[] {
		return this.byClientId.get(`${apiId}:${climsgid}`) ?? [];
	}

	all(): Message[] {
		return [...this.byId.values()];
	}

	get size(): number {
		return this.byId.size;
	}

	/** How often each text was accepted for each recipient. */
	recipientCounts(): Array<{ to: string; text: string; count: number }> {
		return [...this.accepted.values()].map((entry) => ({ ...entry }));
	}

	/** Stops a message that is still queued here (SOAP spec 7.1); says whether it did. */
	cancel(message: Message): boolean {
		if (message.status !== '011' && message.status !== '002') return false;
		this.refund(message);
		this.move(message, '006');
		return true;
	}

	/** Gives a message a status now and ends its planned life, for tests and the control plane. */
	force(message: Message, status: string): void {
		this.move(message, status);
	}

	clear(): void {
		this.byId.clear();
		this.byClientId.clear();
		this.accepted.clear();
	}

	private leave(message: Message, outcome: Outcome): void {
		const { toGateway, toHandset, queued } = this.state.pace;
		const wait = (ms: number, run: () => void) => {
			const before = message.status;
			this.state.timers.after(ms, () => {
				if (message.status === before) run();
			});
		};
		const deliver = () => {
			this.move(message, '003');
			if (outcome.status === '003') return;
			wait(toHandset, () => this.move(message, outcome.status === '007' ? '007' : '004'));
		};
		wait(toGateway, () => {
			switch (outcome.status) {
				case '001':
				case '008':
					return;
				case '002': {
					this.move(message, '002');
					const left = message.acceptedAt + message.validity * 60_000 - this.state.clock.now();
					if (left <= queued) wait(Math.max(0, left), () => this.expire(message));
					else wait(queued, deliver);
					return;
				}
				case '009':
				case '010':
				case '012':
					this.refund(message);
					this.move(message, outcome.status);
					return;
				case '003':
				case '004':
				case '007':
					deliver();
					return;
				default:
					this.move(message, outcome.status);
			}
		});
	}

	private expire(message: Message): void {
		this.refund(message);
		this.move(message, '010');
	}

	private refund(message: Message): void {
		const api = this.state.apis.get(message.apiId);
		if (api !== undefined) this.state.accountOf(api).milliCredits += message.milliCharge;
		message.milliCharge = 0;
	}

	private move(message: Message, status: string): void {
		if (FINAL_STATUSES.has(message.status) && message.history.length > 0) return;
		message.status = status;
		message.history.push({ status, at: this.state.clock.now() });
		this.state.emit('status', message, status);
		this.state.changed();
	}
}
