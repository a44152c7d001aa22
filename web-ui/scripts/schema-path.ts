/** The SDL that types are generated from and that the mock serves. */
export const SCHEMA_PATH = '../graphql-api/schema.graphql';
