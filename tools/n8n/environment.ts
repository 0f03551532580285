import type { InstalledN8n } from './install';

export interface N8nSettings {
	/** n8n's data go to `<userFolder>/.n8n`. */
	userFolder: string;
	port: number;
	/** Port of the broker between n8n and its task runner. */
	brokerPort: number;
	/** Settings on top of (and instead of) those below, e.g. the database or the mode. */
	env?: NodeJS.ProcessEnv | undefined;
}

/** Names that steer an n8n: those of a user's own n8n must not reach ours. */
const OF_ANY_N8N =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|CREDENTIALS_|WEBHOOK_|GENERIC_|WORKFLOWS_|NODES_|NODE_OPTIONS$|npm_)/i;

/** Nothing calls home: no telemetry, licence server, version check, templates, banners or package lists. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DIAGNOSTICS_CONFIG_FRONTEND: '',
	N8N_DIAGNOSTICS_CONFIG_BACKEND: '',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
};

/** n8n answers 503 to all calls where its database does not answer a ping in five seconds, as on a busy machine. */
const PATIENT = {
	DB_PING_TIMEOUT_MS: '120000',
	// Version 1 cannot wait longer: it asks seldom instead.
	DB_PING_INTERVAL_SECONDS: '600',
};

/** The whole environment of an n8n process of this project, listening on loopback only. */
export function n8nEnvironment(installed: InstalledN8n, settings: N8nSettings): NodeJS.ProcessEnv {
	const own = Object.entries(process.env).filter(([name]) => !OF_ANY_N8N.test(name));
	return {
		...Object.fromEntries(own),
		PATH: installed.path,
		...QUIET,
		...PATIENT,
		// It asks a server for its list. Version 1 has no such module, and does not start when told so.
		...(installed.version.startsWith('1.') ? {} : { N8N_DISABLED_MODULES: 'mcp-registry' }),
		N8N_USER_FOLDER: settings.userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(settings.port),
		N8N_PROTOCOL: 'http',
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${settings.port}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		// The package under test is not on npm's list of verified ones.
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_LOG_LEVEL: 'info',
		NO_COLOR: '1',
		...settings.env,
	};
}
