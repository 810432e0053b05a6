/**
 * A chunked command that does what its arguments say, to show what a local search does to it: `fake
 * <deed> [type=…] [fields=…] [generating=1]`.
 */
const ask = reader(process.stdin);
let options = {};
let searchinfo = {};
const received = [];

for (let request = await ask(); request !== undefined; request = await ask()) {
  if (request.metadata.action === 'getinfo') answerGetinfo(request.metadata);
  else answerExecute(request);
}
if (['last-word', 'fail-late'].includes(options.deed)) process.stdout.write('bye\n');
if (options.deed === 'bad-exit') process.exitCode = 7;

function answerGetinfo(metadata) {
  ({ searchinfo } = metadata);
  const [deed, ...settings] = searchinfo.args;
  options = { deed, ...Object.fromEntries(settings.map((setting) => setting.split('='))) };
  if (deed === 'show') return refuse(JSON.stringify(searchinfo));
  if (deed === 'refuse') return refuse('the argument is wrong');
  if (deed === 'change-type' && !searchinfo.sid.startsWith('searchparsetmp'))
    options.type = 'events';
  if (deed === 'talkative') return reply({}, 'a\n');
  const info = { type: options.type ?? 'reporting', generating: options.generating === '1' };
  const fields = deed === 'bad-fields' ? 'all' : options.fields?.split(';');
  return reply({ ...info, ...(fields && { required_fields: fields }) });
}

function answerExecute({ metadata: { finished }, body }) {
  received.push({ finished, body });
  const deeds = {
    /** Returns one row for each chunk: its header, its number of lines, and whether it was finished. */
    report: () =>
      reply({ finished }, finished ? table(['header', 'rows', 'finished'], chunks()) : ''),
    /** Returns all bodies joined under the header of the first, and a message. */
    echo: () =>
      reply({ inspector: { messages: [['INFO', 'echoed']] }, finished }, finished ? echo() : ''),
    /** Returns for each row its index and another field. */
    index: () => reply({ finished }, indexed(body)),
    alone: () => reply({ finished }, indexed(body).replace('_chunked_idx', 'other')),
    wrong: () => reply({ finished }, '_chunked_idx,x\n99,1\n'),
    multi: () => reply({ finished }, 'a,__mv_a\n"x\ny$",$x$;$y$$$\nz,\n'),
    info: () => reply({ finished }, table(['info', 'env', 'cwd', 'argv'], [description()])),
    fail: () => refuse('it failed'),
    'fail-late': () => refuse('it failed'),
    'error-first': () => reply({ error: 'x', inspector: { messages: [] }, finished: true }),
    twice: () => [reply({ finished }), reply({ finished })],
    stray: () => process.stdout.write('Loading model…\n'),
    'not-json': () => process.stdout.write('chunked 1.0,3,0\n{a}'),
    'no-object': () => process.stdout.write('chunked 1.0,2,0\n[]'),
    'not-said': () => reply({ finished: 'yes' }),
    'bad-message': () => reply({ inspector: { messages: [['INFO']] }, finished }),
    'bad-messages': () => reply({ inspector: [], finished }),
    early: () => reply({ finished: true }, 'a\n1\n'),
    'quiet-exit': () => process.exit(0),
    crash: () => crash(),
    hang: () => undefined,
    never: () => reply({ finished: false }),
    ragged: () => reply({ finished }, 'a,b\n1\n'),
    'last-word': () => reply({ finished }),
    'bad-exit': () => reply({ finished }),
    'change-type': () => reply({ finished }),
    /** Sends two replies before it is finished. */
    twoparts: () => reply({ finished: received.length === 2 }, `part\n${received.length}\n`),
  };
  const deed = deeds[options.deed] ?? deeds.echo;
  deed();
}

function chunks() {
  return received.map(({ body, finished }) => {
    const [header = '', ...lines] = body.split('\n');
    return [header, String(lines.filter((line) => line !== '').length), String(finished)];
  });
}

function echo() {
  const [first = '', ...rest] = received.map(({ body }) => body);
  return first + rest.map((body) => body.slice(body.indexOf('\n') + 1)).join('');
}

function indexed(body) {
  const [header = '', ...lines] = body.trimEnd().split('\n');
  if (lines.length === 0) return '';
  const at = header.split(',').indexOf('"_chunked_idx"');
  const rows = lines.map((line) => [line.split(',')[at], `row ${line.split(',')[at]}`]);
  return table(['_chunked_idx', 'name'], rows);
}

function description() {
  const argv = process.argv.slice(2).join(' ');
  return [JSON.stringify(searchinfo), JSON.stringify(process.env), process.cwd(), argv];
}

function refuse(error) {
  reply({ inspector: { messages: [['ERROR', error]] }, finished: true, error });
  return undefined;
}

function crash() {
  process.stderr.write('a stack\n');
  process.exit(3);
}

function table(header, rows) {
  const quote = (text) => `"${text.replaceAll('"', '""')}"`;
  return [header, ...rows].map((row) => `${row.map(quote).join(',')}\n`).join('');
}

function reply(metadata, body = '') {
  const json = JSON.stringify(metadata);
  const lengths = `${Buffer.byteLength(json)},${Buffer.byteLength(body)}`;
  process.stdout.write(`chunked 1.0,${lengths}\n${json}${body}`);
}

function reader(stream) {
  const pieces = stream[Symbol.asyncIterator]();
  let pending = Buffer.alloc(0);
  const fill = async (length) => {
    const all = [pending];
    for (let held = pending.length; held < length; held += all.at(-1).length) {
      const { value, done } = await pieces.next();
      if (done) return false;
      all.push(value);
    }
    pending = Buffer.concat(all);
    return true;
  };
  return async () => {
    while (!pending.includes(10)) if (!(await fill(pending.length + 1))) return undefined;
    const start = pending.indexOf(10) + 1;
    const header = pending.subarray(0, start).toString();
    const [metadataLength, bodyLength] = header.split(',').slice(1).map(Number);
    const end = start + metadataLength + bodyLength;
    await fill(end);
    const metadata = JSON.parse(pending.subarray(start, start + metadataLength).toString());
    const body = pending.subarray(start + metadataLength, end).toString();
    pending = pending.subarray(end);
    return { metadata, body };
  };
}
