/** A user that was registered through the Connect API. */
export interface ConnectUser {
	user: string;
	password: string;
	userNumber: string;
	email: string;
	mobile: string;
	accountType: string;
	emailActivated: boolean;
	/** Part of the link in the activation email. */
	emailKey: string;
	activationRedirect: string;
	smsActivated: boolean;
	smsCode: string;
	smsSent: number;
	smsFailed: number;
}

/** An email that the gateway would have sent. */
export interface Mail {
	to: string;
	subject: string;
	text: string;
	/** A link in it, to be followed by the test or the person. */
	link?: string;
	/** Milliseconds of the gateway's clock. */
	at: number;
}
