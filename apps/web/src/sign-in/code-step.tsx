import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import styles from './entrance.module.css';
import { plainProblem } from './plain-problem.ts';
import { giveCode } from './session.ts';
import { useFieldProblems } from './use-field-problems.ts';

interface CodeStepProps {
  readonly onIn: () => Promise<void>;
  /** The password is asked for again. */
  readonly onRestart: () => void;
}

/** The second step of signing in: the code of the telephone, or a recovery code. */
export function CodeStep({ onIn, onRestart }: CodeStepProps) {
  const { t } = useTranslation();
  const [isRecovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [trustBrowser, setTrust] = useState(false);
  const giving = useMutation({
    mutationFn: () => giveCode({ code, isRecovery, trustBrowser }),
    onSuccess: onIn,
    onError: () => setCode(''),
  });
  const fields = useFieldProblems(() => giving.mutate());
  const change = (recovery: boolean) => {
    setRecovery(recovery);
    setCode('');
    giving.reset();
  };
  return (
    <form className={styles.form} {...fields.props}>
      <TextInput
        // A field of its own each time, so that it has the focus.
        key={String(isRecovery)}
        label={t(isRecovery ? 'signIn.recoveryCode' : 'signIn.code')}
        description={t(isRecovery ? 'signIn.recoveryCodeHelp' : 'signIn.codeHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        classNames={{ input: styles.code ?? '' }}
        name="code"
        error={fields.problems.code}
        autoComplete={isRecovery ? 'off' : 'one-time-code'}
        inputMode={isRecovery ? 'text' : 'numeric'}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={isRecovery ? 20 : 9}
        required
        withAsterisk={false}
        autoFocus
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Checkbox
        label={t('signIn.trustBrowser')}
        description={t('signIn.trustBrowserHelp')}
        checked={trustBrowser}
        onChange={(event) => setTrust(event.currentTarget.checked)}
      />
      {giving.error && <ProblemNote error={plainProblem(giving.error)} />}
      <Button type="submit" variant="filled" loading={giving.isPending}>
        {t('signIn.submit')}
      </Button>
      <div className={styles.ways}>
        <button type="button" className={styles.way} onClick={() => change(!isRecovery)}>
          {t(isRecovery ? 'signIn.useCode' : 'signIn.useRecoveryCode')}
        </button>
        <button type="button" className={styles.way} onClick={onRestart}>
          {t('signIn.restart')}
        </button>
      </div>
    </form>
  );
}
