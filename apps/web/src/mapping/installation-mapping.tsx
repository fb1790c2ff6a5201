import { Button } from '@mantine/core';
import type { Installation } from '@navette/api';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../api/keys.ts';
import { useFormat } from '../language/use-format.ts';
import { countConnectable } from './count-grades.ts';
import styles from './mapping-desk.module.css';
import { MappingDesk, type MappingFoot } from './mapping-desk.tsx';
import { useFootNote } from './use-foot-note.ts';

/** The mapping of an application that is there: clients that came since, and those that were left for later. */
export function InstallationMapping({ firm, installation }: { firm: string; installation: Installation }) {
  const queryClient = useQueryClient();
  const onConnected = () => {
    for (const key of [
      keys.connections(firm, installation.id),
      keys.installations(firm),
      keys.figures(firm),
      ['clients', firm],
    ])
      void queryClient.invalidateQueries({ queryKey: key });
  };
  return (
    <div className={styles.inTab}>
      <MappingDesk firm={firm} installation={installation} onConnected={onConnected}>
        {(foot) => <Foot foot={foot} />}
      </MappingDesk>
    </div>
  );
}

function Foot({ foot: { counts, isConnecting, connect } }: { foot: MappingFoot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const note = useFootNote(counts);
  const count = countConnectable(counts);
  return (
    <footer className={styles.foot}>
      <span role="status">{note}</span>
      <Button variant="filled" disabled={count === 0} loading={isConnecting} onClick={connect}>
        {t('mapping.foot.link', { count, replace: { count: format.number(count) } })}
      </Button>
    </footer>
  );
}
