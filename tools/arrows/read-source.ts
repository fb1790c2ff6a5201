/** Reads what a source file imports and exports, by parsing it: nothing is run, and text in strings or comments is no import. */
import { parseSync, Visitor } from 'oxc-parser';

export interface ImportedModule {
  /** As written: `@navette/model`, `./match.ts`, `node:fs`; undefined when it is computed and cannot be known. */
  readonly specifier: string | undefined;
  readonly line: number;
}

export interface SourceFile {
  /** From the top of the repository, with `/`. */
  readonly path: string;
  readonly imports: readonly ImportedModule[];
  /** Names under which something is exported, types included; `default` too. Names behind `export *` are not. */
  readonly exports: readonly string[];
  /** Lines with `import.meta` or an `await` outside functions, which a CommonJS bundle cannot hold. */
  readonly unbundled: readonly { readonly what: string; readonly line: number }[];
}

/** @throws SyntaxError when the file cannot be parsed, so that nothing is passed over in silence. */
export function readSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text, { sourceType: 'module' });
  const broken = parsed.errors.find((error) => error.severity === 'Error');
  if (broken) throw new SyntaxError(`${path}: ${broken.message}`);
  const lineAt = lineCounter(text);
  const imports: ImportedModule[] = [];
  const unbundled: { what: string; line: number }[] = [];
  let functionDepth = 0;
  const add = (specifier: string | undefined, at: number) => imports.push({ specifier, line: lineAt(at) });
  const enter = () => {
    functionDepth += 1;
  };
  const leave = () => {
    functionDepth -= 1;
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, node.start),
    ExportAllDeclaration: (node) => add(node.source.value, node.start),
    ExportNamedDeclaration: (node) => node.source && add(node.source.value, node.start),
    ImportExpression: (node) => add(literalText(node.source), node.start),
    TSImportType: (node) => add(literalText(node.source), node.start),
    CallExpression: (node) => {
      const name = calleeName(node.callee);
      if (name === 'require' || name === 'getBuiltinModule') add(literalText(node.arguments[0]), node.start);
    },
    MetaProperty: (node) => {
      if (node.meta.name === 'import') unbundled.push({ what: 'import.meta', line: lineAt(node.start) });
    },
    AwaitExpression: (node) => {
      if (functionDepth === 0) unbundled.push({ what: 'top-level await', line: lineAt(node.start) });
    },
    ForOfStatement: (node) => {
      if (node.await && functionDepth === 0)
        unbundled.push({ what: 'top-level await', line: lineAt(node.start) });
    },
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
  }).visit(parsed.program);
  const exports = parsed.module.staticExports
    .flatMap((statement) => statement.entries)
    .flatMap((entry) => (entry.exportName.kind === 'Default' ? ['default'] : (entry.exportName.name ?? [])));
  return { path, imports, exports, unbundled };
}

/** The text of a string literal or of a template without values. */
function literalText(node: unknown): string | undefined {
  const literal = node as { type: string; value?: unknown; quasis?: { value: { cooked: string | null } }[] };
  if (literal?.type === 'Literal' && typeof literal.value === 'string') return literal.value;
  if (literal?.type === 'TSLiteralType') return literalText((node as { literal: unknown }).literal);
  if (literal?.type === 'TemplateLiteral' && literal.quasis?.length === 1) {
    return literal.quasis[0]?.value.cooked ?? undefined;
  }
  return undefined;
}

function calleeName(node: unknown): string | undefined {
  const callee = node as { type: string; name?: string; property?: { name?: string } };
  return callee.type === 'MemberExpression' ? callee.property?.name : callee.name;
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
}
