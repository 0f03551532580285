import path from 'node:path';

/** The n8n and the Node that everything here runs, as pinned in tools/n8n/install/. */
export const N8N_VERSION = '2.41.1';
/** The last of the 1.x line, which the tests of versions run as well. */
export const OLDER_N8N_VERSION = '1.123.81';
export const NODE_MAJOR = 24;

export const projectRoot = path.resolve(__dirname, '..', '..');

/** Git-ignored: the installation of n8n (shared by all who run it), packed builds, the demo's n8n data. */
export const stateRoot = path.join(projectRoot, '.n8n-local');
