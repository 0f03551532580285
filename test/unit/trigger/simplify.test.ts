import { INBOUND_SAMPLE, STATUS_SAMPLE } from '../../../nodes/Clickatell/n8n/trigger/samples';
import { simplified } from '../../../nodes/Clickatell/n8n/trigger/simplify';
import { createTrigger } from './webhook';

describe('Simplify', () => {
	it.each([
		['a status', STATUS_SAMPLE, ['from', 'charge', 'apiId', 'format']],
		['an inbound message', INBOUND_SAMPLE, ['charset', 'udh', 'apiId', 'format']],
	])('leaves ten fields of %s', (_, event, gone) => {
		const kept = Object.entries(event).filter(([name]) => !gone.includes(name));
		expect(kept).toHaveLength(10);
		expect(Object.entries(simplified(event))).toEqual(kept);
	});

	it('comes into force where it was added to the settings', async () => {
		const target = '/webhook/id/callback?apiMsgId=11112222333344445555666677778888&status=004&charge=1';
		const [plain] = (await createTrigger()({ target })).items;
		expect(plain).toHaveProperty('charge', 1);
		const [short] = (await createTrigger({ parameters: { settings: { simplify: true } } })({ target })).items;
		expect(Object.keys(short ?? {})).toHaveLength(10);
		expect(short).not.toHaveProperty('charge');
	});
});
