import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Links an addon for Windows with LLVM's tools alone: a library of the two functions of the system that it calls is made
 * on the way, so no development kit is needed.
 * @param {readonly string[]} objects compiled for the target x86_64-pc-windows-msvc
 * @param {string} out the addon
 * @param {string} folder for what is needed on the way
 * @param {(tool: string, args: readonly string[]) => Promise<void>} run runs `llvm-dlltool` and `lld-link`
 */
export const linkWindows = async (objects, out, folder, run) => {
  const definition = join(folder, 'kernel32.def');
  const library = join(folder, 'kernel32.lib');
  await writeFile(definition, 'LIBRARY KERNEL32.dll\nEXPORTS\nGetModuleHandleA\nGetProcAddress\n');
  await run('llvm-dlltool', ['-m', 'i386:x86-64', '-d', definition, '-l', library]);
  const options = ['/dll', '/noentry', '/nodefaultlib', '/export:napi_register_module_v1'];
  const unused = `/implib:${join(folder, 'unused.lib')}`;
  await run('lld-link', [...options, unused, `/out:${out}`, ...objects, library]);
};
