/**
 * Reads and changes model files at splunkd's endpoint `data/lookup-table-files`, one function for each
 * request.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTknowledge
 * @module
 */

import { UserError } from '../errors.ts';
import { type FoundModel, fileName, type ModelPlace, modelName } from './model-place.ts';
import { isSuccess, refused, type Splunkd, type SplunkdReply } from './splunkd.ts';

/** The users who may read and write a model; what is left out stays as it is. */
export interface Sharing {
  readonly sharing?: FoundModel['sharing'] | undefined;
  /** The roles that may read and write the model. */
  readonly read?: readonly string[] | undefined;
  readonly write?: readonly string[] | undefined;
}

/** splunkd requires sharing and owner even where they stay as they are. */
export type WholeSharing = Sharing & Pick<FoundModel, 'sharing' | 'owner'>;

/** This stands for any owner, or any app, of a namespace. */
export const ANY = '-';

/** A list of some two thousand models has this many bytes; parsed, it may take fifty times as many. */
const MAX_LIST_BYTES = 4 * 2 ** 20;

/**
 * Returns the file that splunkd shows in a namespace, where the owner's private files hide shared ones.
 *
 * @throws UserError when splunkd answers neither with the file nor with the statement that there is none
 */
export async function getFile(
  splunkd: Splunkd,
  place: ModelPlace,
): Promise<FoundModel | undefined> {
  const reply = await splunkd.get(filePath(place));
  if (reply.status === 404) return undefined;
  if (reply.status !== 200) throw refused(`read model ${place.name}`, reply);
  return readEntry(entriesOf(reply)[0] ?? {}, place.name);
}

/**
 * Returns all model files that the user may read in a namespace.
 *
 * @param name - the name of a model; all models are listed when it is left out
 * @throws UserError when splunkd answers with anything but a list of files
 */
export async function listFiles(
  splunkd: Splunkd,
  { owner, app }: Omit<ModelPlace, 'name'>,
  name?: string,
): Promise<FoundModel[]> {
  const search = name === undefined ? '__lstm_' : fileName(name);
  const query = new URLSearchParams({ count: '0', search });
  const reply = await splunkd.get(`${collection({ owner, app })}?${query}`, MAX_LIST_BYTES);
  if (reply.status !== 200) throw refused('list models', reply);
  if (!Array.isArray(fieldsOf(reply.body)['entry'])) throw unexpected('the list of models');
  // The filter of splunkd looks for the text in any field, so the entries are filtered here again.
  return entriesOf(reply).flatMap((entry) => {
    const file = entry['name'];
    if (typeof file !== 'string') throw unexpected('the list of models');
    const model = modelName(file);
    if (!isName(model) || (name !== undefined && name !== model)) return [];
    return [readEntry(entry, model)];
  });
}

/**
 * Creates a file, or replaces one; splunkd moves the staged file into its place.
 *
 * @param exists - whether the file exists, as far as the caller knows
 */
export async function putFile(
  splunkd: Splunkd,
  place: ModelPlace,
  staged: string,
  exists: boolean,
): Promise<SplunkdReply> {
  const data = { 'eai:data': staged };
  if (exists) {
    const updated = await splunkd.post(filePath(place), data);
    if (updated.status !== 404) return updated;
  }
  return await splunkd.post(collection(place), { name: fileName(place.name), ...data });
}

export async function deleteFile(splunkd: Splunkd, place: ModelPlace): Promise<void> {
  const reply = await splunkd.delete(filePath(place));
  if (!isSuccess(reply)) throw refused(`delete model ${place.name}`, reply);
}

export async function shareFile(
  splunkd: Splunkd,
  place: ModelPlace,
  { sharing, owner, read, write }: WholeSharing,
): Promise<void> {
  const reply = await splunkd.post(`${filePath(place)}/acl`, {
    sharing,
    owner,
    ...(read && { 'perms.read': read.join(',') }),
    ...(write && { 'perms.write': write.join(',') }),
  });
  if (!isSuccess(reply)) throw refused(`share model ${place.name}`, reply);
}

function collection({ owner, app }: Omit<ModelPlace, 'name'>): string {
  const parts = [owner, app].map(encodeURIComponent);
  return `/servicesNS/${parts.join('/')}/data/lookup-table-files`;
}

function filePath(place: ModelPlace): string {
  return `${collection(place)}/${encodeURIComponent(fileName(place.name))}`;
}

type Fields = Readonly<Record<string, unknown>>;

function readEntry(entry: Fields, name: string): FoundModel {
  const acl = fieldsOf(entry['acl']);
  const { sharing, app, owner } = acl;
  const path = fieldsOf(entry['content'])['eai:data'];
  const { read = [], write = [] } = fieldsOf(acl['perms']);
  const isWhole = typeof path === 'string' && isName(app) && isName(owner);
  if (!isWhole || !isSharing(sharing) || !areNames(read) || !areNames(write)) {
    throw unexpected(`model ${name}`);
  }
  return { name, sharing, app, owner, read, write, canWrite: acl['can_write'] !== false, path };
}

function unexpected(about: string): UserError {
  return new UserError(`splunkd's answer about ${about} is not of the expected form.`);
}

function isSharing(value: unknown): value is FoundModel['sharing'] {
  return value === 'user' || value === 'app' || value === 'global';
}

/** Tells whether a value may be the name of a user, a role or an app, and be quoted in a sentence. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[^\p{Cc}\p{Cs}]{1,1024}$/u.test(value);
}

export function areNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isName);
}

/** Returns the entries of an answer, which are none when it has no list of them. */
export function entriesOf({ body }: SplunkdReply): Fields[] {
  const { entry } = fieldsOf(body);
  return Array.isArray(entry) ? entry.map(fieldsOf) : [];
}

/** Returns the value if it is an object, else an empty object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
