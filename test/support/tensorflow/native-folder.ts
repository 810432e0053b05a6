import { join } from 'node:path';

/** Where `test/native/build.sh` puts the addon, TensorFlow's libraries and the bundle. */
export const nativeFolder = join(
  import.meta.dirname,
  '../../../node_modules/.cache/tfjs-native/tensorflow',
);
