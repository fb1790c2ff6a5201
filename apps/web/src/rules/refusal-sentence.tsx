import type { Rule } from '@navette/api';
import { PathText } from './path-text.tsx';

interface RefusalSentenceProps {
  readonly code: string | null;
  /** The server's own; of a loop it names the rules. */
  readonly sentence: string;
  /** The rule it conflicts with. */
  readonly conflict: Rule | undefined;
}

/** Why a rule is refused, with the path of the rule it is beside. */
export function RefusalSentence({ code, sentence, conflict }: RefusalSentenceProps) {
  if (!conflict || code === 'rule_feeds_itself') return sentence;
  return (
    <>
      {sentence} <PathText path={conflict.sourcePath} />
    </>
  );
}
