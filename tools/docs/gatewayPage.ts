import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FAULT_KINDS } from '../../test/gateway/faults';
import { code, table } from './markdown';

const source = path.join(__dirname, '../../test/gateway/control.ts');

/** The control plane's actions, as the comment at the head of its file lists them. */
export function controlActions(): ReadonlyArray<readonly [method: string, action: string, help: string]> {
	return [...readFileSync(source, 'utf8').matchAll(/^ \* {5}(GET|POST|DELETE) +(\S+) *(.*)$/gm)].map(
		([, method = '', action = '', help = '']) => [method, action, help],
	);
}

/** The control plane's actions and the faults that can be scripted, as two tables. */
export function gatewayActions(): string {
	return [
		table(
			['Call', 'What it does'],
			controlActions().map(([method, action, help]) => [code(`${method} ${action}`), help]),
		),
		'The faults:',
		table(
			['`kind`', 'The gateway ...'],
			Object.entries(FAULT_KINDS).map(([kind, help]) => [code(kind), help]),
		),
	].join('\n\n');
}
