import type { Reason } from '@navette/api';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './refused-addresses.module.css';

interface RefusedAddressesProps {
  readonly refused: readonly { readonly email: string; readonly problem: Reason | null }[];
}

/** Which addresses were not invited, each with its reason. */
export function RefusedAddresses({ refused }: RefusedAddressesProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={styles.note} role="alert">
      <IconAlertCircle size={18} aria-hidden />
      <div>
        <p>{t('people.invite.refused', { count: refused.length })}</p>
        <ul>
          {refused.map(({ email, problem }) => (
            <li key={email}>
              <b>{email}</b> {language === 'fr' ? typeset(problem?.fr ?? '') : problem?.en}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
