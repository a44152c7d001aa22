import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import * as documentStrings from '@graphql-codegen/typed-document-node';
import { parse } from 'graphql';
import { SCHEMA_PATH } from './schema-path';

/** Every file of questions becomes a module of its own, so that pages load only what they ask. */
const FOLDER = 'src/api/';
const moduleOf = (file: string): string =>
  FOLDER +
  (file === 'operations.graphql' ? 'generated.ts' : file.replace('.graphql', '.generated.ts'));

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

/** One class for all modules, and questions that nobody asks are left out of the build. */
const withSharedClass = (text: string): string =>
  text
    .replace(
      /import type \{ DocumentTypeDecoration \}.*\n/,
      "import { TypedDocumentString } from './document';\n",
    )
    .replace(/export class TypedDocumentString[\s\S]*?\n}\n/, '')
    .replaceAll('= new TypedDocumentString(', '= /*#__PURE__*/ new TypedDocumentString(')
    .replaceAll(/`, \{"fragmentName":"\w+"\}\)/g, '`)');

/** What the pages ask, and what they get. */
for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.graphql'))) {
  const filename = moduleOf(file);
  const document = parse(readFileSync(FOLDER + file, 'utf8'));
  const text = await codegen({
    filename,
    schema,
    documents: [{ location: FOLDER + file, document }],
    config,
    plugins: [{ operations: {} }, { documentStrings: {} }],
    pluginMap: { operations, documentStrings },
  });
  write(filename, withSharedClass(text));
}

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
