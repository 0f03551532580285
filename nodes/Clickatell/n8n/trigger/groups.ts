import type { IDataObject } from 'n8n-workflow';
import { deadlineIn, unlessLate } from '../../engine/deadline';

/** A call that starts the workflow together with others. */
export interface Member {
	readonly item: IDataObject;
	/** Told when n8n answers the group's leader, which nobody else must answer. */
	settled(isStored: boolean, isLeader: boolean): void;
}

export interface Group {
	readonly items: readonly IDataObject[];
	settle(isStored: boolean): void;
}

interface Line {
	/** The group that waits, as long as others may join it. */
	open: Member[] | undefined;
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
		/** Each call waits for the others of its group, and each item takes memory. */
		private readonly most = 100,
		private readonly patienceMs = PATIENCE_MS,
	) {}

	/** The group to start for the call that leads one; `joined` for one that another leads. */
	async join(node: string, member: Member): Promise<Group | 'joined'> {
		const ahead = this.lines.get(node);
		if (ahead?.open !== undefined && ahead.open.length < this.most) {
			ahead.open.push(member);
			return 'joined';
		}
		const members = [member];
		let tell = () => {};
		const settled = new Promise<void>((resolve) => (tell = resolve));
		const line: Line = { open: members, settled };
		this.lines.set(node, line);
		if (ahead !== undefined) await unlessLate(ahead.settled, deadlineIn(this.patienceMs));
		line.open = undefined;
		return {
			items: members.map(({ item }) => item),
			settle: (isStored) => {
				for (const each of members) each.settled(isStored, each === member);
				if (this.lines.get(node) === line) this.lines.delete(node);
				tell();
			},
		};
	}
}
