import type { Rule } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { PathText } from './path-text.tsx';

interface RefusalSentenceProps {
  readonly code: string | null;
  /** Which part of the rule it is about. */
  readonly field: string | undefined;
  /** The server's own. */
  readonly sentence: string;
  /** The rule it conflicts with. */
  readonly conflict: Rule | undefined;
}

/** Why a rule is refused; of a loop, which path of which rule makes it. */
export function RefusalSentence({ code, field, sentence, conflict }: RefusalSentenceProps) {
  const { t } = useTranslation();
  if (!conflict) return sentence;
  if (code !== 'rule_feeds_itself')
    return (
      <>
        {sentence} <PathText path={conflict.sourcePath} />
      </>
    );
  const isArchive = field === 'archivePath';
  return (
    <>
      {t('rules.refused.twice')}{' '}
      {t(isArchive ? 'rules.refused.archiveIsSource' : 'rules.refused.sourceIsArchive')}{' '}
      <PathText path={isArchive ? conflict.sourcePath : (conflict.archivePath ?? conflict.sourcePath)} />
      {t('rules.refused.leavesAgain')}
    </>
  );
}
