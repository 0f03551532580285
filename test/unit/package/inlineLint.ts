import { createRequire } from 'node:module';
import path from 'node:path';
import { type ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';

interface N8nRules extends ESLint.Plugin {
	configs: Record<'nodes', { rules: Linter.RulesRecord }>;
}

const n8nNodesBase = loadRules();

/** With NODE_ENV=test, which jest sets, these rules think they are under test themselves and ignore file names. */
function loadRules(): N8nRules {
	const before = process.env['NODE_ENV'];
	process.env['NODE_ENV'] = 'production';
	try {
		return createRequire(__filename)('eslint-plugin-n8n-nodes-base') as N8nRules;
	} finally {
		process.env['NODE_ENV'] = before;
	}
}

/** The rules are older than callouts, which hold a text as notices do, and know no name with a capital within. */
function known(key: string, value: unknown): unknown {
	if (key === 'type' && value === 'callout') return 'notice';
	return key === 'action' && typeof value === 'string' ? value.replaceAll('WhatsApp', 'whatsapp') : value;
}

/** A value as it would be written by hand: names without quotes, so that rules which read source find them. */
function literal(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
	if (typeof value === 'object' && value !== null) {
		const entries = Object.entries(value).map(
			([key, entry]) =>
				`${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${literal(known(key, entry))}`,
		);
		return `{ ${entries.join(',\n')} }`;
	}
	return JSON.stringify(value) ?? 'undefined';
}

/** Switched off by n8n for community packages, as in eslint.config.mjs. */
const OFF: Linter.RulesRecord = {
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
	'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
	'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
};

/** n8n's list of actions begins with the first resource and its first operation: that is to send an SMS. So do the resources of each account. */
function isAboutFirst(message: string): boolean {
	return /^Alphabetize by 'name'. Order: (Account \| Batch|Account \| Media|Connection \| Credit|Estimate \| Get Status)/.test(
		message,
	);
}

/**
 * The rule for sorted lists would put #field10# before #field2# (our own rule, which counts, holds that list as well), and
 * the rule for titles would write #Field1#, which is not what stands in a template.
 */
function isAboutPlaceholders(message: string, line: string): boolean {
	return (
		message.startsWith("Alphabetize by 'name'. Order: #field1#") ||
		(message.startsWith('Change to title case') && /displayName: "#field\d+#",$/.test(line))
	);
}

export interface Finding {
	rule: string;
	message: string;
	/** The line of the literal that is at fault. */
	where: string;
}

/**
 * Runs n8n's own rules over a description as if it had been written out in the node's file. The rules see nothing but
 * literals: what a function builds escapes them in the source.
 *
 * @param className names the file too; a name that ends in Trigger brings the rules for triggers
 * @param description what the node's class holds
 */
export function lintInline(className: string, description: object): Finding[] {
	const source = [
		"import type { INodeType, INodeTypeDescription } from 'n8n-workflow';",
		`export class ${className} implements INodeType {`,
		`description: INodeTypeDescription = ${literal(description)};`,
		'}',
		'',
	].join('\n');
	const lines = source.split('\n');
	const messages = new Linter({ configType: 'flat' }).verify(
		source,
		[
			{
				files: ['**/*.ts'],
				languageOptions: { parser: tseslint.parser },
				plugins: { 'n8n-nodes-base': n8nNodesBase },
				rules: { ...n8nNodesBase.configs.nodes.rules, ...OFF },
			},
		],
		{ filename: path.join(process.cwd(), 'nodes', 'Clickatell', `${className}.node.ts`) },
	);
	return messages
		.map(({ ruleId, message, line }) => ({
			rule: ruleId?.replace('n8n-nodes-base/', '') ?? 'cannot be read',
			message,
			where: lines[line - 1] ?? '',
		}))
		.filter(({ message, where }) => !isAboutPlaceholders(message, where) && !isAboutFirst(message));
}
