import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { installFromDebian } from '../debian';
import type { Report } from '../../../tools/n8n/progress';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** The Chromium of this machine. Where there is none and we may, Debian's package is installed. */
async function findChromium(log: string, report: Report): Promise<string> {
	const found = () => PLACES.find((place) => existsSync(place));
	if (found() === undefined) report('installing Chromium with apt-get (once, some minutes)');
	await installFromDebian(() => (found() === undefined ? ['chromium', 'fonts-dejavu-core'] : []), log);
	return defined(found());
}

/** Starts a browser without a window; what it needs and lacks is told in one sentence. */
export async function startBrowser(log: string, report: Report = () => {}): Promise<Browser> {
	const executablePath = await findChromium(log, report);
	const browser = await chromium.launch({ executablePath, args: FLAGS });
	report(`Chromium ${browser.version()}`);
	return browser;
}
