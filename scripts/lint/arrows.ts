import { tasks } from './tasks.ts';

/** Imports that a file may not have. */
interface Wall {
  /** On the import as written: those between our folders are always relative. */
  readonly imported: RegExp;
  readonly message: string;
  readonly letsTypesPass?: boolean;
}

/** Which modules a folder may import; the arrows of the architecture point one way. */
const folders: Readonly<Record<string, readonly Wall[]>> = {
  engine: [
    {
      imported: /^vscode$|^(\.\.\/)+(src|webview|test|scripts)\//,
      message: 'The engine imports nothing of src, webview or VS Code.',
    },
  ],
  src: [
    {
      imported:
        /^(\.\.\/)+(test|scripts)\/|^(\.\.\/)+webview\/(?!protocol\.ts$)|^(\.\.\/)+engine\/(?!(protocol|config|errors|readConfig|awakeTimer|frameReader|runHolder|thinEvents)\.ts$)/,
      // The schemas of run folders are imported when they are needed, by `import()`, which this rule does not look at.
      message:
        'The extension host knows the engine and the webview by their protocols (and config, errors, what run folders hold, and how to wait for a process) only.',
    },
  ],
  webview: [
    {
      imported: /^vscode$|^node:|^(\.\.\/)+(src|test|scripts)\/|^(\.\.\/)+engine\/(?!(protocol|config|errors)\.ts$)/,
      message: 'The webview imports types of the protocols and the config only, and neither VS Code nor Node.',
    },
    {
      imported: /^(\.\.\/)+engine\/(protocol|config|errors)\.ts$/,
      letsTypesPass: true,
      message: 'Import types only from the engine.',
    },
  ],
};

/** Rooms of the engine, and which of the other rooms each may import. What lies at the ground all of them may. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  files: [],
  compute: [],
  network: ['compute'],
  encoding: ['files', 'compute'],
  tasks: ['network', 'encoding', 'files', 'compute'],
  runs: ['tasks', 'network', 'files', 'compute'],
  exchange: ['runs', 'tasks', 'network', 'compute'],
  prediction: ['runs', 'tasks', 'network', 'files', 'compute'],
  training: ['prediction', 'runs', 'exchange', 'tasks', 'network', 'files', 'compute'],
  cli: ['runs', 'tasks'],
  server: ['training', 'prediction', 'runs', 'exchange', 'tasks', 'files', 'compute'],
};
const roomNames = Object.keys(rooms);
const ground = /^(config|protocol|records|errors|scratchFile|version|(fields|words|errands)\/[^/]+)\.ts$/;

const folderOfTask = `(${tasks.join('|')})/`;
const onlyRegistry = 'A task is asked through the registry: only that imports from the folder of one.';

const otherRooms = (names: readonly string[]): string => roomNames.filter((name) => !names.includes(name)).join('|');

const wallsOfRoom = (room: string): readonly Wall[] => {
  const known = rooms[room] ?? [];
  return [
    {
      imported: new RegExp(`^(\\.\\./)+(${otherRooms([room, ...known])})/`),
      message: `Of the engine's rooms, ${room} imports ${[...known, 'what lies at the ground'].join(', ')} only.`,
    },
    { imported: new RegExp(`^(\\.\\./)+tasks/${folderOfTask}`), message: onlyRegistry },
    ...(room === 'tasks' ? [{ imported: new RegExp(`^\\.\\.?/${folderOfTask}`), message: onlyRegistry }] : []),
  ];
};

const wallsOfTask = (task: string): readonly Wall[] => [
  {
    imported: new RegExp(
      `^(\\.\\./)+(${otherRooms(rooms.tasks ?? [])})/|^\\.\\./(${tasks.filter((other) => other !== task).join('|')})/`,
    ),
    message: 'A task imports readers, encodings and networks, and never another task.',
  },
];

const wallsOfGround: readonly Wall[] = [
  {
    // The config has the names of the cells from their only list.
    imported: new RegExp(`^\\.\\.?/(${roomNames.join('|')})/(?!cells/findCell\\.ts$)`),
    message: 'What all rooms may import imports none of them.',
  },
];

const wallsOfRegistry: readonly Wall[] = [
  { imported: new RegExp(`^\\.\\./(${otherRooms(rooms.tasks ?? [])})/`), message: 'The registry lists tasks.' },
];

/** The walls inside the engine around a file of it, by its path in there; the most particular count. */
const wallsInEngine = (path: string): readonly Wall[] => {
  if (ground.test(path)) return wallsOfGround;
  if (path === 'tasks/registry.ts') return wallsOfRegistry;
  const [room = '', task = ''] = path.split('/');
  if (room === 'tasks' && tasks.includes(task)) return wallsOfTask(task);
  return room in rooms ? wallsOfRoom(room) : [];
};

/** The walls around a file, by its path in the project, with slashes. */
export const wallsAround = (path: string): readonly Wall[] => {
  const [folder = ''] = path.split('/');
  const inside = folder === 'engine' ? wallsInEngine(path.slice('engine/'.length)) : [];
  return [...(folders[folder] ?? []), ...inside];
};
