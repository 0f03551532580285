/**
 * The shape of the catalogue: everything that a user can do is one record of this type. The panel, the checks, the
 * results and the documentation follow from it. How a call is spelled is not said here: the SMS gateway has several
 * servers, and each knows its own names (apis/). Records hold data only (no functions, no n8n types), so that they can
 * be printed and compared.
 */

/** What a call does to the account: `spend` means money leaves it, and the call must never be repeated on doubt. */
export type Effect = 'read' | 'write' | 'spend';

export interface Choice {
	readonly value: string | number;
	readonly label: string;
	readonly help?: string;
}

/**
 * What a parameter holds. It decides how the panel asks for it, which limits apply and how it is coded:
 *
 * | kind         | coded as                                                                       |
 * | ------------ | ------------------------------------------------------------------------------ |
 * | text         | as written                                                                     |
 * | message      | the text, or UCS-2 hex with `unicode` 1 where GSM cannot carry it (6.2.14)     |
 * | template     | like message, with `#field1#` placeholders (8.1)                               |
 * | recipients   | a list of MSISDNs, digits only (6.2.1)                                         |
 * | msisdn       | one MSISDN, digits only                                                        |
 * | dialPrefix   | a country code, digits only                                                    |
 * | senderId     | up to 16 digits or 11 characters (6.2.3)                                       |
 * | messageId    | 32 hexadecimal digits                                                          |
 * | identifier   | letters and digits (6.2.13)                                                    |
 * | integer      | a whole number                                                                 |
 * | decimal      | a number                                                                       |
 * | flag         | 1 or 0                                                                         |
 * | choice       | the chosen value                                                               |
 * | bits         | the sum of the chosen values (6.2.9)                                           |
 * | hex          | bytes as hexadecimal digits                                                    |
 * | url          | as written, http or https                                                      |
 * | email        | as written                                                                     |
 * | utcTime      | `YYYY-MM-DDTHH:MM:SSZ`                                                         |
 * | zonedTime    | a date and time as it was given, with an offset or without                     |
 * | inputFile    | the name of a binary field of the item                                         |
 * | pairs        | names and values in turn                                                       |
 * | json         | as JSON without blanks                                                         |
 * | mergeFields  | `field1` to `field10`                                                          |
 * | namedValues  | a value for each name in a template                                             |
 * | lookup       | the id of an entry that another operation of the catalogue lists               |
 * | buttons      | the buttons of a question, as JSON                                             |
 * | formFields   | the fields of a form, as JSON                                                  |
 * | waitLimit    | how long to wait, as JSON                                                      |
 * | spared       | not at all: numbers that are not sent to                                       |
 * | quietHours   | not at all: hours in which nobody is sent to, as JSON                          |
 */
export type ParameterType =
	| {
			readonly kind: 'text';
			readonly maxLength?: number;
			readonly minLength?: number;
			readonly pattern?: string;
			readonly patternHelp?: string;
			readonly rows?: number;
			/** Blanks alone are as good as nothing. */
			readonly blankIsEmpty?: boolean;
	  }
	| { readonly kind: 'message' }
	| { readonly kind: 'template' }
	| { readonly kind: 'recipients' }
	/** `maxDigits`: where the vendor allows more than the 15 digits of E.164. */
	| {
			readonly kind: 'msisdn';
			readonly maxDigits?: number;
			/** Read as the one entry of a list of recipients. */
			readonly fromList?: boolean;
	  }
	| { readonly kind: 'dialPrefix' }
	| { readonly kind: 'senderId' }
	| { readonly kind: 'messageId' }
	| { readonly kind: 'identifier'; readonly maxLength: number }
	| {
			readonly kind: 'integer';
			readonly min: number;
			readonly max: number;
			readonly unit?: 'minutes' | 'seconds';
	  }
	| { readonly kind: 'decimal'; readonly min: number; readonly max?: number }
	| { readonly kind: 'flag' }
	| { readonly kind: 'choice'; readonly choices: readonly Choice[] }
	| { readonly kind: 'bits'; readonly choices: readonly Choice[] }
	| { readonly kind: 'hex'; readonly maxBytes: number }
	| { readonly kind: 'url'; readonly maxLength?: number }
	| { readonly kind: 'email'; readonly maxLength: number }
	/** `inWorkflowZone`: a time that names no zone is in the workflow's, else in UTC. */
	| { readonly kind: 'utcTime'; readonly inWorkflowZone?: boolean }
	| { readonly kind: 'zonedTime' }
	| { readonly kind: 'inputFile' }
	| { readonly kind: 'pairs'; readonly one: string; readonly maxPairs: number }
	| { readonly kind: 'json'; readonly list: boolean }
	| { readonly kind: 'mergeFields' }
	| { readonly kind: 'namedValues' }
	| { readonly kind: 'lookup'; readonly operation: string; readonly id: string; readonly label: string }
	| { readonly kind: 'buttons' }
	| { readonly kind: 'formFields' }
	| { readonly kind: 'waitLimit' }
	| { readonly kind: 'spared' }
	| { readonly kind: 'quietHours' };

/** Where the panel shows a parameter: always, or on request in one of the two collections. Saved with it. */
export type Place = 'main' | 'options' | 'advanced';

export interface Parameter {
	/** Persisted in saved workflows: never rename. */
	readonly name: string;
	readonly label: string;
	readonly help: string;
	readonly type: ParameterType;
	readonly place: Place;
	/** It steers the node and is not sent. */
	readonly local?: boolean;
	readonly required?: boolean;
	/** An option that, once it was added, must hold something: what would happen otherwise, for a sentence. */
	readonly orElse?: string;
	readonly secret?: boolean;
	readonly placeholder?: string;
	readonly hint?: string;
	/** What the panel starts with; an option that was never added stays unset and absent on the wire. */
	readonly initial?: string | number | boolean;
	/**
	 * What holds where an option was never added. `initial` differs from it: an option that one adds does something.
	 */
	readonly otherwise?: string | number | boolean;
	/** A parameter without which this one makes no sense when it is set, or on; and what to do, for a sentence. */
	readonly needs?: {
		readonly parameter: string;
		/** A flag that stands in for it when it is on. */
		readonly or?: string;
		readonly wayOut: string;
	};
	/** What cannot be set, or hold that value, while this parameter is set; and why, for a sentence. */
	readonly excludes?: ReadonlyArray<{
		readonly parameter: string;
		readonly is?: string;
		readonly why: string;
	}>;
	/** Shown and sent only while another parameter of the same record holds one of these values. */
	readonly when?: { readonly parameter: string; readonly is: readonly string[] };
	/** Shown, asked for and sent only while this option of the same record holds nothing. */
	readonly unless?: string;
	/** Section of the vendor's document. */
	readonly source?: string;
}

/** A limit for an AI agent, in a collection of its own that every operation that sends has. */
export interface Guard extends Omit<Parameter, 'place'> {
	readonly place: 'guards';
}

export interface ResultField {
	readonly name: string;
	/** `png`: bytes of a picture, which become binary data of the item under this name. */
	readonly type: 'text' | 'number' | 'boolean' | 'time' | 'png' | 'object';
	readonly help: string;
	/** Null where Clickatell's reply does not have it. */
	readonly optional?: boolean;
	/** Says whether it was done: false on an item that came to nothing, null where nobody knows. */
	readonly done?: boolean;
	readonly secret?: boolean;
}

export type Authentication =
	/** A session, or API ID, user and password in the call itself. */
	| 'account'
	/** API ID, user and password, never a session. */
	| 'login'
	/** A session, nothing else. */
	| 'session'
	/** The Connect token in the address. */
	| 'token'
	/** The key of the Platform in a header. */
	| 'key'
	| 'none';

interface OperationBase {
	/** Persisted in saved workflows: never rename. */
	readonly resource: string;
	/** Persisted in saved workflows: never rename. */
	readonly operation: string;
	readonly title: string;
	readonly action: string;
	readonly description: string;
	readonly effect: Effect;
	readonly authentication: Authentication;
	readonly parameters: readonly Parameter[];
	/** At least one of each of these groups must be given. */
	readonly oneOf?: readonly (readonly string[])[];
	readonly result: readonly ResultField[];
	/** Codes the call is documented to refuse with. */
	readonly refusals: readonly string[];
	/** The vendor's document and section. */
	readonly source: string;
	/** What a user must know before it is run, beside what it costs; the panel shows it. */
	readonly notice?: string;
	/**
	 * Handles passwords, sessions or the means of payment of an account, or proves something to a workflow: an AI agent
	 * gets it neither in the panel nor at run time.
	 */
	readonly notForAgents?: true;
	/** What an AI agent must keep to that the names of the fields do not say. */
	readonly limits?: string;
	readonly sample: {
		readonly parameters: Readonly<Record<string, unknown>>;
		readonly result: Readonly<Record<string, unknown>>;
	};
}

/** A call to the SMS gateway, on whichever of its servers. */
export interface GatewayOperation extends OperationBase {
	readonly api: 'gateway';
}

/** A call of the Connect API: an XML document posted to the token's address (docs/protocol/connect.md). */
export interface ConnectOperation extends OperationBase {
	readonly api: 'connect';
	/** `list`: one item per `Value`; `record`: one item. */
	readonly reply: 'list' | 'record';
}

/** A call to the Clickatell Platform, by the API that the key is for (docs/protocol/platform.md). */
export interface PlatformOperation extends OperationBase {
	readonly api: 'platform';
}

/** Done by the node itself, without a call. */
export interface LocalOperation extends OperationBase {
	readonly api: 'local';
	readonly work: 'estimate' | 'checkNumbers' | 'ftpFile' | 'email';
}

/** Several calls behind one operation over all input items. */
export interface CompositeOperation extends OperationBase {
	readonly api: 'composite';
	readonly work: 'batches' | 'reconcile';
	/** The operations it is made of, as `resource.operation`. */
	readonly steps: readonly string[];
	/** The operations that made what it asks for, as `resource.operation`: it takes what they take. */
	readonly about?: readonly string[];
}

/** A question that is sent with a link; the workflow waits for the answer. */
export interface QuestionOperation extends OperationBase {
	readonly api: 'question';
	/** The operation that carries the question, as `resource.operation`; its account asks. */
	readonly through: string;
}

/** A one-time code: sent by another operation, or checked without a call. */
export interface VerifyOperation extends OperationBase {
	readonly api: 'verify';
	readonly work: 'send' | 'check';
	/** The operation that carries the code, as `resource.operation`; its credential makes the codes. */
	readonly through: string;
}

/** What another operation would do with all items, without sending. */
export interface PreviewOperation extends OperationBase {
	readonly api: 'preview';
	/** That operation, as `resource.operation`; its account is asked. */
	readonly of: string;
}

export type Operation =
	| GatewayOperation
	| ConnectOperation
	| PlatformOperation
	| LocalOperation
	| CompositeOperation
	| QuestionOperation
	| VerifyOperation
	| PreviewOperation;

export interface Resource {
	/** Persisted in saved workflows: never rename. */
	readonly value: string;
	readonly label: string;
	/** What documentation calls it, where another account has a resource of the same label. */
	readonly fullLabel?: string;
}

/** A kind of account at Clickatell. It decides credential, resources and operations. */
export interface Account {
	/** Persisted in saved workflows: never rename. */
	readonly value: string;
	readonly label: string;
	readonly help: string;
	/** The type of its credential. Persisted as well. */
	readonly credential: string;
	/** In the order in which people need them; the panel starts with the first. */
	readonly resources: readonly Resource[];
}
