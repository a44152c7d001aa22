/** The text of a question, with the types of its answer and of what it takes. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- they carry types to who asks
export class TypedDocumentString<Result, Variables> extends String {
  declare readonly answers?: (variables: Variables) => Result;
}
