/** Words by which a person says, with nothing else in the message, that they want no more messages. */
export interface OptOutWords {
	readonly language: string;
	/** In capitals and without accents, as they are compared. */
	readonly words: readonly string[];
}

/**
 * What carriers and messaging services act on. STOP is the word of most languages: Afrikaans, Danish, Dutch, Italian and
 * Polish messages ask for it too, so that these have no words of their own here.
 */
export const OPT_OUT_WORDS: readonly OptOutWords[] = [
	{
		language: 'English',
		words: [
			'STOP',
			'STOPALL',
			'STOP ALL',
			'UNSUBSCRIBE',
			'CANCEL',
			'END',
			'QUIT',
			'OPTOUT',
			'OPT-OUT',
			'OPT OUT',
			'REVOKE',
			'REMOVE',
		],
	},
	{ language: 'French', words: ['ARRET'] },
	{ language: 'German, Norwegian, Swedish', words: ['STOPP'] },
	{ language: 'Portuguese', words: ['SAIR', 'PARAR'] },
	{ language: 'Spanish', words: ['ALTO', 'BAJA', 'PARAR'] },
];
