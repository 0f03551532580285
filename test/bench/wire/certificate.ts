import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key and a certificate in PEM, for servers on this machine that stand in for named hosts. */
export interface Certificate {
	readonly key: string;
	readonly cert: string;
}

/** One value of ASN.1 in DER: tag, length, content (X.690). */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
	const body = Buffer.concat(content);
	const size = body.length;
	const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
	return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...content: Buffer[]) => der(0x30, ...content);
const set = (...content: Buffer[]) => der(0x31, ...content);
const integer = (bytes: Buffer) => der(0x02, bytes);
const text = (value: string) => der(0x0c, Buffer.from(value, 'utf8'));
const octets = (content: Buffer) => der(0x04, content);
const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content);
const identifier = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const utcTime = (date: Date) =>
	der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`, 'latin1'));

const ECDSA_WITH_SHA256 = sequence(identifier('2a8648ce3d040302'));
const COMMON_NAME = identifier('550403');
const SUBJECT_ALTERNATIVE_NAME = identifier('551d11');
const DNS_NAME = 0x82;
const VERSION_3 = der(0xa0, integer(Buffer.from([2])));

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A new self-signed certificate for these hosts (RFC 5280, version 3, P-256), good for a week. Who trusts it by
 * `NODE_EXTRA_CA_CERTS` trusts it alone. Written here because Node makes keys, but no certificates.
 */
export function makeCertificate(hosts: readonly string[]): Certificate {
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const name = sequence(set(sequence(COMMON_NAME, text('bench on this machine'))));
	const now = Date.now();
	const names = sequence(...hosts.map((host) => der(DNS_NAME, Buffer.from(host, 'latin1'))));
	const body = sequence(
		VERSION_3,
		integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
		ECDSA_WITH_SHA256,
		name,
		sequence(utcTime(new Date(now - DAY_MS)), utcTime(new Date(now + 7 * DAY_MS))),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, sequence(sequence(SUBJECT_ALTERNATIVE_NAME, octets(names)))),
	);
	const certificate = sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, privateKey)));
	const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n').trim();
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
		cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
	};
}
