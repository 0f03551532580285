import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { readCredential, type GatewayCredential } from '../apis/gateway/credential';
import { GATEWAY_CREDENTIAL } from '../apis/gateway/client';
import { composeEmails } from '../apis/files/email';
import { composeFtpFiles } from '../apis/files/ftpFile';
import { bulkOf, Gathering, type Gathered } from '../apis/files/gather';
import type { BulkResult } from '../apis/files/types';
import type { LocalOperation } from '../catalogue/types';
import type { Ports } from '../engine/ports';
import { MACHINE, portsOf } from './hostPorts';
import { Turn } from '../engine/turns';
import { INVALID } from '../message/rows';
import type { Refused } from '../engine/checkedItems';
import { faultError } from './checkItems';
import { prepare, type Opened } from './prepare';
import { presentFiles, type ComposedFile } from './presentFiles';
import { credentialFault } from './problems';
import { goesOn } from './tool';
import { defined } from '../formats/defined';

export type FileKind = Extract<LocalOperation['work'], 'ftpFile' | 'email'>;

/** More files than anyone uploads: then each item has a text of its own, for which there are merge fields. */
const MOST_MESSAGES = 100;

const TOO_MANY_MESSAGES = `The items hold more than ${MOST_MESSAGES} different messages, each of which makes a file of its own; set 'Texts' to With Merge Fields, 'Template' to #field1#, and give each text as #field1#. Options must be the same for all items`;

/** Makes the files or emails of all input items together; makes no call. */
export async function composeFiles(
	functions: IExecuteFunctions,
	operation: LocalOperation,
	kind: FileKind,
): Promise<INodeExecutionData[]> {
	const ports = portsOf(functions, GATEWAY_CREDENTIAL);
	const open = async (): Promise<Opened<GatewayCredential>> => {
		const read = readCredential(await ports.credential());
		return read.ok ? { account: read.credential } : { error: credentialFault(functions, read.fault) };
	};
	const { checked, account } = await prepare(functions, operation, open, ({ defaultSender }) => ({
		defaultSender,
		zone: functions.getTimezone(),
	}));
	if (!account) return await presentFiles(functions, operation, [], checked.refused);
	const refused = new Map(checked.refused);
	const turn = new Turn(MACHINE);
	const gathering = new Gathering();
	for (const [index, item] of checked.items.entries()) {
		if (turn.isOver()) await turn.rest();
		if (item) gathering.add(item, index);
		if (gathering.size > MOST_MESSAGES) break;
	}
	if (gathering.size > MOST_MESSAGES) {
		refuse(refused, checked.items.keys(), TOO_MANY_MESSAGES);
		if (!goesOn(functions)) throw await faultError(functions, refused);
		return await presentFiles(functions, operation, [], refused);
	}
	const composer = new Composer(functions, kind, account, refused, turn);
	for (const bulk of gathering.all()) await composer.take(bulk);
	if (refused.size > 0 && !goesOn(functions)) throw await faultError(functions, inOrder(refused));
	return await presentFiles(functions, operation, named(composer.files, ports), inOrder(refused));
}

function refuse(refused: Map<number, Refused>, items: Iterable<number>, ...faults: string[]): void {
	for (const item of items) {
		const known = refused.get(item);
		refused.set(item, { faults: [...(known?.faults ?? []), ...faults], meaning: INVALID, to: undefined });
	}
}

const inOrder = (refused: ReadonlyMap<number, Refused>): Map<number, Refused> =>
	new Map([...refused].sort(([a], [b]) => a - b));

type Unnamed = Omit<ComposedFile, 'fileName'> & { readonly wanted: string | undefined };

class Composer {
	readonly files: Unnamed[] = [];

	constructor(
		private readonly functions: IExecuteFunctions,
		private readonly kind: FileKind,
		private readonly account: GatewayCredential,
		private readonly refused: Map<number, Refused>,
		private readonly turn: Turn,
	) {}

	/** Composes one bulk; items that cannot be written are refused, and of the others it is composed once more. */
	async take(bulk: Gathered): Promise<void> {
		const result = await this.compose(bulk);
		if (result.ok) return await this.keep(bulk, result);
		const general = result.faults.filter(({ row }) => row === undefined);
		if (general.length > 0) {
			const sentences = new Set(general.map(({ sentence }) => sentence));
			const items = new Set(bulk.rows.flatMap((row) => row.items));
			return await this.refuseAll([...items].map((item) => [item, sentences]));
		}
		await this.refuseAll(
			result.faults.flatMap(({ row, sentence }) =>
				defined(bulk.rows[defined(row)]).items.map((item) => [item, [sentence]] as const),
			),
		);
		if (!goesOn(this.functions)) return;
		// Items that share a recipient share a row: the others keep it.
		const rows = bulk.rows.flatMap((row) => {
			const items = row.items.filter((item) => !this.refused.has(item));
			return items.length > 0 ? [{ ...row, items }] : [];
		});
		if (rows.length > 0) await this.take({ ...bulk, rows });
	}

	private async refuseAll(
		faults: ReadonlyArray<readonly [item: number, sentences: Iterable<string>]>,
	): Promise<void> {
		for (const [item, sentences] of faults) {
			if (this.turn.isOver()) await this.turn.rest();
			refuse(this.refused, [item], ...sentences);
		}
	}

	private async compose(bulk: Gathered): Promise<BulkResult> {
		const { apiId, user, password } = this.account;
		const given = bulkOf(bulk, { apiId, user, password });
		const reply = bulk.first.values['replyAddress'];
		const work =
			this.kind === 'email'
				? composeEmails(given, typeof reply === 'string' ? [reply] : [])
				: composeFtpFiles(given);
		for (;;) {
			const step = work.next();
			if (this.turn.isOver()) await this.turn.rest();
			if (step.done) return step.value;
		}
	}

	private async keep({ first, rows }: Gathered, result: BulkResult & { ok: true }): Promise<void> {
		const wanted = first.values['fileName'];
		let start = 0;
		for (const { text, recipients, parts, lines } of result.texts) {
			const items = new Set<number>();
			for (let row = start; row < start + recipients; row++) {
				for (const item of defined(rows[row]).items) items.add(item);
			}
			start += recipients;
			this.files.push({
				text,
				items: [...items],
				sizes: { recipients, messageParts: parts, encoding: result.encoding, lines },
				wanted: typeof wanted === 'string' ? wanted : undefined,
			});
			if (this.turn.isOver()) await this.turn.rest();
		}
	}
}

function numbered(name: string, number: number): string {
	const dot = name.lastIndexOf('.');
	return dot > 0 ? `${name.slice(0, dot)}-${number}${name.slice(dot)}` : `${name}-${number}`;
}

/** Gives each file a name that no other has, since an upload would write over that one. */
function named(files: readonly Unnamed[], ports: Ports): ComposedFile[] {
	const wantedNames = files.map(({ wanted }) => wanted);
	const taken = new Set<string>();
	return files.map(({ wanted, ...file }) => {
		let fileName = wanted ?? `bulk-${ports.newId()}.txt`;
		const isShared = wanted !== undefined && wantedNames.filter((each) => each === wanted).length > 1;
		for (let number = 1; wanted && ((isShared && number === 1) || taken.has(fileName)); number++) {
			fileName = numbered(wanted, number);
		}
		taken.add(fileName);
		return { ...file, fileName };
	});
}
