import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { countConnectable, countWaiting } from './count-grades.ts';
import type { MappingFoot } from './mapping-desk.tsx';

/** What the button is about to do, and what it leaves for later. */
export function useFootNote(counts: MappingFoot['counts']): string | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  if (counts === null) return undefined;
  const counted = (count: number) => ({ count, replace: { count: format.number(count) } });
  const [connectable, waiting] = [countConnectable(counts), countWaiting(counts)];
  if (connectable > 0) {
    const willLink = t('mapping.foot.willLink', counted(connectable));
    return waiting === 0 ? willLink : `${willLink} ${t('mapping.foot.others', counted(waiting))}`;
  }
  if (waiting === 0) return t('mapping.foot.nothingLeft');
  return `${t('mapping.foot.nothing')} ${t('mapping.foot.waiting', counted(waiting))}`;
}
