import { OPERATIONS, RESOURCES } from '../../../../nodes/Clickatell/operations';
import type { Operation, Parameter, Place } from '../../../../nodes/Clickatell/operations/types';
import { expectEqual, expectPart, type Stage } from '../stage';
import { everyOperation } from '../workflows';

/** n8n's rule for lists that are fetched. */
function labelOf({ label, type }: Parameter): string {
	return type.kind === 'lookup' ? `${label} Name or ID` : label;
}

/** Whether the panel shows a field, given what the sample of the operation fills in. */
function isShown({ parameters, sample }: Operation, { place, when }: Parameter): boolean {
	if (place !== 'main') return false;
	if (when === undefined) return true;
	const decides = parameters.find(({ name }) => name === when.parameter);
	return when.is.includes((sample.parameters[when.parameter] ?? decides?.initial) as string);
}

function shouldShow(operation: Operation): string[] {
	const { parameters } = operation;
	const has = (place: Place) => parameters.some((parameter) => parameter.place === place);
	return [
		'Account',
		'Resource',
		'Operation',
		...parameters
			.filter((parameter) => isShown(operation, parameter))
			// The sample has one merge field, which is shown with its two.
			.flatMap((each) =>
				each.type.kind === 'mergeFields' ? [each.label, 'Number', 'Value'] : labelOf(each),
			),
		...(has('options') ? ['Options'] : []),
		...(has('advanced') ? ['Advanced'] : []),
	];
}

function shouldOffer({ parameters }: Operation): string[] {
	return (['options', 'advanced'] as const).flatMap((place) => {
		const labels = parameters.filter((parameter) => parameter.place === place).map(labelOf);
		// A single one has no list: the button adds it.
		return labels.length > 1 ? labels : [];
	});
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
			const { label } = RESOURCES.find(({ value }) => value === operation.resource)!;
			expectPart('the canvas', await editor.node(name).innerText(), `${operation.title}: ${label}`);
			await editor.openNode(name);
			const [notice = ''] = await editor.notices();
			expectPart('the notice', notice, 'More info');
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
