import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ModelHeader } from '../../src/model/header.ts';
import type { FileHeader } from '../../src/model/header-schema.ts';

const src = join(import.meta.dirname, '../../src');

/** A type with all of its optional members required, at any depth. */
type Whole<T> = T extends readonly (infer Item)[]
  ? readonly Whole<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]-?: Whole<T[Name]> }
    : T;

/**
 * These parts of a header have types of their own, in modules of lower layers than that of the description.
 */
type Described = 'sequence' | 'policies' | 'encoder' | 'target' | 'network' | 'typical';
type InFile = Whole<Pick<FileHeader, Described>>;
type InMemory = Whole<Pick<ModelHeader, Described>>;

describe('the description of headers', () => {
  it('describes the types of the sources, as the compiler holds', () => {
    const read = (header: InFile): InMemory => header;
    const written = (header: InMemory): InFile => header;

    expect([read, written]).toHaveLength(2);
  });

  it('is imported for types only, so that the bundle lacks it', () => {
    const importers = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter(
        (file) => file.endsWith('.ts') && !/^model\/(?:header-schema\.ts|schema\/)/.test(file),
      )
      .filter((file) =>
        /import (?!type)[^;]*(?:header-schema|described|schema\/\w+)\.ts'/.test(
          readFileSync(join(src, file), 'utf8'),
        ),
      );

    expect(importers).toEqual([]);
  });
});
