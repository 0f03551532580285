import { ONE_API_ERRORS } from './codes';
import type { PlatformReply } from './world';
import { defined } from '../defined';

export interface OneApiError {
	code: number;
	description: string;
}

/** An error of the table, its words ended by `detail` such as `: to`. */
export function oneApiError(code: number, detail = ''): OneApiError {
	return { code, description: `${defined(ONE_API_ERRORS[code])[0]}${detail}` };
}

/** The answer to a request that is refused as a whole. */
export function oneApiFailure(code: number, detail = ''): PlatformReply {
	return { status: defined(ONE_API_ERRORS[code])[1], body: { error: oneApiError(code, detail) } };
}
