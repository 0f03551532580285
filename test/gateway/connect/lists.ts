/**
 * What the get_list_ calls give. Account, connection and callback types with their ids as they were recorded; countries
 * and their ids are a selection of the gateway's own.
 */

export interface Country {
	id: string;
	name: string;
	prefix: string;
	/** Terms of its own; the others share the main version. */
	terms?: string;
	/** Addresses that count as this country, by their beginning. */
	addresses?: string;
}

export const COUNTRIES: readonly Country[] = [
	['Argentina', '54'],
	['Australia', '61'],
	['Austria', '43'],
	['Belgium', '32'],
	['Botswana', '267'],
	['Brazil', '55'],
	['Bulgaria', '359'],
	['Canada', '1'],
	['Chile', '56'],
	['Colombia', '57'],
	["Côte d'Ivoire", '225'],
	['Croatia', '385'],
	['Czech Republic', '420'],
	['Denmark', '45'],
	['Egypt', '20'],
	['Finland', '358'],
	['France', '33'],
	['Germany', '49'],
	['Ghana', '233'],
	['Greece', '30'],
	['Hong Kong', '852'],
	['India', '91'],
	['Indonesia', '62'],
	['Ireland', '353'],
	['Italy', '39'],
	['Japan', '81'],
	['Kenya', '254'],
	['Lesotho', '266'],
	['Malawi', '265'],
	['Malaysia', '60'],
	['Mauritius', '230'],
	['Mexico', '52'],
	['Mozambique', '258'],
	['Namibia', '264'],
	['Netherlands', '31'],
	['New Zealand', '64'],
	['Nigeria', '234'],
	['Norway', '47'],
	['Philippines', '63'],
	['Poland', '48'],
	['Portugal', '351'],
	['Singapore', '65'],
	['South Africa', '27'],
	['Spain', '34'],
	['Swaziland', '268'],
	['Sweden', '46'],
	['Switzerland', '41'],
	['Tanzania', '255'],
	['Trinidad & Tobago', '1868'],
	['Uganda', '256'],
	['United Kingdom', '44'],
	['United States', '1'],
	['Zambia', '260'],
	['Zimbabwe', '263'],
].map(([name = '', prefix = ''], index) => ({
	id: String(index + 1),
	name,
	prefix,
	...(name === 'South Africa' ? { terms: 'terms_za', addresses: '203.0.113.' } : {}),
}));

export const ACCOUNT_TYPES: ReadonlyArray<readonly [id: string, name: string]> = [
	['1', 'International'],
	['2', 'South Africa Only Account'],
	['3', 'UK Only Account'],
	['4', 'US Only Account (Enterprize)'],
	['6', 'Ireland Only Account'],
	['7', 'India Only Account'],
	['9', 'US Only Account (Small Business)'],
];

export const CONNECTION_TYPES: ReadonlyArray<readonly [id: string, name: string]> = [
	['2', 'HTTP API'],
	['7', 'FTP API'],
	['9', 'SMTP API'],
	['12', 'COM OBJECT API'],
	['13', 'XML API'],
	['14', 'SOAP API'],
];

export const CALLBACK_TYPES: ReadonlyArray<readonly [id: string, name: string]> = [
	['0', 'HTTP GET'],
	['1', 'HTTP POST'],
	['2', 'XML POST'],
	['3', 'XML GET'],
	['5', 'SOAP GET'],
	['6', 'SOAP POST'],
];
