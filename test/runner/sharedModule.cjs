'use strict';

/**
 * What is run in place of a module of an installed package: in a test file, it takes the one that Node has loaded. jest's
 * own modules go through here as well, outside of any test file, and stay what they are.
 */
module.exports = {
	process: (source, file) => ({
		code:
			`if (typeof requireShared === 'function') module.exports = requireShared(${JSON.stringify(file)});\n` +
			`else (function () {${source}\n}).call(this);`,
	}),
};
