import type { SoapServerName } from '../../gateway';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const ENV = 'http://schemas.xmlsoap.org/soap/envelope/';
const ENC = 'http://schemas.xmlsoap.org/soap/encoding/';
const DOC = 'http://api.clickatell.com/soap/document_literal/webservice';
const RPC = 'http://api.clickatell.com/soap/webservice';

/** One POST to a SOAP server. */
export interface SoapRequest {
	xml: string;
	/** The bytes where they are not the text's UTF-8. */
	bytes?: Buffer;
	headers: Record<string, string>;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A call that keeps to the document/literal WSDL; every departure spoils it in one place. */
export function literal(): SoapRequest {
	return {
		headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${DOC}/sendmsg"` },
		xml:
			`${DECLARATION}<e:Envelope xmlns:e="${ENV}" xmlns:n="${DOC}" xmlns:xsd="http://www.w3.org/2001/XMLSchema"` +
			' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Body><n:sendmsg>' +
			'<api_id>424242</api_id><user>demo</user><password>demo-password</password><text>Hello</text>' +
			'<to>27999100001</to><to>27999100002</to><concat>2</concat><validity>60</validity>' +
			'</n:sendmsg></e:Body></e:Envelope>',
	};
}

/** The same for RPC/encoded: every part, with its type, the absent ones nil. */
function encoded(): SoapRequest {
	const nil = (names: string, type = 'string') =>
		names
			.split(' ')
			.map((name) => `<${name} xsi:nil="true" xsi:type="xsd:${type}"/>`)
			.join('');
	return {
		headers: {
			'content-type': 'text/xml; charset=utf-8',
			soapaction: '"http://api.clickatell.com/soap/webservice_vs.php/sendmsg"',
		},
		xml:
			`${DECLARATION}<e:Envelope e:encodingStyle="${ENC}" xmlns:e="${ENV}" xmlns:xsd="http://www.w3.org/2001/XMLSchema"` +
			` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:c="${ENC}" xmlns:n="${RPC}"><e:Body><n:sendmsg>` +
			nil('session_id') +
			'<api_id xsi:type="xsd:int">424242</api_id><user xsi:type="xsd:string">demo</user>' +
			'<password xsi:type="xsd:string">demo-password</password>' +
			'<to xsi:type="c:Array" c:arrayType="xsd:string[2]"><item xsi:type="xsd:string">27999100001</item>' +
			`<item xsi:type="xsd:string">27999100002</item></to>${nil('from')}<text xsi:type="xsd:string">Hello</text>` +
			`<concat xsi:type="xsd:int">2</concat>${nil('deliv_ack msg_callback deliv_time', 'int')}` +
			`<max_credits xsi:type="xsd:float">1.5</max_credits>${nil('req_feat queue escalate mo', 'int')}` +
			`${nil('cliMsgId')}${nil('unicode', 'int')}${nil('msg_type udh data')}${nil('validity', 'int')}` +
			'</n:sendmsg></e:Body></e:Envelope>',
	};
}

export const SOUND: Record<SoapServerName, () => SoapRequest> = {
	documentLiteral: literal,
	rpcEncoded: encoded,
};

/** Spoils the text of a sound request; fails where it would leave it as it is. */
export const swap =
	(from: string | RegExp, to: string | ((found: string) => string)) => (request: SoapRequest) => {
		const xml = request.xml.replace(from, to as string);
		if (xml === request.xml) throw new Error(`${String(from)} is not in the sound request`);
		return { ...request, xml };
	};
export const header = (name: string, value: string) => (request: SoapRequest) => ({
	...request,
	headers: { ...request.headers, [name]: value },
});
const without = (name: string) => (request: SoapRequest) => ({
	...request,
	headers: Object.fromEntries(Object.entries(request.headers).filter(([key]) => key !== name)),
});
const bytes = (make: (xml: string) => Buffer) => (request: SoapRequest) => ({
	...request,
	bytes: make(request.xml),
});

export type Departure = [
	what: string,
	spoil: (request: SoapRequest) => SoapRequest,
	says: string,
	code?: string,
];

/** What SOAP 1.1 and XML 1.0 forbid in a call of either style. */
export const ENVELOPES: Departure[] = [
	['no SOAPAction', without('soapaction'), 'it has no SOAPAction'],
	['an empty SOAPAction', header('soapaction', ''), 'its SOAPAction is (empty)'],
	[
		'a SOAPAction without quotes',
		(request: SoapRequest) =>
			header('soapaction', defined(request.headers['soapaction']).replaceAll('"', ''))(request),
		'its SOAPAction is http',
	],
	['the SOAPAction of another operation', header('soapaction', '"urn:auth"'), 'its SOAPAction is "urn:auth"'],
	[
		'another Content-Type',
		header('content-type', 'application/soap+xml'),
		'its Content-Type is application/soap+xml, not text/xml',
	],
	[
		'a charset that nobody knows',
		header('content-type', 'text/xml; charset=klingon'),
		'nobody knows its charset klingon',
	],
	[
		'bytes of another charset',
		bytes((xml) => Buffer.from(xml.replace('Hello', 'H\u00e9llo'), 'latin1')),
		'its bytes are not utf-8',
	],
	[
		'another encoding in the XML declaration',
		swap('encoding="UTF-8"', 'encoding="ISO-8859-1"'),
		'its XML declaration says ISO-8859-1, and its bytes are utf-8',
	],
	['nothing', swap(/[^]*/, ''), 'it is not XML'],
	['what is no XML', swap(/[^]*/, 'no XML'), 'it is not XML'],
	['a tag left open', swap('</text>', ''), 'it is not XML'],
	['an attribute twice', swap('<e:Body>', '<e:Body e:a="1" e:a="2">'), 'it is not XML: 2:'],
	['a prefix that nothing declares', swap(/n:sendmsg/g, 'm:sendmsg'), 'unbound namespace prefix: "m"'],
	['a bare ampersand', swap('Hello', 'Tom & Ann'), 'it is not XML'],
	['a control character', swap('Hello', 'Hel\u0007lo'), 'disallowed character'],
	['a reference to a control character', swap('Hello', 'Hel&#7;lo'), 'malformed character entity'],
	['XML 1.1', swap('version="1.0"', 'version="1.1"'), 'XML 1.1 is not XML 1.0'],
	['a document type', swap('<e:Envelope', '<!DOCTYPE Envelope><e:Envelope'), 'it has a document type'],
	['an instruction', swap('<e:Body>', '<?php echo 1 ?><e:Body>'), 'it has an instruction for php'],
	[
		'a slot that nobody filled',
		swap(/<api_id.*<\/password>/, '<!--account-->'),
		'a comment stands in n:sendmsg: account',
	],
	['another root', swap(/e:Envelope/g, 'e:Letter'), 'its root is e:Letter, not an Envelope'],
	[
		'the Envelope of SOAP 1.2',
		swap(ENV, 'http://www.w3.org/2003/05/soap-envelope'),
		'its Envelope is in namespace http://www.w3.org/2003/05/soap-envelope, not SOAP 1.1',
		'VersionMismatch',
	],
	['no Body', swap(/<e:Body>.*<\/e:Body>/, ''), 'it has no Body'],
	['two Bodies', swap('<e:Body>', '<e:Body/><e:Body>'), 'it has 2 Bodies'],
	['an empty Body', swap(/<e:Body>.*<\/e:Body>/, '<e:Body/>'), 'its Body is empty'],
	[
		'a Header behind the Body',
		swap('</e:Body>', '</e:Body><e:Header/>'),
		'a Header stands behind another element',
	],
	[
		'another element in the Envelope',
		swap('</e:Body>', '</e:Body><n:foot/>'),
		'its Envelope has n:foot besides the Body',
	],
	[
		'a header that the WSDL does not have',
		swap('<e:Body>', '<e:Header><n:key/></e:Header><e:Body>'),
		'its Header has n:key, and the WSDL has no headers',
	],
	[
		'text in the Header',
		swap('<e:Body>', '<e:Header>x</e:Header><e:Body>'),
		'text stands between the elements of e:Header: x',
	],
	[
		'a header that must be understood',
		swap('<e:Body>', '<e:Header><n:key e:mustUnderstand="1"/></e:Header><e:Body>'),
		'its Header has n:key, and the WSDL has no headers',
		'MustUnderstand',
	],
	['an attribute without a namespace', swap('<e:Body>', '<e:Body id="1">'), 'e:Body has an attribute id'],
	[
		'text in the Envelope',
		swap('<e:Body>', 'x<e:Body>'),
		'text stands between the elements of e:Envelope: x',
	],
	['text in the Body', swap('<n:sendmsg>', 'x<n:sendmsg>'), 'text stands between the elements of e:Body: x'],
	[
		'two operations',
		swap('</n:sendmsg>', '</n:sendmsg><n:ping/>'),
		'its Body has 2 elements: n:sendmsg, n:ping',
	],
	[
		'an operation that is not there',
		swap(/n:sendmsg/g, 'n:sendMsg'),
		"Procedure 'sendMsg' not present",
		'Server',
	],
	[
		'a response for a request',
		swap(/n:sendmsg/g, 'n:sendmsgResponse'),
		"Procedure 'sendmsgResponse' not present",
		'Server',
	],
	[
		'an operation in another namespace',
		swap(/ xmlns:n="[^"]*"/, ' xmlns:n="urn:other"'),
		'sendmsg is in namespace urn:other',
	],
	['an operation in no namespace', swap(/n:sendmsg/g, 'sendmsg'), 'sendmsg is in namespace (none)'],
	['an attribute of the operation', swap('<n:sendmsg>', '<n:sendmsg id="1">'), 'sendmsg has an attribute id'],
	[
		'text between the parameters',
		swap('<text', 'x<text'),
		'text stands between the elements of n:sendmsg: x',
	],
	[
		'a parameter that is not there',
		swap('<text', '<flavour>mint</flavour><text'),
		'flavour is not a parameter of sendmsg',
	],
	[
		'a parameter of the HTTP API',
		swap('<text', '<callback>7</callback><text'),
		'callback is not a parameter of sendmsg',
	],
	[
		'a qualified parameter',
		swap(/<(\/?)text/g, '<$1n:text'),
		'text is qualified, and the WSDL has it in no namespace',
	],
	['a parameter twice', swap(/<user.*<\/user>/, '$&$&'), 'user is repeated'],
	['an element inside a value', swap('Hello', 'Hel<b>lo</b>'), 'text holds an element b'],
	['an attribute of a parameter', swap('<user', '<user id="1"'), 'user has an attribute id'],
	['a word for an int', swap('>2<', '>two<'), 'concat is not an int: two'],
	['decimals in an int', swap('>2<', '>2.0<'), 'concat is not an int: 2.0'],
	['nothing for an int', swap('>2<', '><'), 'concat is not an int: '],
	['an int one above 32 bits', swap('>2<', '>2147483648<'), 'concat is beyond 32 bits: 2147483648'],
	['an int one below 32 bits', swap('>2<', '>-2147483649<'), 'concat is beyond 32 bits: -2147483649'],
];

export const LITERALS: Departure[] = [
	['parameters in another order', swap(/(<text>.*<\/text>)(<to>.*<\/to>)/, '$2$1'), 'text is out of order'],
	[
		'a list with something in between',
		swap('<to>27999100002', '<concat>2</concat><to>27999100002'),
		'to is out of order',
	],
	['a parameter missing', swap(/<to>.*<\/to>/, ''), 'to is missing'],
	[
		'parameters qualified by a default namespace',
		swap(/n:sendmsg>|xmlns:n=/g, (found) => (found === 'xmlns:n=' ? 'xmlns=' : 'sendmsg>')),
		'api_id is qualified',
	],
	[
		'nil',
		swap('<text>Hello</text>', '<text xsi:nil="true"/>'),
		'text is nil, and the schema does not let it be',
	],
	['another type', swap('<text>', '<text xsi:type="xsd:int">'), 'text has xsi:type xsd:int, not string'],
	[
		'a float for an int',
		swap('<concat>', '<max_credits>0.8</max_credits><concat>'),
		'max_credits is not an int: 0.8',
	],
	[
		'an encodingStyle',
		swap('<e:Body>', `<e:Body e:encodingStyle="${ENC}">`),
		'it has an encodingStyle, and the WSDL says literal',
	],
	['an encoded array', swap(/<to>.*<\/to>/, '<to><item>27999100001</item></to>'), 'to holds an element item'],
];

export const ENCODEDS: Departure[] = [
	['parameters in another order', swap(/(<from .*?\/>)(<text .*<\/text>)/, '$2$1'), 'from is out of order'],
	['a part missing', swap(/<validity [^>]*>/, ''), 'validity is missing'],
	[
		'no encodingStyle',
		swap(/ e:encodingStyle="[^"]*"/, ''),
		'it has no encodingStyle, and the WSDL says encoded',
	],
	[
		'another encodingStyle',
		swap(/encodingStyle="[^"]*"/, 'encodingStyle="urn:other"'),
		'its encodingStyle is urn:other',
	],
	[
		'an encodingStyle taken back',
		swap('<n:sendmsg>', '<n:sendmsg e:encodingStyle="">'),
		'its encodingStyle is ',
	],
	['no type', swap('<text xsi:type="xsd:string"', '<text'), 'text has no xsi:type'],
	[
		'another type',
		swap('<concat xsi:type="xsd:int"', '<concat xsi:type="xsd:string"'),
		'concat has xsi:type xsd:string, not int',
	],
	[
		'a type of an older schema',
		swap('2001/XMLSchema"', '1999/XMLSchema"'),
		'user has xsi:type xsd:string, not string',
	],
	[
		'a type whose prefix nothing declares',
		swap('<text xsi:type="xsd:', '<text xsi:type="s:'),
		'text has xsi:type s:string, not string',
	],
	['nil with a value', swap('<text ', '<text xsi:nil="true" '), 'text is nil and has a value'],
	['nil that is neither true nor false', swap('<text ', '<text xsi:nil="yes" '), 'text has xsi:nil yes'],
	['a word for a float', swap('>1.5<', '>cheap<'), 'max_credits is not a float: cheap'],
	[
		'a list as repeated elements',
		swap(/<to .*<\/to>/, '<to xsi:type="xsd:string">1</to><to xsi:type="xsd:string">2</to>'),
		'to is repeated',
	],
	['no arrayType', swap(/ c:arrayType="[^"]*"/, ''), 'to has no arrayType'],
	[
		'an arrayType of something else',
		swap('xsd:string[2]', 'xsd:int[2]'),
		'to has arrayType xsd:int[2], not a number of strings',
	],
	[
		'an arrayType without a number',
		swap('xsd:string[2]', 'xsd:string'),
		'to has arrayType xsd:string, not a number of strings',
	],
	[
		'an arrayType with another number',
		swap('xsd:string[2]', 'xsd:string[3]'),
		'to has arrayType xsd:string[3] and 2 items',
	],
	[
		'an array of another type',
		swap('"c:Array"', '"xsd:string"'),
		'to has xsi:type xsd:string, not an array of strings',
	],
	['an array without a type', swap(' xsi:type="c:Array"', ''), 'to has no xsi:type'],
	['part of an array', swap('c:arrayType', 'c:offset="[1]" c:arrayType'), 'to has an attribute c:offset'],
	['items under another name', swap(/<(\/?)item/g, '<$1entry'), 'to holds entry, not item'],
	['an item without a type', swap('<item xsi:type="xsd:string"', '<item'), 'an item of to has no xsi:type'],
	[
		'an item of another type',
		swap('<item xsi:type="xsd:string"', '<item xsi:type="xsd:int"'),
		'an item of to has xsi:type xsd:int, not string',
	],
	['an item that is nil', swap('<item ', '<item xsi:nil="true" '), 'an item of to is nil'],
	['text between the items', swap('<item', 'x<item'), 'text stands between the elements of to: x'],
	[
		'a value that stands elsewhere',
		swap(/<text .*<\/text>/, '<text href="#1"/>'),
		'text has an attribute href',
	],
];

/** What other programs write otherwise, and may. */
export const ALLOWED: Array<
	[what: string, servers: SoapServerName[], write: (request: SoapRequest) => SoapRequest]
> = [
	['white space between elements', ['documentLiteral', 'rpcEncoded'], swap(/></g, '>\r\n\t<')],
	['white space around a number', ['documentLiteral', 'rpcEncoded'], swap('>2<', '> 2\n<')],
	['a number with a sign', ['documentLiteral', 'rpcEncoded'], swap('>2<', '>+02<')],
	['a CDATA section', ['documentLiteral', 'rpcEncoded'], swap('Hello', '<![CDATA[Hello]]>')],
	['an empty Header', ['documentLiteral', 'rpcEncoded'], swap('<e:Body>', '<e:Header/><e:Body>')],
	['no XML declaration', ['documentLiteral', 'rpcEncoded'], swap(DECLARATION, '')],
	[
		'UTF-16',
		['documentLiteral', 'rpcEncoded'],
		(request) =>
			header(
				'content-type',
				'text/xml; charset=utf-16le',
			)(bytes((xml) => Buffer.from(xml, 'utf16le'))(swap(DECLARATION, '')(request))),
	],
	['the type said again', ['documentLiteral'], swap('<text>', '<text xsi:type="xsd:string">')],
	[
		'the namespace on the operation',
		['documentLiteral'],
		(request) => swap('<n:sendmsg>', `<n:sendmsg xmlns:n="${DOC}">`)(swap(` xmlns:n="${DOC}"`, '')(request)),
	],
	['the namespace of the document’s examples', ['rpcEncoded'], swap(`"${RPC}"`, '"soap.clickatell.com"')],
	['the array type of the WSDL', ['rpcEncoded'], swap('"c:Array"', '"n:ArrayOfString"')],
	[
		'the encodingStyle on the operation',
		['rpcEncoded'],
		(request) =>
			swap(
				'<n:sendmsg>',
				`<n:sendmsg e:encodingStyle="${ENC}">`,
			)(swap(/ e:encodingStyle="[^"]*"/, '')(request)),
	],
	['nil as a number', ['rpcEncoded'], swap(/xsi:nil="true"/g, 'xsi:nil="1"')],
	['a float without decimals, in powers of ten', ['rpcEncoded'], swap('>1.5<', '>15e-1<')],
];
