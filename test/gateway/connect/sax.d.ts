/** The part of sax that the Connect API's reader uses; the package brings no types. */
declare module 'sax' {
	export interface Tag {
		name: string;
		attributes: Record<string, string>;
	}
	export interface Parser {
		onopentag: (tag: Tag) => void;
		onclosetag: (name: string) => void;
		ontext: (text: string) => void;
		oncdata: (text: string) => void;
		ondoctype: (text: string) => void;
		onerror: (error: Error) => void;
		write(text: string): Parser;
		close(): Parser;
	}
	export function parser(strict: boolean, options?: { trim?: boolean; normalize?: boolean }): Parser;
}
