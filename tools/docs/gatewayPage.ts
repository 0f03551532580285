import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FAULT_KINDS } from '../../test/gateway/faults';
import { PLATFORM_FAULT_KINDS } from '../../test/gateway/platform/faults';
import { code, table } from './markdown';

const FILES = { gateway: 'control.ts', platform: 'platform/control.ts' };

/** The actions of a control plane, as the comment at the head of its file lists them. */
export function controlActions(
	plane: keyof typeof FILES = 'gateway',
): ReadonlyArray<readonly [method: string, action: string, help: string]> {
	const source = path.join(__dirname, '../../test/gateway', FILES[plane]);
	return [...readFileSync(source, 'utf8').matchAll(/^ \* {5}(GET|POST|DELETE) +(\S+) *(.*)$/gm)].map(
		([, method = '', action = '', help = '']) => [method, action, help],
	);
}

/** The actions of a control plane and the faults that can be scripted, as two tables. */
function tables(plane: keyof typeof FILES, faults: Readonly<Record<string, string>>): string {
	return [
		table(
			['Call', 'What it does'],
			controlActions(plane).map(([method, action, help]) => [code(`${method} ${action}`), help]),
		),
		'The faults:',
		table(
			['`kind`', 'The gateway ...'],
			Object.entries(faults).map(([kind, help]) => [code(kind), help]),
		),
	].join('\n\n');
}

/** What stands below the heads of both control planes. */
export function gatewayActions(): { actions: string; platformActions: string } {
	return {
		actions: tables('gateway', FAULT_KINDS),
		platformActions: tables('platform', PLATFORM_FAULT_KINDS),
	};
}
