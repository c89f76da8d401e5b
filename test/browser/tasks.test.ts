import './narrow.ts';
import './classification.ts';
import { endWindow } from './sharedWindow.ts';

endWindow();
