/**
 * Names of characters as HTML writes them: those of HTML 4 for the letters and signs of Latin-1, windows-1252 and
 * Greek, which PHP's `htmlentities` writes, and those of HTML 5 for ASCII.
 */

/** Each name stands for the character behind the one before; `-` for one without a name. */
const RUNS: ReadonlyArray<readonly [first: number, names: string]> = [
	[0x09, 'Tab NewLine'],
	[0x21, 'excl quot num dollar percnt amp apos lpar rpar ast plus comma - period sol'],
	[0x3a, 'colon semi lt equals gt quest commat'],
	[0x5b, 'lsqb bsol rsqb Hat lowbar grave'],
	[0x5b, 'lbrack - rbrack'],
	[0x7b, 'lcub verbar rcub'],
	[0x7b, 'lbrace vert rbrace'],
	[0xa0, 'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr'],
	[0xb0, 'deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest'],
	[
		0xc0,
		'Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml',
	],
	[
		0xd0,
		'ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig',
	],
	[
		0xe0,
		'agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml',
	],
	[
		0xf0,
		'eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml',
	],
	[0x152, 'OElig oelig'],
	[0x160, 'Scaron scaron'],
	[0x178, 'Yuml'],
	[0x192, 'fnof'],
	[0x2c6, 'circ'],
	[0x2dc, 'tilde'],
	[
		0x391,
		'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon Phi Chi Psi Omega',
	],
	[
		0x3b1,
		'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega',
	],
	[0x2013, 'ndash mdash'],
	[0x2018, 'lsquo rsquo sbquo - ldquo rdquo bdquo - dagger Dagger bull - - - hellip'],
	[0x2030, 'permil'],
	[0x2039, 'lsaquo rsaquo'],
	[0x20ac, 'euro'],
	[0x2122, 'trade'],
];

const ENTITIES: ReadonlyMap<string, string> = new Map(
	RUNS.flatMap(([first, names]) =>
		names.split(' ').map((name, i): [string, string] => [name, String.fromCharCode(first + i)]),
	),
);

/** The character of a name, without `&` and `;`. */
export function entity(name: string): string | undefined {
	return ENTITIES.get(name);
}
