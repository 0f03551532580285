import { parser } from 'sax';

/** A Connect request as it was read. */
export interface ConnectRequest {
	action: string;
	/** By element name as sent; names are case-sensitive. */
	fields: Record<string, string>;
	/** Departures from the guide that the real server may or may not have minded. */
	violations: string[];
}

/**
 * Reads the posted document with sax. Undefined when it is not well-formed, not rooted in `clickatellsdk` (or the upper
 * case of some of the guide's examples), or holds a document type.
 */
export function readConnectRequest(xml: string): ConnectRequest | undefined {
	const request: ConnectRequest = { action: '', fields: {}, violations: [] };
	const path: string[] = [];
	let text = '';
	let sound = true;
	const reader = parser(true);
	reader.onerror = () => {
		sound = false;
	};
	reader.ondoctype = reader.onerror as unknown as () => void;
	reader.onopentag = ({ name, attributes }) => {
		path.push(name);
		text = '';
		if (path.length === 1 && name !== 'clickatellsdk' && name !== 'CLICKATELLSDK') sound = false;
		if (path.length > 2) request.violations.push(`${name} stands inside ${path[1] ?? ''}`);
		if (Object.keys(attributes).length > 0) request.violations.push(`${name} has attributes`);
	};
	reader.ontext = reader.oncdata = (part) => {
		text += part;
	};
	reader.onclosetag = (name) => {
		if (path.length === 2) {
			if (name === 'action' || name === 'Action') request.action = text;
			else if (Object.hasOwn(request.fields, name)) request.violations.push(`${name} occurs twice`);
			else request.fields[name] = text;
			text = '';
		} else if (path.length === 1 && text.trim() !== '') {
			request.violations.push('text stands between the elements');
		}
		path.pop();
		if (path.length === 1) text = '';
	};
	try {
		reader.write(xml).close();
	} catch {
		return undefined;
	}
	return sound && request.action !== '' ? request : undefined;
}
