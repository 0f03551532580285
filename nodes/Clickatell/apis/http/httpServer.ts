import { MOST_MERGE_FIELDS } from '../../message/mergeFields';
import type { GatewayServer } from '../gateway/server';
import { carriedByHttp, faultsForHttp } from './carried';
import { cutForHttp, measureForHttp, percentEncodeLogin } from './characters';
import { readHttpReply, understandHttp } from './reply';
import { fillFormSlot, FORM_HEADERS, writeForm } from './request';
import { commandOf } from './wire';

/** The server of the HTTP/S API. */
export const httpServer: GatewayServer = {
	name: 'http',
	title: 'HTTP/S',
	label: 'HTTP/S',
	api: 'HTTP/S',
	mergeFields: MOST_MERGE_FIELDS,
	measure: measureForHttp,
	cut: cutForHttp,
	carries: carriedByHttp,
	faults: faultsForHttp,
	carriesLogin: (value) => percentEncodeLogin(value) !== undefined,
	write: (operation, values) => {
		const command = commandOf(operation);
		return { path: command.path, headers: FORM_HEADERS, body: writeForm(command, values) };
	},
	fill: fillFormSlot,
	understand: understandHttp,
	readLogin: (reply) => {
		const lines = readHttpReply(reply);
		return lines ? { kind: 'lines', lines } : { kind: 'unreadable' };
	},
};
