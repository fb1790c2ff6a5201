import { Button, Radio, Stack, TextInput } from '@mantine/core';
import type { Installation } from '@navette/api';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirm } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import { AcceptsCard } from './accepts-card.tsx';
import { SenderCard } from './sender-card.tsx';
import styles from './settings-tab.module.css';
import { useChangeInstallation } from './use-change-installation.ts';

interface SettingsTabProps {
  readonly firm: string;
  readonly installation: Installation;
}

/** What an administrator sets for one application, and what it takes. Others read it. */
export function SettingsTab({ firm, installation }: SettingsTabProps) {
  const isAdmin = useFirm().role === 'admin';
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        {isAdmin && <NameCard key={installation.name} firm={firm} installation={installation} />}
        <VersionsCard firm={firm} installation={installation} isAdmin={isAdmin} />
        {installation.kind === 'email' && (
          <SenderCard firm={firm} partner={installation.partner} isAdmin={isAdmin} />
        )}
      </div>
      <AcceptsCard firm={firm} installation={installation} isAdmin={isAdmin} />
    </div>
  );
}

function NameCard({ firm, installation }: SettingsTabProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(installation.name);
  const changing = useChangeInstallation(firm, installation.id, t('installation.settings.name.saved'));
  const isEmpty = name.trim() === '';
  const isChanged = name.trim() !== installation.name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty && isChanged) changing.mutate({ name: name.trim() });
  };
  return (
    <Card title={t('installation.settings.name.title')} help={t('installation.settings.name.help')}>
      <form className={page.body} noValidate onSubmit={submit}>
        <div className={styles.line}>
          <TextInput
            label={t('installation.settings.name.label')}
            value={name}
            maxLength={200}
            error={isEmpty && t('installation.settings.name.missing')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="filled"
            disabled={isEmpty || !isChanged}
            loading={changing.isPending}
          >
            {t('settings.save')}
          </Button>
        </div>
        {changing.error && <ProblemNote error={changing.error} />}
      </form>
    </Card>
  );
}

const policies = ['send', 'ask', 'never'] as const;

function VersionsCard({ firm, installation, isAdmin }: SettingsTabProps & { readonly isAdmin: boolean }) {
  const { t } = useTranslation();
  const { name, partner, versionPolicy } = installation;
  const changing = useChangeInstallation(firm, installation.id, t('installation.settings.versions.saved'));
  const shown = changing.isPending ? (changing.variables.versionPolicy ?? versionPolicy) : versionPolicy;
  return (
    <Card
      title={t('installation.settings.versions.title')}
      help={t('installation.settings.versions.help', { name })}
    >
      <div className={page.body}>
        <Radio.Group
          aria-label={t('installation.settings.versions.title')}
          value={shown}
          onChange={(value) => {
            const policy = policies.find((each) => each === value);
            if (policy) changing.mutate({ versionPolicy: policy });
          }}
        >
          <Stack gap={12}>
            {policies.map((policy) => (
              <Radio
                key={policy}
                value={policy}
                disabled={!isAdmin && policy !== shown}
                readOnly={!isAdmin}
                label={t(`installation.settings.versions.${policy}`)}
                description={t(`installation.settings.versions.${policy}Help`, { partner })}
              />
            ))}
          </Stack>
        </Radio.Group>
        {changing.error && <ProblemNote error={changing.error} />}
      </div>
    </Card>
  );
}
