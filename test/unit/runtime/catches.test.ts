import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** No exception is dropped: whoever catches one throws it, logs it, or stands here with what becomes of it instead. */

const root = path.join(__dirname, '../../..');

/** By file and by the function that catches. */
const REASONS: Readonly<Record<string, string>> = {
	'nodes/Clickatell/engine/deadline.ts unlessLate': 'it is thrown by the race, unless nobody waits any more',
	'nodes/Clickatell/engine/oneAtATime.ts run':
		'whoever asked for the task is given it; the next one only waits',
	'nodes/Clickatell/n8n/lazyClass.ts realClass': 'it is the cause of what is thrown',
	'nodes/Clickatell/n8n/verify/workflowMemory.ts asked': 'it is logged, or its words are thrown',
	'nodes/Clickatell/n8n/verify/checkCodes.ts checkCodes': 'its words are in the item, or it is thrown',
	'nodes/Clickatell/n8n/trigger/logins.ts get': 'whoever asked is given the same failure',
	'nodes/Clickatell/n8n/gatewayLogin.ts logIn':
		'what the first server has said is what counts, and it is thrown',
	'nodes/Clickatell/n8n/http.ts makeCall':
		'it is in the result, and the clients log it where no sentence says it',
	'nodes/Clickatell/n8n/prepare.ts prepare': 'it is thrown, or its words are in every item',
	'nodes/Clickatell/n8n/question/ask.ts ask': 'it is thrown, or its words are in the item',
	'nodes/Clickatell/n8n/agentGuards.ts faultsForAgent': 'its words are in every item',
	'nodes/Clickatell/n8n/checkItems.ts readAt': 'it is thrown, or its words are in the item',
	'nodes/Clickatell/formats/charset.ts isUtf8': 'it is the answer: the bytes are not UTF-8',
	'nodes/Clickatell/message/coded.ts shown': 'the sentence says what the value is that cannot be shown',
	'nodes/Clickatell/message/structured.ts codeJson': 'the sentence says that the text is not JSON',
	'nodes/Clickatell/apis/platform/json.ts readJson': 'it is the answer: the text is not JSON',
	'nodes/Clickatell/formats/zoneClock.ts makeFormat': 'it is the answer: the zone is not known',
};

const LOGS = /\b(log\w*|logger\.\w+)\(/;

interface Catch {
	readonly place: string;
	readonly handles: boolean;
}

function functionAround(node: ts.Node): string {
	for (let at: ts.Node | undefined = node.parent; at; at = at.parent) {
		if ((ts.isFunctionDeclaration(at) || ts.isMethodDeclaration(at)) && at.name) return at.name.getText();
	}
	return 'the module';
}

function throwsOrLogs(handler: ts.Node): boolean {
	let does = false;
	const visit = (node: ts.Node) => {
		does ||=
			ts.isThrowStatement(node) || (ts.isCallExpression(node) && LOGS.test(`${node.expression.getText()}(`));
		ts.forEachChild(node, visit);
	};
	visit(handler);
	return does;
}

function catchesIn(file: string): Catch[] {
	const text = readFileSync(path.join(root, file), 'utf8');
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
	const found: Catch[] = [];
	const add = (node: ts.Node, handler: ts.Node) =>
		found.push({ place: `${file} ${functionAround(node)}`, handles: throwsOrLogs(handler) });
	const visit = (node: ts.Node) => {
		if (ts.isCatchClause(node)) add(node, node.block);
		if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
			const { name } = node.expression;
			const handler =
				name.text === 'catch' ? node.arguments[0] : name.text === 'then' ? node.arguments[1] : undefined;
			if (handler) add(node, handler);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

const catches = ['nodes', 'credentials']
	.flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map(
			(file) => `${folder}/${file.replaceAll('\\', '/')}`,
		),
	)
	.filter((file) => file.endsWith('.ts'))
	.flatMap(catchesIn);

test('whatever is caught is thrown, logged, or told in another way', () => {
	expect(catches.filter(({ place, handles }) => !handles && !(place in REASONS))).toEqual([]);
});

test('every reason is for something', () => {
	const silent = catches.filter(({ handles }) => !handles).map(({ place }) => place);
	expect(Object.keys(REASONS).sort()).toEqual([...new Set(silent)].sort());
	expect(catches.length).toBeGreaterThan(silent.length);
});
