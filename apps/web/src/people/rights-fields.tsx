import { Radio, Switch } from '@mantine/core';
import type { Member } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { roles } from './people-search.ts';
import styles from './rights-fields.module.css';

export interface Rights {
  readonly role: Member['role'];
  readonly seesAllClients: boolean;
}

interface RightsFieldsProps {
  readonly value: Rights;
  readonly onChange: (rights: Rights) => void;
}

/** What somebody may do: each role with what it means, and for a collaborator whether he sees every client. */
export function RightsFields({ value, onChange }: RightsFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Radio.Group
        label={t('people.role')}
        value={value.role}
        onChange={(wanted) => {
          const role = roles.find((each) => each === wanted) ?? value.role;
          onChange({ ...value, role });
        }}
      >
        <div className={styles.roles}>
          {roles.map((role) => (
            <Radio
              key={role}
              value={role}
              size="xs"
              className={styles.role}
              label={t(`frame.role.${role}`)}
              description={t(`people.roleHelp.${role}`)}
            />
          ))}
        </div>
      </Radio.Group>
      {value.role === 'collaborator' && (
        <Switch
          size="xs"
          className={styles.switch}
          label={t('people.seesAllClients')}
          description={t('people.seesAllHelp')}
          checked={value.seesAllClients}
          onChange={(event) => onChange({ ...value, seesAllClients: event.currentTarget.checked })}
        />
      )}
    </>
  );
}
