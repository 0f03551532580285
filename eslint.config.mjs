// @ts-check
/**
 * What is shipped (nodes/, credentials/, package.json) is held to n8n's own rules, wired like n8n's package
 * scan wires them, and to typescript-eslint; tests and tools to typescript-eslint alone. `npm run scan` runs
 * n8n's scan itself.
 */
import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { defineConfig, globalIgnores } from 'eslint/config';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const shipped = ['nodes/**/*.ts', 'credentials/**/*.ts'];
const manifest = ['package.json', 'nodes/**/*.json', 'credentials/**/*.json'];

export default defineConfig(
	globalIgnores(['dist/', '.n8n-local/', '.stryker-tmp/', 'test-output/', 'package-lock.json']),
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },

	{
		files: ['**/*.ts', 'tools/*.mjs', 'tools/*.cjs'],
		extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
			// To return what returns nothing ends a function in one line.
			'@typescript-eslint/no-confusing-void-expression': 'off',
			// A string is spread for its code points, which are what a message is counted in.
			'@typescript-eslint/no-misused-spread': 'off',
			// It does not see what closures assign, and takes the types of foreign input for granted.
			'@typescript-eslint/no-unnecessary-condition': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/only-throw-error': 'error',
			// Fields are named by what they hold.
			'@typescript-eslint/no-dynamic-delete': 'off',
			// A caller names what it reads: JSON, or the answer of a process.
			'@typescript-eslint/no-unnecessary-type-parameters': 'off',
			// Nothing may be a result, too.
			'@typescript-eslint/no-invalid-void-type': 'off',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/prefer-readonly': 'error',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
			// n8n's interfaces, and the gateway's, ask for promises where there is nothing to await.
			'@typescript-eslint/require-await': 'off',
			// A switch over a union is one decision, however many kinds there are.
			complexity: ['error', { max: 20, variant: 'modified' }],
			eqeqeq: 'error',
			// Wire formats are full of control characters.
			'no-control-regex': 'off',
			// The type check knows better which names exist.
			'no-undef': 'off',
		},
	},
	{
		files: ['**/*.test.ts'],
		rules: {
			// Jest's matchers, expect.any() for one, are of the type any; methods are taken off to be called on a stand-in.
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/unbound-method': 'off',
			// Stand-ins have what is asked of them.
			'@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
		},
	},
	{
		// XML's own definition of a name has ranges of combining characters.
		files: ['nodes/Clickatell/formats/xml/guard.ts'],
		rules: { 'no-misleading-character-class': 'off' },
	},
	{
		// typescript-eslint does not see the casts of JSDoc; the type check does.
		files: ['tools/*.mjs', 'tools/*.cjs'],
		rules: {
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/restrict-plus-operands': 'off',
		},
	},
	{ files: ['tools/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
	{
		files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
		ignores: ['tools/*.mjs', 'tools/*.cjs'],
		extends: [js.configs.recommended],
		rules: { 'no-undef': 'off' },
	},
	{ files: ['index.js', 'gulpfile.js', 'jest.config.js'], languageOptions: { sourceType: 'commonjs' } },

	{
		files: [...shipped, ...manifest],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		linterOptions: { noInlineConfig: true },
		rules: { 'no-console': 'error' },
	},
	{ files: manifest, languageOptions: { parser: tseslint.parser } },
	{ files: ['package.json'], rules: n8nNodesBase.configs.community.rules },
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// n8n switches these off for community packages.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// n8n switches these off for community packages.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);
