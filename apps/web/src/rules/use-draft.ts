import type { Installation, Rule, RulePreview } from '@navette/api';
import { useRef, useState } from 'react';
import type { PathFieldHandle } from './path-field.tsx';
import type { RefusedRule } from './refused-rule.ts';
import type { NewRule, RuleDraft } from './use-rules.ts';

/** What stands in the adding row, and the rules that were refused. */
export function useDraft(installation: Installation) {
  const source = useRef<PathFieldHandle>(null);
  const [draft, setDraft] = useState(() => emptyDraft(installation));
  const [refused, setRefused] = useState<readonly RefusedRule[]>([]);
  const count = useRef(0);
  const change = (part: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...part }));
  /** Fills the row, and goes there. */
  const fill = (part: Partial<RuleDraft>) => {
    setDraft({ ...emptyDraft(installation), ...part });
    // Once the path stands in the field.
    requestAnimationFrame(() => source.current?.focus());
  };
  const dismiss = ({ key }: RefusedRule) => setRefused((before) => before.filter((each) => each.key !== key));
  return {
    draft,
    source,
    refused,
    change,
    fill,
    dismiss,
    clear: () => setDraft(emptyDraft(installation)),
    refuse: (body: NewRule, error: unknown, problem: RulePreview['problem']) => {
      count.current += 1;
      const key = count.current;
      setRefused((before) => [
        ...before.filter((each) => each.body.sourcePath !== body.sourcePath),
        { key, body, error, ruleId: problem?.ruleId ?? null },
      ]);
    },
    copy: (rule: Rule) => fill(asDraft(rule)),
    edit: (line: RefusedRule) => {
      dismiss(line);
      fill(asDraft(line.body));
    },
  };
}

function asDraft({ sourcePath, withSubfolders, documentType, archivePath }: NewRule): RuleDraft {
  return { sourcePath, withSubfolders, documentType, archivePath: archivePath ?? '' };
}

/** An application that takes one type has nothing to choose. */
function emptyDraft({ types }: Installation): RuleDraft {
  const only = types.length === 1 ? types[0]?.type : undefined;
  return { sourcePath: '', withSubfolders: true, documentType: only ?? null, archivePath: '' };
}
