import { join } from 'node:path';

/** `test/native/build.sh` puts the addon, TensorFlow's libraries and the bundle here. */
export const nativeFolder = join(
  import.meta.dirname,
  '../../../node_modules/.cache/tfjs-native/tensorflow',
);
