import { ActionIcon, Textarea, type TextareaProps } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './secret-lines.module.css';

/** Lines that are pasted, such as a private key: hidden like a password unless one asks to see them. */
export function SecretLines({ isSecret, ...props }: TextareaProps & { readonly isSecret: boolean }) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? IconEyeOff : IconEye;
  return (
    <Textarea
      {...props}
      autosize
      minRows={3}
      maxRows={8}
      classNames={{ input: `${styles.lines} ${isSecret && !isShown ? styles.hidden : ''}` }}
      rightSection={
        isSecret && (
          <ActionIcon
            aria-label={t('applications.form.showSecret')}
            aria-pressed={isShown}
            onClick={() => setShown(!isShown)}
          >
            <Icon size={16} aria-hidden />
          </ActionIcon>
        )
      }
      rightSectionProps={{ className: styles.toggle ?? '' }}
    />
  );
}
