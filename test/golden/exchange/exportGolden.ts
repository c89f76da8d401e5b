/**
 * Exports the golden weights that networks here can hold, for PyTorch and for Keras, each with the code that loads it:
 * node test/golden/exchange/exportGolden.ts FOLDER, then python3 test/golden/exchange/checkExport.py FOLDER.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../../engine/errors.ts';
import { exportModel } from '../../../engine/exchange/exportModel.ts';
import { writeOwnModel } from '../../unit/engine/exchange/ownModel.ts';

const folder = process.argv[2] ?? 'exported';
await mkdir(folder, { recursive: true });
for (const path of await readdir(fileURLToPath(new URL('.', import.meta.url)), { recursive: true })) {
  const file = basename(path);
  const [name = ''] = file.split('.');
  if (!/\.(safetensors|h5)$/.test(file) || /^(text|hostile)/.test(name)) continue;
  const model = join(folder, `${name}.model.safetensors`);
  try {
    await writeOwnModel(model, file, name === 'rnnRelu' ? { model: { activation: 'relu' } } : {});
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stdout.write(`${file}: ${error.message}\n`);
    continue;
  }
  for (const ending of ['safetensors', 'weights.h5']) {
    try {
      const { code } = await exportModel({ model, out: join(folder, `${name}.${ending}`) });
      await writeFile(join(folder, `${name}.${ending}.py`), code ?? '');
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      process.stdout.write(`${error.message}\n`);
    }
  }
}
