import type { INodeExecutionData } from 'n8n-workflow';
import { deadlineIn, unlessLate } from '../../engine/deadline';

/** A call that starts the workflow together with others. */
export interface Member {
	/** At least one. */
	readonly items: readonly INodeExecutionData[];
	/** Told when n8n answers the group's leader, which nobody else must answer. */
	settled(isStored: boolean, isLeader: boolean): void;
}

export interface Group {
	readonly items: readonly INodeExecutionData[];
	settle(isStored: boolean): void;
}

interface Line {
	/** The group that waits, as long as others may join it. */
	open: Member[] | undefined;
	/** Items of the group that waits. */
	size: number;
	/** Resolved when the last group of the line is settled. */
	readonly settled: Promise<void>;
}

/** A group waits so long for the one ahead, and up to twice this. */
const PATIENCE_MS = 15_000;

/**
 * Calls that arrive while n8n stores an execution of the same node wait for it, and start the next one together. The
 * first of them leads: it hands the items of all to n8n.
 */
export class Groups {
	private readonly lines = new Map<string, Line>();

	constructor(
		/** Items of a group: each call waits for the others, and each item takes memory. */
		private readonly most = 100,
		private readonly patienceMs = PATIENCE_MS,
	) {}

	/** The group to start for the call that leads one; `joined` for one that another leads. */
	async join(node: string, member: Member): Promise<Group | 'joined'> {
		const ahead = this.lines.get(node);
		const count = member.items.length;
		if (ahead?.open !== undefined && ahead.size + count <= this.most) {
			ahead.open.push(member);
			ahead.size += count;
			return 'joined';
		}
		const members = [member];
		let tell = () => {};
		const settled = new Promise<void>((resolve) => (tell = resolve));
		const line: Line = { open: members, size: count, settled };
		this.lines.set(node, line);
		if (ahead !== undefined) await unlessLate(ahead.settled, deadlineIn(this.patienceMs));
		line.open = undefined;
		return {
			items: members.flatMap(({ items }) => items),
			settle: (isStored) => {
				for (const each of members) each.settled(isStored, each === member);
				if (this.lines.get(node) === line) this.lines.delete(node);
				tell();
			},
		};
	}
}
