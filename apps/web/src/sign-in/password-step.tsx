import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { EmailField } from './email-field.tsx';
import styles from './entrance.module.css';
import { plainProblem } from './plain-problem.ts';
import { type NextStep, signIn } from './session.ts';
import { useFieldProblems } from './use-field-problems.ts';

interface PasswordStepProps {
  readonly email: string;
  readonly onEmail: (email: string) => void;
  readonly password: string;
  readonly onPassword: (password: string) => void;
  readonly onNext: (next: NextStep) => Promise<void>;
  readonly onProvider: () => void;
}

/** The first step of signing in: e-mail and password, or the way to one's firm. */
export function PasswordStep(props: PasswordStepProps) {
  const { t } = useTranslation();
  const { email, password } = props;
  const entering = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: props.onNext,
  });
  const fields = useFieldProblems(() => entering.mutate());
  return (
    <>
      <form className={styles.form} {...fields.props}>
        <EmailField
          label={t('signIn.email')}
          error={fields.problems.email}
          value={email}
          onChange={(event) => props.onEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          error={fields.problems.password}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => props.onPassword(event.currentTarget.value)}
        />
        {entering.error && <ProblemNote error={plainProblem(entering.error)} />}
        <Button type="submit" variant="filled" loading={entering.isPending}>
          {t('signIn.submit')}
        </Button>
        <div className={styles.ways}>
          <Link to="/mot-de-passe-oublie" className={styles.way}>
            {t('signIn.forgotten')}
          </Link>
        </div>
      </form>
      <div className={styles.or}>{t('signIn.or')}</div>
      <Button fullWidth onClick={props.onProvider}>
        {t('signIn.withFirm')}
      </Button>
    </>
  );
}
