import { readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import * as documentStrings from '@graphql-codegen/typed-document-node';
import { parse } from 'graphql';
import { SCHEMA_PATH } from './schema-path';

const DOCUMENTS = 'src/api/operations.graphql';

const schema = parse(readFileSync(SCHEMA_PATH, 'utf8'));
const config = {
  strictScalars: true,
  scalars: { ID: 'string', DateTime: 'string', Date: 'string', JSON: 'unknown' },
  enumsAsTypes: true,
  enumType: 'string-literal',
  useTypeImports: true,
  skipTypename: true,
  documentMode: 'string',
};

const write = (filename: string, text: string): void =>
  writeFileSync(filename, text.replaceAll('Record<string, any>', 'Record<string, unknown>'));

/** What the pages ask, and what they get. */
const PAGES = 'src/api/generated.ts';
write(
  PAGES,
  await codegen({
    filename: PAGES,
    schema,
    documents: [{ location: DOCUMENTS, document: parse(readFileSync(DOCUMENTS, 'utf8')) }],
    config,
    plugins: [{ operations: {} }, { documentStrings: {} }],
    pluginMap: { operations, documentStrings },
  }),
);

/** The whole schema, for the mock that answers. */
const MOCK = 'dev/generated.ts';
write(
  MOCK,
  await codegen({
    filename: MOCK,
    schema,
    documents: [],
    config,
    plugins: [{ typescript: {} }],
    pluginMap: { typescript },
  }),
);
