import { type MappingGrade, mappingGrades } from '@navette/api';
import {
  IconAlertCircle,
  IconArchive,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconEqualNot,
  IconForms,
  IconGitFork,
  IconHandFinger,
  IconLink,
  type IconProps,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './grade-mark.module.css';

const icons: Readonly<Record<MappingGrade, ComponentType<IconProps>>> = {
  exact: IconCircleCheck,
  chosen: IconHandFinger,
  siren_only: IconEqualNot,
  several: IconGitFork,
  none: IconCircleDashed,
  closed: IconArchive,
  attribute_missing: IconForms,
  attribute_invalid: IconAlertCircle,
  already_used: IconUsers,
  left_out: IconCircleMinus,
  connected: IconLink,
};

/** In the order in which they are offered as filters. */
export const shownGrades: readonly MappingGrade[] = mappingGrades;

/** The sign of a grade, beside its word. */
export function GradeIcon({ grade }: { grade: MappingGrade }) {
  const Icon = icons[grade];
  return <Icon size={16} className={styles.icon} data-grade={grade} aria-hidden />;
}

/** How sure a client is, in a word and a sign. */
export function GradeMark({ grade }: { grade: MappingGrade }) {
  const { t } = useTranslation();
  return (
    <span className={styles.mark} data-grade={grade}>
      <GradeIcon grade={grade} />
      {t(`mapping.grade.${grade}`)}
    </span>
  );
}
