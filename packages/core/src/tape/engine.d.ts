// What every engine has and the language's own library does not declare.
interface ImportMeta {
  url: string;
}
interface ErrorConstructor {
  stackTraceLimit: number;
}
