import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import page from '../frame/page.module.css';
import { plainProblem } from '../sign-in/plain-problem.ts';
import { useFieldProblems } from '../sign-in/use-field-problems.ts';
import styles from './account.module.css';

interface PasswordAndCodeProps<Answer> {
  readonly explanation: string;
  readonly gesture: string;
  readonly call: (proof: { password: string; code: string }) => Promise<Answer>;
  readonly onDone: (answer: Answer) => void;
  readonly onCancel: () => void;
}

/** What changes the second factor asks for both: the password, and a code. */
export function PasswordAndCode<Answer>(props: PasswordAndCodeProps<Answer>) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const doing = useMutation({
    mutationFn: () => props.call({ password, code }),
    onSuccess: props.onDone,
    onError: () => setCode(''),
  });
  const fields = useFieldProblems(() => doing.mutate());
  return (
    <form className={styles.steps} {...fields.props}>
      <p className={page.note}>{props.explanation}</p>
      <PasswordInput
        label={t('account.password.current')}
        name="password"
        error={fields.problems.password}
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <TextInput
        label={t('account.factor.codeOrRecovery')}
        name="code"
        error={fields.problems.code}
        classNames={{ input: styles.code ?? '' }}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={20}
        required
        withAsterisk={false}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {doing.error && <ProblemNote error={plainProblem(doing.error)} />}
      <div className={page.actions}>
        <Button onClick={props.onCancel}>{t('general.cancel')}</Button>
        <Button type="submit" variant="filled" loading={doing.isPending}>
          {props.gesture}
        </Button>
      </div>
    </form>
  );
}
