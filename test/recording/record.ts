/**
 * `npm run record -- FOLDER`: runs the searches of the scenes on the built app and keeps what users see
 * of them in a folder: rows, messages, models, the log, the files. `npm run record -- --compare A B`
 * says where two such folders differ. The same build gives the same folder, on a busy machine too.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareFolders } from './compare.ts';
import { fitScenes } from './fit-scenes.ts';
import { modelScenes } from './model-scenes.ts';
import { playScene } from './play-scene.ts';
import { refusedScenes } from './refused-scenes.ts';

const USAGE = 'npm run record -- FOLDER, or npm run record -- --compare FOLDER FOLDER';

/** This many scenes are played at a time, because each waits for the processes of its searches. */
const AT_ONCE = 2;

/**
 * Plays all scenes; searches that end otherwise than their scene says are kept too, and named on stderr.
 */
async function record(folder: string): Promise<void> {
  // HDF5 writes the time into the weights that are exported to Keras.
  Date.now = () => 0;
  const scenes = [...modelScenes, ...fitScenes, ...refusedScenes].values();
  const play = async (): Promise<void> => {
    for (const scene of scenes) {
      for (const line of await playScene(scene, folder)) console.error(line);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, play));
}

const options = { compare: { type: 'boolean', default: false } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [first, second] = positionals;
if (first === undefined || positionals.length !== (values.compare ? 2 : 1)) {
  console.error(`Usage: ${USAGE}`);
  process.exitCode = 1;
} else if (second !== undefined) {
  const differences = compareFolders(first, second);
  for (const line of differences) console.log(line);
  console.log(differences.length === 0 ? 'No difference.' : `${first} and ${second} differ.`);
  process.exitCode = differences.length === 0 ? 0 : 1;
} else if (existsSync(first)) {
  console.error(`${first} exists already: name a new folder.`);
  process.exitCode = 1;
} else await record(first);
