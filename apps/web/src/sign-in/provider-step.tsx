import { Button } from '@mantine/core';
import { routes } from '@navette/api';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { EmailField } from './email-field.tsx';
import styles from './entrance.module.css';
import { safeReturnAddress } from './return-address.ts';
import { useFieldProblems } from './use-field-problems.ts';

interface ProviderStepProps {
  readonly email: string;
  readonly onEmail: (email: string) => void;
  readonly returnTo: string | undefined;
  readonly onBack: () => void;
}

/** Finds one's firm by the address, and goes to its provider. */
export function ProviderStep({ email, onEmail, returnTo, onBack }: ProviderStepProps) {
  const { t } = useTranslation();
  const leaving = useMutation({
    mutationFn: () =>
      api.call(routes.beginProviderSignIn, {
        body: { email: email.trim(), returnTo: safeReturnAddress(returnTo) },
      }),
    onSuccess: ({ url }) => location.assign(url),
  });
  const fields = useFieldProblems(() => leaving.mutate());
  return (
    <form className={styles.form} {...fields.props}>
      <EmailField
        label={t('signIn.workEmail')}
        description={t('signIn.workEmailHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        placeholder="prenom@cabinet.fr"
        error={fields.problems.email}
        value={email}
        onChange={(event) => onEmail(event.currentTarget.value)}
      />
      {leaving.error && <ProblemNote error={leaving.error} />}
      <Button type="submit" variant="filled" loading={leaving.isPending || leaving.isSuccess}>
        {t('signIn.continue')}
      </Button>
      <div className={styles.ways}>
        <button type="button" className={styles.way} onClick={onBack}>
          {t('signIn.usePassword')}
        </button>
      </div>
    </form>
  );
}
