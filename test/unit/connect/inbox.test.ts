import { startGateway, type Gateway } from '../../gateway';
import { snapshot } from '../../gateway/inbox/snapshot';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** The last state that the inbox page was told. */
const mailsOf = (gateway: Gateway) =>
	(snapshot(gateway, { search: '', limit: 200 }) as { mails: Array<{ to: string; link?: string }> }).mails;

test('the inbox shows the activation emails with their links, newest first', async () => {
	const gateway = await startGateway();
	try {
		expect(mailsOf(gateway)).toEqual([]);
		for (const user of ['customer17', 'customer18']) {
			const { id } = gateway.connect.captchas.make();
			const fields = {
				action: 'register',
				user,
				password: 'Secret17',
				captcha_id: id,
				captcha_code: gateway.connect.captchas.codeOf(id),
				fname: 'First',
				sname: 'Last',
				email_address: `${user}@example.com`,
				country_id: '43',
				mobile_number: '27999100001',
				accept_terms: '1',
			};
			const xml = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
			gateway.connect.answer(
				defined([...gateway.connect.tokens][0]),
				`<clickatellsdk>${xml.join('')}</clickatellsdk>`,
				'127.0.0.1',
			);
		}
		expect(mailsOf(gateway).map(({ to }) => to)).toEqual([
			'customer18@example.com',
			'customer17@example.com',
		]);
		expect((await fetch(defined(defined(mailsOf(gateway)[0]).link))).status).toBe(200);
		expect(defined(gateway.connect.users.get('customer18')).emailActivated).toBe(true);
		const page = await (await fetch(gateway.url)).text();
		expect(page).toContain('id="mails"');
	} finally {
		await gateway.close();
	}
});
