import { nameOf } from '../../catalogue';
import type { ConnectOperation } from '../../catalogue/types';
import { element } from '../../formats/xml/write';
import { actionOf } from './wire';

/**
 * The document that asks for one call (docs/protocol/connect.md#requests): `<clickatellsdk>`, the action first, then
 * the fields that are set.
 *
 * @param values coded values by parameter name; those that are absent stay absent on the wire
 */
export function writeConnectRequest(
	record: ConnectOperation,
	values: Readonly<Record<string, string | readonly string[]>>,
): string {
	const { action, elements } = actionOf(nameOf(record));
	let fields = '';
	for (const [parameter, name] of elements) {
		const value = values[parameter];
		if (value !== undefined) fields += element(name, value.toString());
	}
	return `<clickatellsdk>${element('action', action)}${fields}</clickatellsdk>`;
}

/** Content type of the body that `encodeForm` writes. */
export const FORM_CONTENT_TYPE = 'application/x-www-form-urlencoded';

/** The form with the one field `XML` that carries the document. */
export function encodeForm(xml: string): string {
	// Through bytes, because encodeURIComponent throws on half a surrogate pair.
	const text = Buffer.from(xml, 'utf8').toString('utf8');
	const encoded = encodeURIComponent(text).replace(
		/[!'()*]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `XML=${encoded.replace(/%20/g, '+')}`;
}
