import { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { measureRegime } from './tmp-fits.ts';
import { makeRegime } from './regimes.ts';
const [names, ...seeds] = process.argv.slice(2);
const splunkd = await Splunkd.start(['lstm_toolkit']);
for (const name of names!.split(',')) for (const horizon of [12, 1]) for (const seed of seeds.map(Number)) {
  const f = await measureRegime(splunkd, makeRegime(name as never, seed), { horizon, seed });
  console.log(process.env['APPDIR'], name, horizon, seed, f.error.toFixed(4), f.coverage.toFixed(3), f.winkler.toFixed(3), f.seconds.toFixed(1));
}
await splunkd.close();
