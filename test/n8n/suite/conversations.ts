import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import type { Surroundings } from './exampleRuns';
import { read, settled } from './executions';
import { wellDone } from './instance';
import { CALLBACK_LOGIN } from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const OURS = '27999000009';

/** Publishes a workflow; returns what sends it an SMS of a person, in as many parts as it needs. */
export async function writingTo({ client, gateway }: Surroundings, workflow: ImportedWorkflow) {
	await client.publish(workflow.id);
	const trigger = defined(workflow.nodes.find(({ type }) => type === `${PACKAGE_NAME}.clickatellTrigger`));
	const url = await client.webhookUrl(workflow, trigger);
	const settings = { url, type: 'http-post', ...CALLBACK_LOGIN } as const;
	return async (from: string, text: string): Promise<number> => {
		const parts = await gateway.pushInbound({ from, to: OURS, text }, { settings, retry: false });
		const refused = parts.find(({ state }) => state !== 'delivered');
		if (refused !== undefined) throw new Error(`a callback came to ${JSON.stringify(refused.tries)}`);
		return parts.length;
	};
}

/** The example "AI agent by SMS": two people with a memory each, one of whom then wants no more. */
export async function agentBySms(around: Surroundings, workflow: ImportedWorkflow): Promise<string> {
	const { client, gateway } = around;
	const write = await writingTo(around, workflow);
	const [ann, ben] = ['27999100055', '27999100056'];
	let written = 0;
	const say = async (from: string, text: string): Promise<void> => {
		written += await write(from, text);
		const executions = await read(client, await settled(client, workflow.id, written));
		wellDone(defined(executions.at(-1)));
	};
	await say(ann, 'When do you open?');
	await say(ben, 'Hello');
	await say(ann, 'And on Sunday?');
	await say(ann, 'Stop.');
	await say(ann, 'Hello again');
	const answers = [ann, ben].flatMap((to) => gateway.messages({ to }).map(({ text }) => text));
	const wanted = [
		'You said: When do you open?',
		'You said: When do you open? / And on Sunday?',
		'You said: Hello',
	];
	if (answers.join('\n') !== wanted.join('\n')) throw new Error(`the answers are ${answers.join('; ')}`);
	return 'three answers, a memory for each of two people, none after STOP';
}

/** The example "Burst as one": a long message and two short ones of one person, and one of another meanwhile. */
export async function burstAsOne(around: Surroundings, workflow: ImportedWorkflow): Promise<string> {
	const { client } = around;
	const write = await writingTo(around, workflow);
	const [ann, ben] = ['27999100057', '27999100058'];
	const long = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ');
	const parts = await write(ann, long);
	if (parts < 3) throw new Error(`the long message came in ${parts} parts`);
	const short =
		(await write(ann, 'And one more thing')) + (await write(ben, 'Hello')) + (await write(ann, 'stop'));
	const joined = async (executions: number): Promise<string[]> => {
		const all = await read(client, await settled(client, workflow.id, executions));
		const came = all.flatMap((each) => (wellDone(each).runs['Join'] ? wellDone(each).output('Join') : []));
		return came.map(({ json }) => [json.from, json.messages, json.optOut, json.chatInput].join(' | '));
	};
	const first = await joined(parts + short);
	const wanted = [`${ann} | 3 | true | ${long}\nAnd one more thing\nstop`, `${ben} | 1 | false | Hello`];
	if (first.sort().join('\n') !== wanted.sort().join('\n')) throw new Error(`it came to ${first.join('; ')}`);
	await write(ann, 'Later');
	const later = (await joined(parts + short + 1)).filter((one) => !first.includes(one));
	if (later.join() !== `${ann} | 1 | false | Later`) throw new Error(`later it came to ${later.join('; ')}`);
	return `${parts} parts and 2 short messages as one, another person's alone, a later one alone`;
}
