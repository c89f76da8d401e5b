import './trainPanel.ts';
import './trainForm.ts';
import './backtestPanel.ts';
import { endWindow } from './sharedWindow.ts';

endWindow();
