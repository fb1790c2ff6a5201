import type { Installation, routes } from '@navette/api';
import { IconMail } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { CopyIcon } from '../frame/copy-icon.tsx';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './client-access.module.css';

type Proposal = z.infer<(typeof routes.proposeClientKey)['answer']>;

interface ProposedKeyProps {
  readonly proposal: Proposal;
  readonly installation: Installation;
  /** What stands in the field by now. */
  readonly typed: string;
}

/** An address made for a client, and what to do with it at the partner's; which senders are to be authorised there. */
export function ProposedKey({ proposal, installation, typed }: ProposedKeyProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { key, from, instructions, senders } = proposal;
  const isGenerated = from === 'pattern' && key !== null;
  if (!isGenerated && !instructions && senders.length === 0) {
    return from === 'attribute' && typed === key ? (
      <p className={styles.quiet}>
        {installation.listsDossiers
          ? t('connecting.access.foundThere', { partner: installation.partner })
          : t('connecting.access.fromAttribute')}
      </p>
    ) : null;
  }
  return (
    <div className={styles.proposal}>
      {isGenerated && (
        <p>
          {t('connecting.access.generated')}
          <span className={styles.address}>
            <span className="mono">{key}</span>
            <CopyIcon value={key} what={key} />
          </span>
        </p>
      )}
      {instructions && <p>{language === 'fr' ? typeset(instructions.fr) : instructions.en}</p>}
      {senders.length > 0 && (
        <div>
          <p>{t('connecting.access.senders', { partner: installation.partner })}</p>
          <ul>
            {senders.map((sender) => (
              <li key={sender}>
                <IconMail size={14} aria-hidden />
                <span className="mono">{sender}</span>
                <CopyIcon value={sender} what={t('connecting.access.sender')} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
