/**
 * `npm run test:browser`: a real n8n with this package and the embedded gateway, and a real browser that drives the
 * editor and the gateway's inbox page as a person does. One row for each scenario; exit code 1 if one failed.
 * Screenshots are in test-output/screenshots. `npm run screenshots` makes the pictures of the documentation instead, and
 * `npm run screenshots -- panels`, `film` or `examples` some of them.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { stateRoot } from '../../../tools/n8n/paths';
import { stopAllCommands } from '../../../tools/n8n/processes';
import { step } from '../../../tools/n8n/progress';
import { startBrowser } from './chromium';
import { Editor } from './editor';
import { takeExamplePictures } from './examplePictures';
import { takeFilm } from './film';
import { takePictures } from './pictures';
import { credentials } from './scenarios/credentials';
import { filling } from './scenarios/filling';
import { finding } from './scenarios/finding';
import { inbox } from './scenarios/inbox';
import { inboxPlatform } from './scenarios/inboxPlatform';
import { panels } from './scenarios/panels';
import { questions } from './scenarios/questions';
import { receiving } from './scenarios/receiving';
import { running } from './scenarios/running';
import { tool } from './scenarios/tool';
import { bringUpSetting } from './setting';
import { type Row, SCREENSHOTS, Stage } from './stage';

const SCENARIOS = {
	finding,
	panels,
	filling,
	running,
	receiving,
	inbox,
	inboxPlatform,
	tool,
	questions,
	credentials,
};

const PICTURES = { panels: takePictures, film: takeFilm, examples: takeExamplePictures };

function table(rows: readonly Row[]): string {
	const width = Math.max(...rows.map(({ scenario }) => scenario.length));
	return rows
		.map(
			({ scenario, problem }) => `${scenario.padEnd(width)}  ${problem === undefined ? 'passed' : 'FAILED'}`,
		)
		.join('\n');
}

async function main(): Promise<void> {
	const started = Date.now();
	const pictures = process.argv.includes('--pictures');
	const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
	if (!pictures) rmSync(SCREENSHOTS, { recursive: true, force: true });
	const setting = await bringUpSetting();
	const log = path.join(stateRoot, 'browser', 'chromium.log');
	const browser = await step('Starting the browser', (report) => startBrowser(log, report));
	try {
		const editor = await Editor.signIn(browser, setting.n8n.url, setting.owner);
		const stage = new Stage(setting, browser, editor);
		if (pictures) {
			for (const [name, take] of Object.entries(PICTURES)) {
				if (wanted.length === 0 || wanted.includes(name)) await take(stage);
			}
			return;
		}
		for (const [name, scenario] of Object.entries(SCENARIOS)) {
			if (wanted.length > 0 && !wanted.includes(name)) continue;
			// What a scenario prepares can fail as well, and is then a row of its own.
			await scenario(stage).catch((error: unknown) =>
				stage.scenario(name, () => Promise.reject(error instanceof Error ? error : new Error(String(error)))),
			);
		}
		const failed = stage.rows.filter(({ problem }) => problem !== undefined);
		const seconds = Math.round((Date.now() - started) / 1000);
		console.log(
			`\n${table(stage.rows)}\n\n${seconds} s in all\n${stage.rows.length - failed.length} passed, ${failed.length} failed`,
		);
		if (failed.length > 0) process.exitCode = 1;
	} finally {
		await browser.close();
		await setting.close();
	}
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => void stopAllCommands().finally(() => process.exit(130)));
}

main()
	.catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	})
	.finally(() => stopAllCommands());
