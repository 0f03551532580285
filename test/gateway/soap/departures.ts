import type { ContractOperation, Rules } from './contract';
import { ENCODING, ENVELOPE } from './namespaces';
import { parameterDepartures } from './parameterDepartures';
import { is, shortened, strayText, type XmlElement, type XmlTree } from './tree';

/** The codes of SOAP 1.1, 4.4.1. */
export type FaultCode = 'Client' | 'MustUnderstand' | 'Server' | 'VersionMismatch';

/** What the envelope is about, and every way in which it is not what the WSDL says. */
export interface Finding {
	operation?: ContractOperation;
	departures: string[];
	/** The fault that the departures are answered with. */
	code: FaultCode;
	/** The fault's text where PHP's SoapServer has one of its own. */
	text?: string;
}

/** Holds a request against the WSDL, SOAP 1.1 and XML 1.0: envelope, body, operation and parameters. */
export function findDepartures(tree: XmlTree, rules: Rules): Finding {
	if (tree.root === undefined) return fault(`it is not XML: ${tree.malformed ?? 'it is empty'}`);
	const { root } = tree;
	if (root.local !== 'Envelope') return fault(`its root is ${root.written}, not an Envelope`);
	if (root.namespace !== ENVELOPE) {
		return { ...fault(`its Envelope is in namespace ${shown(root)}, not SOAP 1.1`), code: 'VersionMismatch' };
	}
	const found = [...tree.foreign, ...envelopeDepartures(root)];
	const bodies = root.children.filter((child) => is(child, ENVELOPE, 'Body'));
	const [body] = bodies;
	if (body === undefined) return fault(...found, 'it has no Body');
	if (bodies.length > 1) return fault(...found, `it has ${bodies.length} Bodies`);
	const headers = root.children.find((child) => is(child, ENVELOPE, 'Header'))?.children ?? [];
	found.push(...headers.map((entry) => `its Header has ${entry.written}, and the WSDL has no headers`));
	const mustUnderstand = headers.some((entry) =>
		entry.attributes.some((one) => is(one, ENVELOPE, 'mustUnderstand') && one.value === '1'),
	);
	found.push(...bodyDepartures(body));
	const [wrapper, ...more] = body.children;
	if (wrapper === undefined) return fault(...found, 'its Body is empty');
	if (more.length > 0) found.push(`its Body has ${more.length + 1} elements: ${names(body.children)}`);

	const operation = rules.contract.get(wrapper.local);
	if (operation === undefined) {
		const text = `Procedure '${wrapper.local}' not present`;
		return { departures: [...found, text], code: 'Server', text };
	}
	if (!rules.namespaces.includes(wrapper.namespace)) {
		found.push(`${wrapper.local} is in namespace ${shown(wrapper)}`);
	}
	found.push(...encodingDepartures([root, body, wrapper], rules.rpc));
	found.push(...parameterDepartures(wrapper, operation, rules));
	return { operation, departures: found, code: mustUnderstand ? 'MustUnderstand' : 'Client' };
}

function fault(...departures: string[]): Finding {
	return { departures, code: 'Client' };
}

/** Envelope: a Header where there is one, then the Body, nothing else (SOAP 1.1, 4). */
function envelopeDepartures(root: XmlElement): string[] {
	const found = [...strayText(root), ...plainAttributes(root)];
	root.children.forEach((child, index) => {
		if (is(child, ENVELOPE, 'Header')) {
			if (index > 0) found.push('a Header stands behind another element');
			found.push(...strayText(child));
		} else if (!is(child, ENVELOPE, 'Body')) {
			found.push(`its Envelope has ${child.written} besides the Body`);
		}
	});
	return found;
}

function bodyDepartures(body: XmlElement): string[] {
	return [...strayText(body), ...plainAttributes(body)];
}

/** RPC is encoded and says so, on the wrapper or outside of it; document/literal is not. */
function encodingDepartures(outerToInner: readonly XmlElement[], rpc: boolean): string[] {
	const styles = outerToInner.flatMap(({ attributes }) =>
		attributes.filter((one) => is(one, ENVELOPE, 'encodingStyle')),
	);
	const style = styles.at(-1)?.value;
	if (!rpc) return style === undefined ? [] : ['it has an encodingStyle, and the WSDL says literal'];
	if (style === undefined) return ['it has no encodingStyle, and the WSDL says encoded'];
	return style === ENCODING ? [] : [`its encodingStyle is ${shortened(style)}`];
}

/** SOAP's own elements take attributes of a namespace (SOAP 1.1, 4.1 and 4.3), no others. */
function plainAttributes({ written, attributes }: XmlElement): string[] {
	return attributes
		.filter(({ namespace }) => namespace === '')
		.map(({ name }) => `${written} has an attribute ${name}`);
}

function shown({ namespace }: XmlElement): string {
	return namespace === '' ? '(none)' : namespace;
}

function names(elements: readonly XmlElement[]): string {
	return elements.map(({ written }) => written).join(', ');
}
