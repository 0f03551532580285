import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { isOnPath, runCommand } from '../processes';
import type { Report } from '../progress';

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
	const present = found();
	if (present !== undefined) return present;
	if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
		throw new Error(
			'there is no Chromium on this machine: install it, on Debian with "apt-get install chromium"',
		);
	}
	report('installing Chromium with apt-get (once, some minutes)');
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await runCommand('apt-get', ['update'], { cwd: '/', env, log });
	await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
		cwd: '/',
		env,
		log,
	});
	const installed = found();
	if (installed === undefined) throw new Error(`apt-get installed no Chromium; its output is in ${log}`);
	return installed;
}

/** Starts a browser without a window; what it needs and lacks is told in one sentence. */
export async function startBrowser(log: string, report: Report = () => {}): Promise<Browser> {
	const executablePath = await findChromium(log, report);
	const browser = await chromium.launch({ executablePath, args: FLAGS });
	report(`Chromium ${browser.version()}`);
	return browser;
}
