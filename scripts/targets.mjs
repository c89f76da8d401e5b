/** Where native kernels are built for, as VS Code names its platforms. */
export const targets = /** @type {const} */ (['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64']);
