import { OPERATIONS, RESOURCES } from '../../../../nodes/Clickatell/catalogue';
import type { Operation, Parameter, Place } from '../../../../nodes/Clickatell/catalogue/types';
import { isActive } from '../../../../nodes/Clickatell/message/check';
import { expectEqual, expectPart, type Stage } from '../stage';
import { everyOperation } from '../workflows';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

/** n8n's rule for lists that are fetched. */
function labelOf({ label, type }: Parameter): string {
	return type.kind === 'lookup' ? `${label} Name or ID` : label;
}

/** Whether the panel shows a field, given what the sample of the operation fills in. */
function isShown(operation: Operation, parameter: Parameter): boolean {
	return parameter.place === 'main' && isActive(operation, parameter, operation.sample.parameters);
}

/** What the panel shows below a list that the sample has one row of. */
const ROWS: Readonly<Partial<Record<Parameter['type']['kind'], readonly string[]>>> = {
	mergeFields: ['#field1#'],
	pairs: ['Name', 'Value'],
};

/** n8n names a mapper by its mode as long as it fills the fields automatically. */
const labelIn = (parameter: Parameter): string =>
	parameter.type.kind === 'namedValues' ? 'Mapping Column Mode' : labelOf(parameter);

function shouldShow(operation: Operation): string[] {
	const { parameters } = operation;
	const has = (place: Place) => parameters.some((parameter) => parameter.place === place);
	return [
		'Account',
		'Resource',
		'Operation',
		...parameters
			.filter((parameter) => isShown(operation, parameter))
			// The sample has one merge field, and one pair of a name and a value.
			.flatMap((each) => [labelIn(each), ...(ROWS[each.type.kind] ?? [])]),
		...(has('options') ? ['Options'] : []),
		...(has('advanced') ? ['Advanced'] : []),
	];
}

function shouldOffer(operation: Operation): string[] {
	const { parameters } = operation;
	// Of the placeholders, the sample has the first one already.
	const placeholders = parameters.some((each) => each.type.kind === 'mergeFields' && isShown(operation, each))
		? Array.from({ length: 9 }, (_, index) => `#field${index + 2}#`)
		: [];
	const options = (['options', 'advanced'] as const).flatMap((place) => {
		const labels = parameters.filter((parameter) => parameter.place === place).map(labelOf);
		// A single one has no list: the button adds it.
		return labels.length > 1 ? labels : [];
	});
	return [...placeholders, ...options];
}

/** Opens the panel of every operation: what is shown, what is hidden, what can be added, what it costs. */
export async function panels(stage: Stage): Promise<void> {
	const { editor, setting } = stage;
	await editor.setTheme('light');
	await editor.openWorkflow(await setting.store(everyOperation(setting.credentials)));
	await stage.keep('every operation');
	for (const operation of OPERATIONS) {
		const name = `${operation.resource}.${operation.operation}`;
		await stage.scenario(`panel of ${name}`, async () => {
			const { label } = defined(RESOURCES.find(({ value }) => value === operation.resource));
			expectPart('the canvas', await editor.node(name).innerText(), `${operation.title}: ${label}`);
			await editor.openNode(name);
			const [notice = '', ...others] = await editor.notices();
			// n8n's own, where fields are filled automatically by the names of the input's.
			const isMapped = operation.parameters.some(({ type }) => type.kind === 'namedValues');
			const foreign = others.filter((text) => !(isMapped && text.startsWith('In this mode, make sure')));
			expectEqual('the other notices', foreign, []);
			const isWarned = operation.effect === 'spend' || operation.notice !== undefined;
			if (isWarned) expectPart('the notice', notice, 'More info');
			else expectEqual('the notice', notice, '');
			const fields = await editor.labels();
			expectEqual(
				'the fields',
				fields.slice(0, fields.indexOf('Always Output Data') >>> 0),
				shouldShow(operation),
			);
			expectEqual('the options', (await editor.offeredOptions()).sort(), shouldOffer(operation).sort());
			await stage.keep(`panel of ${name}`);
			await editor.closeNode();
		});
	}
}
