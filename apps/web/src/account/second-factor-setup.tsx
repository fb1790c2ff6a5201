import { Button, PasswordInput, TextInput } from '@mantine/core';
import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { CopyIcon } from '../frame/copy-icon.tsx';
import page from '../frame/page.module.css';
import { plainProblem } from '../sign-in/plain-problem.ts';
import { useFieldProblems } from '../sign-in/use-field-problems.ts';
import styles from './account.module.css';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type Begun = z.infer<(typeof routes.beginSecondFactor)['answer']>;

interface SetupProps {
  /** It is on, and the recovery codes are in a safe place. */
  readonly onDone: () => void;
  readonly onCancel?: () => void;
}

/** Sets a second factor up: the password, the application, the recovery codes. */
export function SecondFactorSetup({ onDone, onCancel }: SetupProps) {
  const [begun, setBegun] = useState<Begun | null>(null);
  const [isOn, setOn] = useState(false);
  const queryClient = useQueryClient();
  const finish = () => {
    void queryClient.invalidateQueries({ queryKey: keys.me });
    onDone();
  };
  if (begun === null) return <PasswordFirst onBegun={setBegun} onCancel={onCancel} />;
  if (!isOn) return <ConfirmCode begun={begun} onConfirmed={() => setOn(true)} onCancel={onCancel} />;
  return <RecoveryCodes codes={begun.recoveryCodes} onKept={finish} />;
}

interface PasswordFirstProps {
  readonly onBegun: (begun: Begun) => void;
  readonly onCancel: (() => void) | undefined;
}

function PasswordFirst({ onBegun, onCancel }: PasswordFirstProps) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const beginning = useMutation({
    mutationFn: () => api.call(routes.beginSecondFactor, { body: { password } }),
    onSuccess: onBegun,
  });
  const fields = useFieldProblems(() => beginning.mutate());
  return (
    <form className={styles.steps} {...fields.props}>
      <PasswordInput
        label={t('account.password.current')}
        name="password"
        error={fields.problems.password}
        description={t('account.factor.passwordHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {beginning.error && <ProblemNote error={plainProblem(beginning.error)} />}
      <div className={page.actions}>
        {onCancel && <Button onClick={onCancel}>{t('general.cancel')}</Button>}
        <Button type="submit" variant="filled" loading={beginning.isPending}>
          {t('account.factor.continue')}
        </Button>
      </div>
    </form>
  );
}

interface ConfirmCodeProps {
  readonly begun: Begun;
  readonly onConfirmed: () => void;
  readonly onCancel: (() => void) | undefined;
}

function ConfirmCode({ begun, onConfirmed, onCancel }: ConfirmCodeProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const confirming = useMutation({
    mutationFn: () => api.call(routes.confirmSecondFactor, { body: { code } }),
    onSuccess: onConfirmed,
    onError: () => setCode(''),
  });
  const fields = useFieldProblems(() => confirming.mutate());
  const secret = begun.secret.replace(/(.{4})(?=.)/g, '$1 ');
  return (
    <form className={styles.steps} {...fields.props}>
      <div className={styles.scan}>
        <div className={styles.qr}>
          <QrCode text={begun.uri} label={t('account.factor.qr')} />
        </div>
        <div className={styles.steps}>
          <p className={page.note}>{t('account.factor.scan')}</p>
          <a className={styles.onPhone} href={begun.uri}>
            {t('account.factor.open')}
          </a>
          <p className={page.note}>{t('account.factor.type')}</p>
          <p>
            <code className={styles.secret}>{secret}</code>
            <CopyIcon value={begun.secret} what={t('account.factor.secret')} size={28} />
          </p>
        </div>
      </div>
      <TextInput
        label={t('signIn.code')}
        name="code"
        error={fields.problems.code}
        description={t('signIn.codeHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        classNames={{ input: styles.code ?? '' }}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={9}
        required
        withAsterisk={false}
        autoFocus
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {confirming.error && <ProblemNote error={plainProblem(confirming.error)} />}
      <div className={page.actions}>
        {onCancel && <Button onClick={onCancel}>{t('general.cancel')}</Button>}
        <Button type="submit" variant="filled" loading={confirming.isPending}>
          {t('account.factor.confirm')}
        </Button>
      </div>
    </form>
  );
}
