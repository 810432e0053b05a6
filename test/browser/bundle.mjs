// Bundles page/page.jsx with Splunk's packages into a folder: node bundle.mjs FOLDER
import { join } from 'node:path';
import { build } from 'esbuild';

await build({
  entryPoints: [join(import.meta.dirname, 'page/page.jsx')],
  outdir: process.argv[2],
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  jsx: 'automatic',
  platform: 'browser',
  logLevel: 'error',
  loader: {
    '.js': 'jsx',
    '.svg': 'dataurl',
    '.png': 'dataurl',
    '.gif': 'dataurl',
    '.woff': 'dataurl',
    '.woff2': 'dataurl',
    '.ttf': 'dataurl',
    '.eot': 'dataurl',
  },
  define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
});
