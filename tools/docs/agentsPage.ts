import { OPERATIONS } from '../../nodes/Clickatell/catalogue';
import { guardedBy, GUARDS } from '../../nodes/Clickatell/catalogue/guards';
import { OPT_OUT_WORDS } from '../../nodes/Clickatell/catalogue/optOutWords';
import type { Operation } from '../../nodes/Clickatell/catalogue/types';
import { anchorOf, code, table } from './markdown';
import { headingOf, limitsOf } from './operationsPage';

function linked(operations: readonly Operation[]): string {
	return operations
		.map((operation) => `[${headingOf(operation)}](operations.md#${anchorOf(headingOf(operation))})`)
		.join(', ');
}

/** Each guard with the operations that have it. */
function guardTable(): string {
	const all = guardedBy(GUARDS[0]);
	return table(
		['Guard', 'Name', 'Takes', 'Meaning', 'Operations'],
		GUARDS.map((guard) => {
			const own = guardedBy(guard);
			return [
				guard.label,
				code(`guards.${guard.name}`),
				limitsOf(guard.type),
				`${guard.help}.`,
				own.length === all.length ? 'All that send' : linked(own),
			];
		}),
	);
}

function optOutTable(): string {
	return table(
		['Language', 'Words'],
		OPT_OUT_WORDS.map(({ language, words }) => [language, words.map(code).join(', ')]),
	);
}

/** The parts of docs/agents.md that the catalogue knows. */
export function agentsParts(): Record<string, string> {
	return {
		guards: guardTable(),
		notForAgents: linked(OPERATIONS.filter(({ notForAgents }) => notForAgents === true)),
		optOutWords: optOutTable(),
	};
}
