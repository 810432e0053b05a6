/**
 * Checks the checks: a good page must pass them, and each fault of a faulty one must be found.
 *
 * @module
 */
import { join } from 'node:path';
import { readPages } from '../support/pages/page.ts';
import { type Check, checkPage } from './check-page.ts';
import { SplunkWeb } from './splunk-web.ts';

/** What only a browser shows of the faulty page, each as the beginning of its sentence. */
const FAULTS = [
  'The search of the data source "wrong" failed: Error in \'lstmmodels\' command:',
  'The search of the data source "unparsed" failed: Unknown search command',
  'The page ran the risky command lstmfit.',
  '"empty" is empty.',
  '"wrong" shows "Error in \'lstmmodels\' command:',
  '"waiting" shows "Set token value to render visualization".',
  '"field" shows the value "N/A".',
  '"source" has no data source.',
  'A link opens "| nosuchcommand":',
];

/** Returns one sentence for each mistake of the checks. */
export async function sampleFaults(
  check: Omit<Check, 'web' | 'content'>,
  { appFolder, bundle }: { readonly appFolder: string; readonly bundle: string },
): Promise<string[]> {
  const pages = readPages(join(import.meta.dirname, 'fixtures'));
  const web = await SplunkWeb.start({ splunkd: check.splunkd, appFolder, bundle, pages });
  const told = new Map<string, readonly string[]>();
  try {
    for (const page of pages) {
      const whole = { ...check, web, content: { appFolder, pages }, pictures: undefined };
      told.set(page.view, (await checkPage(page, 'dark', whole)).faults);
    }
  } finally {
    await web.close();
  }
  const found = told.get('faulty') ?? [];
  return [
    ...(told.get('good') ?? []).map((fault) => `The good page has a fault: ${fault}`),
    ...FAULTS.filter((begin) => !found.some((fault) => fault.startsWith(begin))).map(
      (begin) => `The faulty page should have the fault: ${begin}`,
    ),
  ];
}
