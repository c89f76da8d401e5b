import './trainPanel.ts';
import './trainForm.ts';
import { endWindow } from './sharedWindow.ts';

endWindow();
