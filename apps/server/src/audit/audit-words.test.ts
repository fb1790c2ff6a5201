/** The page of the log has words, in both languages, for whatever the server writes into it. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Node, parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '..');
const isAction = /^[a-z_]+\.[a-z_]+$/;

/** Every name of an action that a file may write. */
function findActions(file: string, text: string): string[] {
  const { program } = parseSync(file, text);
  const inside = (node: Node) =>
    [...text.slice(node.start, node.end).matchAll(/'([a-z_.]+)'/g)].map(([, literal = '']) => literal);
  const found: string[] = [];
  /** Functions that take an action as one of their arguments. */
  const recorders = [...text.matchAll(/function (\w+)\([^{]*?\baction: /g)].map(([, name]) => name);
  new Visitor({
    Property({ key, value }) {
      if (key.type === 'Identifier' && key.name === 'action') found.push(...inside(value));
    },
    TSTypeAliasDeclaration({ id, typeAnnotation }) {
      if (id.name.endsWith('Action')) found.push(...inside(typeAnnotation));
    },
    CallExpression({ callee, arguments: given }) {
      if (callee.type === 'Identifier' && recorders.includes(callee.name))
        found.push(...given.filter(({ type }) => type === 'Literal').flatMap(inside));
    },
  }).visit(program);
  return found.filter((each) => isAction.test(each));
}

async function readActions(): Promise<string[]> {
  const actions = new Set<string>();
  for await (const file of glob('**/*.ts', { cwd: source })) {
    if (/(^|\/)testing\/|\.test\.ts$|(^|\/)test-/.test(file)) continue;
    const text = await readFile(join(source, file), 'utf8');
    if (/recordAudit|recordSignIn|Audit/.test(text))
      for (const each of findActions(file, text)) actions.add(each);
  }
  return [...actions].sort();
}

/** The keys under `action` of each language. */
async function readWords(): Promise<string[][]> {
  const page = await readFile(join(source, '../../web/src/audit/words.ts'), 'utf8');
  return [...page.matchAll(/^ {4}action: \{\n([\s\S]*?)^ {4}\},$/gm)].map(([, block = '']) =>
    [...block.matchAll(/^ {6}(\w+):/gm)].map(([, key = '']) => key),
  );
}

describe('the words of the log', () => {
  it('are there for every action that the server writes, in French and in English', async () => {
    const actions = await readActions();
    const languages = await readWords();
    expect(languages).toHaveLength(2);
    for (const words of languages)
      expect(actions.filter((action) => !words.includes(action.replace('.', '_')))).toEqual([]);
    // Found in properties, in a type, in arguments.
    expect(actions).toEqual(
      expect.arrayContaining(['connection.removed', 'member.deactivated', 'session.opened', 'job.cancelled']),
    );
    expect(actions.length).toBeGreaterThan(60);
  });
});
