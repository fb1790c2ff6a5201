import type { MappingGrade } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { FilterChip } from '../frame/filter-chip.tsx';
import { useFormat } from '../language/use-format.ts';
import { GradeIcon, shownGrades } from './grade-mark.tsx';
import styles from './mapping-desk.module.css';

interface GradeChipsProps {
  readonly counts: Readonly<Partial<Record<MappingGrade, number>>>;
  /** The one that is shown alone. */
  readonly shown: MappingGrade | undefined;
  readonly onShow: (grade: MappingGrade | undefined) => void;
}

/** How many clients there are of each grade; each shows its own alone. Those of which there is none are left out. */
export function GradeChips({ counts, shown, onShow }: GradeChipsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <fieldset className={styles.chips} aria-label={t('mapping.filters')}>
      <FilterChip
        isOn={shown === undefined}
        canClear={false}
        count={format.number(total)}
        onChange={() => onShow(undefined)}
      >
        {t('mapping.all')}
      </FilterChip>
      {shownGrades
        .filter((grade) => (counts[grade] ?? 0) > 0 || grade === shown)
        .map((grade) => (
          <FilterChip
            key={grade}
            isOn={grade === shown}
            canClear={false}
            count={format.number(counts[grade] ?? 0)}
            onChange={() => onShow(grade === shown ? undefined : grade)}
          >
            <GradeIcon grade={grade} />
            {t(`mapping.grade.${grade}`)}
          </FilterChip>
        ))}
    </fieldset>
  );
}
