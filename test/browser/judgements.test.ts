import './backtestPanel.ts';
import './tunePanel.ts';
import './explainTab.ts';
import './seriesPanel.ts';
import { endWindow } from './sharedWindow.ts';

endWindow();
