// Views as package.json names them.

export const formView = 'rnnStudio.train';
export const runsView = 'rnnStudio.runs';
/** A run in the editor area, which brings the extension back with it after a window reload. */
export const runPanelType = 'rnnStudio.run';
