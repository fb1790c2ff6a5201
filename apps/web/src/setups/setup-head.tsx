import { ActionIcon, Button, Menu } from '@mantine/core';
import type { Setup } from '@navette/api';
import { IconCheck, IconDots } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { Steps } from '../frame/steps.tsx';
import { useFormat } from '../language/use-format.ts';
import styles from './setup-page.module.css';
import type { SetupStep } from './step-props.ts';
import { useSetupGestures } from './use-setup.ts';

interface SetupHeadProps {
  readonly firm: string;
  readonly setup: Setup;
  readonly shown: SetupStep;
  readonly savedAt: string | null;
  readonly onStep: (step: SetupStep) => void;
}

/** Which application, how far one is, and the ways out: what was done is kept. */
export function SetupHead({ firm, setup, shown, savedAt, onStep }: SetupHeadProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const asides = useAsides(setup);
  return (
    <>
      <header className={styles.head}>
        <div>
          <nav className={styles.crumb} aria-label={t('setups.applications')}>
            <Link to="/cabinets/$firm/applications" params={{ firm }}>
              {t('setups.applications')}
            </Link>{' '}
            / {setup.name}
          </nav>
          <h1>{t('setups.title', { name: setup.partner })}</h1>
        </div>
        {savedAt && (
          <span className={styles.saved} role="status">
            <IconCheck size={16} aria-hidden />
            {t('setups.saved', { time: format.shortTime(savedAt).slice(0, 5) })}
          </span>
        )}
        <Button
          variant="subtle"
          className={styles.leave}
          renderRoot={(props) => <Link to="/cabinets/$firm/applications" params={{ firm }} {...props} />}
        >
          {t('setups.leave')}
        </Button>
        <GiveUp firm={firm} setup={setup} />
      </header>
      <Steps
        label={t('setups.steps')}
        current={shown}
        onBack={onStep}
        steps={setup.steps.map(({ step, isOpen, isDone }) => ({
          key: step,
          name: t(`setups.step.${step}`),
          aside: asides[step],
          ...{ isOpen, isDone },
        }))}
      />
    </>
  );
}

/** What each step has so far, beside its name. */
function useAsides({ chosen, connected, rules }: Setup): Partial<Record<SetupStep, string>> {
  const { t } = useTranslation();
  const format = useFormat();
  const say = (key: 'chosen' | 'connected' | 'rules', count: number) =>
    count === 0
      ? {}
      : { [key]: t(`setups.aside.${key}`, { count, replace: { count: format.number(count) } }) };
  const said = { ...say('chosen', chosen), ...say('connected', connected), ...say('rules', rules) };
  return {
    ...(said.chosen && { clients: said.chosen }),
    ...(said.connected && { mapping: said.connected }),
    ...(said.rules && { rules: said.rules }),
  };
}

/** Gives the wizard up for good, after asking. */
function GiveUp({ firm, setup }: { firm: string; setup: Setup }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { leaving } = useSetupGestures(firm, setup.id);
  const [isAsking, setAsking] = useState(false);
  const isPrepared = setup.installationState === 'preparing' || setup.installationId === null;
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon size={32} aria-label={t('setups.more')} title={t('setups.more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking(true)}>{t('setups.giveUp')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        isOpen={isAsking}
        title={t('setups.giveUpTitle')}
        gesture={t('setups.giveUpGesture')}
        doing={leaving}
        onConfirm={() =>
          leaving.mutate(undefined, {
            onSuccess: () => void navigate({ to: '/cabinets/$firm/applications', params: { firm } }),
          })
        }
        onClose={() => setAsking(false)}
      >
        <p>{t(isPrepared ? 'setups.giveUpPrepared' : 'setups.giveUpStarted', { name: setup.name })}</p>
      </ConfirmDialog>
    </>
  );
}
