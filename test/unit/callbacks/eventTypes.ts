const FORMATS = ['httpGet', 'httpPost', 'xmlGet', 'xmlPost', 'soapGet', 'soapPost'];
const OUTCOMES = ['intermediate', 'delivered', 'failed', 'unknown'];

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isTextOrNull: Check = (value) => value === null || isText(value);
const isShort: Check = (value) =>
	value === null || (typeof value === 'string' && /^\S(?:[^\0-\x1f]*\S)?$/.test(value));
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isCount: Check = (value) => value === null || (Number.isInteger(value) && Number(value) >= 0);
const matches =
	(pattern: RegExp): Check =>
	(value) =>
		typeof value === 'string' && pattern.test(value);
const oneOf =
	(values: readonly string[]): Check =>
	(value) =>
		values.includes(value as string);
const orNull =
	(check: Check): Check =>
	(value) =>
		value === null || check(value);

const SECONDS = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d';

const isBoolean: Check = (value) => typeof value === 'boolean';

/** What every inbound event ends with. */
const CONVERSATION = [
	['sessionId', matches(/^\S+$/)],
	['chatInput', matches(/\S/)],
	['optOut', isBoolean],
] as const;

/** Each key in its place, with what it may hold. */
const TYPES: Readonly<Record<string, readonly (readonly [key: string, check: Check])[]>> = {
	status: [
		['kind', oneOf(['status'])],
		['channel', oneOf(['sms'])],
		['messageId', isShort],
		['clientMessageId', isShort],
		['to', isShort],
		['from', isShort],
		['status', matches(/^\d{3}$/)],
		['statusText', isText],
		['outcome', oneOf(OUTCOMES)],
		['final', isBoolean],
		['charge', orNull(isNumber)],
		['timestamp', orNull(matches(new RegExp(`^${SECONDS}Z$`)))],
		['apiId', isShort],
		['format', oneOf(FORMATS)],
		['dedupeKey', matches(/^status:[0-9a-f]{32}$/)],
	],
	inbound: [
		['kind', oneOf(['inbound'])],
		['type', oneOf(['text'])],
		['channel', oneOf(['sms'])],
		['messageId', isShort],
		['from', isShort],
		['to', isShort],
		['text', isTextOrNull],
		['timestamp', orNull(matches(new RegExp(`^${SECONDS}(?:Z|\\+02:00)$`)))],
		['charset', isShort],
		['udh', isShort],
		['apiId', isShort],
		['format', oneOf(FORMATS)],
		['dedupeKey', matches(/^inbound:[0-9a-f]{32}$/)],
		['partReference', isCount],
		['partNumber', isCount],
		['partTotal', isCount],
		...CONVERSATION,
	],
	unreadable: [
		['kind', oneOf(['unreadable'])],
		['reason', matches(/^[A-Z][^\0-\x1f]{10,300}\.$/)],
	],
	probe: [['kind', oneOf(['probe'])]],
};

const PLATFORM_FORMATS = ['smsApiGet', 'smsApiPost', 'oneApi'];
const MILLISECONDS = orNull(matches(new RegExp(`^${SECONDS}(?:\\.\\d{3})?Z$`)));
const isNumberOrNull = orNull(isNumber);
const INTEGRATION = [
	['timestamp', MILLISECONDS],
	['integrationId', isShort],
	['integrationName', isShort],
	['format', oneOf(PLATFORM_FORMATS)],
] as const;

/** The same for the Platform. */
const PLATFORM_TYPES: typeof TYPES = {
	status: [
		['kind', oneOf(['status'])],
		['channel', isShort],
		['messageId', isShort],
		['clientMessageId', isShort],
		['to', isShort],
		['from', isShort],
		['status', isText],
		['statusText', isText],
		['outcome', oneOf(OUTCOMES)],
		['final', isBoolean],
		['statusCode', isNumberOrNull],
		['statusDescription', isShort],
		...INTEGRATION,
		['dedupeKey', matches(/^status:[0-9a-f]{32}$/)],
	],
	inbound: [
		['kind', oneOf(['inbound'])],
		['type', oneOf(['text', 'media', 'location'])],
		['channel', isShort],
		['messageId', isShort],
		['from', isShort],
		['to', isShort],
		['text', isTextOrNull],
		['charset', isShort],
		['udh', isShort],
		['partReference', isCount],
		['partNumber', isCount],
		['partTotal', isCount],
		['relatedMessageId', isShort],
		['relatedClientMessageId', isShort],
		['files', Array.isArray],
		['longitude', isNumberOrNull],
		['latitude', isNumberOrNull],
		['locationName', isShort],
		['locationAddress', isShort],
		['profileName', isShort],
		['network', isShort],
		['keyword', isShort],
		...INTEGRATION,
		['dedupeKey', matches(/^inbound:[0-9a-f]{32}$/)],
		...CONVERSATION,
	],
	other: [
		['kind', oneOf(['other'])],
		['name', isText],
		['channel', isShort],
		['messageId', isShort],
		['from', isShort],
		['to', isShort],
		...INTEGRATION,
		['raw', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
		['dedupeKey', matches(/^other:[0-9a-f]{32}$/)],
	],
};

/** What is wrong with the shape of a decoded call's event (or of a probe, or of a fault); undefined if nothing. */
export function wrongType(event: { readonly kind: string }): string | undefined {
	const isOfPlatform = 'format' in event && PLATFORM_FORMATS.includes(event.format as string);
	const types = (isOfPlatform ? PLATFORM_TYPES : TYPES)[event.kind];
	if (types === undefined) return `kind is ${event.kind}`;
	const keys = Object.keys(event).join();
	const expected = types.map(([key]) => key).join();
	if (keys !== expected) return `keys are ${keys}, not ${expected}`;
	for (const [key, check] of types) {
		const value = (event as Record<string, unknown>)[key];
		if (!check(value)) return `${key} is ${JSON.stringify(value)}`;
	}
	return undefined;
}
