import path from 'node:path';

/** The n8n and the Node that everything here runs, as pinned in test/n8n/install/. */
export const N8N_VERSION = '2.41.1';
export const NODE_MAJOR = 24;

export const projectRoot = path.resolve(__dirname, '..', '..');

/** Git-ignored: the installation of n8n (shared by all who run it), packed builds, the demo's n8n data. */
export const stateRoot = path.join(projectRoot, '.n8n-local');
