import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { accountOf, ACCOUNTS, findOperation } from '../catalogue';
import type { Account, Operation } from '../catalogue/types';
import { either } from '../formats/either';
import { asking, CHANNEL, isReviewTool } from './panel/reviewTool';
import { shownNode } from './shownNode';

/** The operation that a node is set to. */
export function chosenOperation(functions: IExecuteFunctions): Operation {
	const resource = chosenResource(functions);
	const name = functions.getNodeParameter('operation', 0);
	const operation = findOperation(resource, name);
	if (operation) return operation;
	throw new NodeOperationError(
		shownNode(functions),
		`The node has no operation '${name}' for '${resource}'`,
		{
			description:
				'Choose one in the panel, or update the package if the workflow was made with a newer version.',
		},
	);
}

/** A workflow that was not made in the panel can name an account that there is not, or a resource of another one. */
function chosenResource(functions: IExecuteFunctions): string {
	const refused = (sentence: string, choose: string) =>
		new NodeOperationError(shownNode(functions), sentence, {
			description: `Choose ${choose} in 'Account'. Nothing was sent.`,
		});
	const chosen = functions.getNodeParameter('authentication', 0) as string;
	const account = ACCOUNTS.find(({ value }) => value === chosen);
	if (!account) {
		const labels = ACCOUNTS.map(({ label }) => label);
		throw refused(`'Account' is '${chosen}', which the node does not know`, either(labels));
	}
	const reviewed = reviewResource(functions, account);
	if (reviewed !== undefined) return reviewed;
	const resource = functions.getNodeParameter('resource', 0);
	const owner = accountOf(resource);
	if (owner && owner !== account)
		throw refused(`'Account' is ${account.label}, which has no resource '${resource}'`, owner.label);
	return resource;
}

/** n8n gives a human review tool one fixed resource, whatever its account. */
function reviewResource(functions: IExecuteFunctions, account: Account): string | undefined {
	if (!isReviewTool(functions.getNode().type)) return undefined;
	const questions = asking(account);
	const chosen = functions.getNodeParameter(CHANNEL.name, 0, CHANNEL.default) as string;
	return (questions.find(({ resource }) => resource === chosen) ?? questions[0])?.resource;
}
