import { Skeleton } from '@mantine/core';
import type { Installation, InstallationFigures } from '@navette/api';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import type { DeliveriesSearch } from '../deliveries/deliveries-search.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './installation-card.module.css';

interface CardFiguresProps {
  readonly installation: Installation;
  readonly figures: InstallationFigures | undefined;
}

type Figure = 'delivered' | 'onTheWay' | 'held' | 'undelivered';

/** The list of deliveries that a figure is of. */
const states: Readonly<Record<Figure, DeliveriesSearch['etat']>> = {
  ...{ delivered: 'delivered', onTheWay: 'tous', held: 'held', undelivered: 'undelivered' },
};

/** Three figures, each a link to its deliveries. What an application that does not run holds matters more than what is on its way. */
export function CardFigures({ installation, figures }: CardFiguresProps) {
  const isRunning = installation.state === 'active' || installation.state === 'preparing';
  const shown: readonly Figure[] = ['delivered', isRunning ? 'onTheWay' : 'held', 'undelivered'];
  return (
    <ul className={styles.figures}>
      {shown.map((figure) => (
        <li key={figure}>
          <FigureLink installation={installation} figure={figure} count={figures?.[figure]} />
        </li>
      ))}
    </ul>
  );
}

interface FigureLinkProps {
  readonly installation: Installation;
  readonly figure: Figure;
  readonly count: number | undefined;
}

function FigureLink({ installation, figure, count }: FigureLinkProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const format = useFormat();
  const etat = states[figure];
  const isWrong = figure === 'undelivered' && (count ?? 0) > 0;
  return (
    <Link
      to="/cabinets/$firm/envois"
      params={{ firm }}
      search={{ application: installation.id, ...(etat === undefined ? {} : { etat }) }}
      className={styles.figure}
      data-wrong={isWrong}
    >
      <span>{t(`applications.figure.${figure}`)}</span>
      {count === undefined ? (
        <Skeleton height={14} width={28} radius="sm" my={4} />
      ) : (
        <b>
          {isWrong && <IconAlertTriangleFilled size={16} className={styles.triangle} aria-hidden />}
          {format.number(count)}
        </b>
      )}
    </Link>
  );
}
